import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Clock } from '../runtime/deps.ts';
import { cachedSecret } from '../runtime/secrets.ts';
import { airaloAccount } from './airalo/airalo-account.ts';
import { airaloCarrier } from './airalo/airalo-carrier.ts';
import { type ConfiguredCarriers, carrierAccounts, parseCarrierAccounts } from './carrier-accounts.ts';
import { esimAccessAccount } from './esimaccess/esim-access-account.ts';
import { esimAccessCarrier } from './esimaccess/esim-access-carrier.ts';
import { esimGoAccount } from './esimgo/esim-go-account.ts';
import { esimGoCarrier } from './esimgo/esim-go-carrier.ts';
import type { Jobs } from './manual/jobs.ts';
import { manualCarrier } from './manual/manual-carrier.ts';
import type { RateBudget, TokenStore } from './shared-state.ts';
import { soracomAccount } from './soracom/soracom-account.ts';
import { soracomCarrier } from './soracom/soracom-carrier.ts';

/** What all functions that call an account share, by the account's name. */
export interface SharedState {
  budget(account: string, requestsPerSecond: number): RateBudget;
  /** `key` is the account's own secret: whoever cannot read it gets no token either. */
  tokens(account: string, key: () => Promise<string>): TokenStore;
  readonly jobs: Jobs;
}

/**
 * The accounts that the text configures, each with its secret.
 *
 * @throws Error that says why the text is no configuration
 */
export const connectCarriers = (
  text: string,
  secrets: SecretsManagerClient,
  shared: SharedState,
  clock: Clock,
): ConfiguredCarriers => {
  // We count by the seconds of the clock, a carrier by any second: the ends of two of ours may meet within one of its.
  const budgetFor = (name: string, granted: number) => shared.budget(name, Math.max(1, Math.floor(granted / 2)));
  const budgetOf = (name: string, granted: number | undefined) =>
    granted === undefined ? {} : { budget: budgetFor(name, granted) };
  return carrierAccounts(parseCarrierAccounts(text), (config) => {
    switch (config.provider) {
      case 'soracom':
        return soracomCarrier({ account: cachedSecret(secrets, config.secretArn, soracomAccount, clock), clock });
      case 'airalo': {
        const account = cachedSecret(secrets, config.secretArn, airaloAccount, clock);
        const tokens = shared.tokens(config.name, async () => (await account()).clientSecret);
        return airaloCarrier({ account, clock, tokens, ...budgetOf(config.name, config.requestsPerSecond) });
      }
      case 'esimaccess': {
        const account = cachedSecret(secrets, config.secretArn, esimAccessAccount, clock);
        return esimAccessCarrier({ account, clock, budget: budgetFor(config.name, config.requestsPerSecond) });
      }
      case 'esimgo': {
        const account = cachedSecret(secrets, config.secretArn, esimGoAccount, clock);
        return esimGoCarrier({ account, clock, ...budgetOf(config.name, config.requestsPerSecond) });
      }
      case 'manual':
        return manualCarrier({ jobs: shared.jobs, account: config.name, clock });
    }
  });
};
