import { stripeAccount } from '../../shared/payments/stripe/stripe-account.ts';
import { stripeWebhook } from '../../shared/payments/stripe/stripe-webhook.ts';
import { endpoint } from './endpoint.ts';

export const handler = endpoint(stripeAccount, (account) => stripeWebhook({ account }));
