import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Stands in for the SDK's default chain of credential providers in function bundles: Lambda always hands credentials
 * over in the environment, and the chain's other places (files, SSO, instance metadata) are a third of a client's size.
 * The name is the one that the SDK's clients import.
 */
export const defaultProvider = fromEnv;
