import * as z from 'zod/mini';
import type { Carrier, CarrierAccounts, CarrierMoney } from './carrier.ts';

const name = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,19}$/));
const secretArn = z.string().check(z.minLength(1));
const requestsPerSecond = z.int().check(z.positive());
const floatFloor = z.object({
  amountE4: z.int().check(z.positive()),
  currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
});

/** What is limited and bought for credit. */
const credited = { name, secretArn, floatFloor: z.exactOptional(floatFloor) };

/** The brand's accounts at carriers. Infrastructure writes it as JSON. */
const carrierAccountsConfig = z.array(
  z.discriminatedUnion('provider', [
    z.object({ provider: z.literal('soracom'), name, secretArn }),
    z.object({ provider: z.literal('airalo'), ...credited, requestsPerSecond: z.exactOptional(requestsPerSecond) }),
    z.object({ provider: z.literal('esimaccess'), ...credited, requestsPerSecond }),
    z.object({ provider: z.literal('esimgo'), ...credited, requestsPerSecond: z.exactOptional(requestsPerSecond) }),
    z.object({ provider: z.literal('manual'), name }),
  ]),
);

export type CarrierAccountConfig = z.output<typeof carrierAccountsConfig>[number];
export type CarrierProvider = CarrierAccountConfig['provider'];

/** The accounts, and what was agreed about them beside their APIs. */
export interface ConfiguredCarriers extends CarrierAccounts {
  /** Below this credit nothing is sold that the account has to carry out; `undefined` where none was set. */
  floorOf(account: string): CarrierMoney | undefined;
}

/** @throws Error that says why the text is no configuration */
export const parseCarrierAccounts = (text: string): readonly CarrierAccountConfig[] =>
  carrierAccountsConfig.parse(JSON.parse(text));

/** `connect` is called once for each account that is used, when it is used first. */
export const carrierAccounts = (
  configured: readonly CarrierAccountConfig[],
  connect: (account: CarrierAccountConfig) => Carrier,
): ConfiguredCarriers => {
  const connected = new Map<string, Carrier>();
  const find = (account: string) => configured.find((each) => each.name === account);
  return {
    names: configured.map((account) => account.name),
    of(account) {
      const known = connected.get(account);
      if (known) return known;
      const found = find(account);
      if (!found) return undefined;
      const carrier = connect(found);
      connected.set(account, carrier);
      return carrier;
    },
    floorOf: (account) => floorOf(configured, account),
  };
};

export const floorOf = (configured: readonly CarrierAccountConfig[], account: string): CarrierMoney | undefined => {
  const found = configured.find(({ name }) => name === account);
  return found && 'floatFloor' in found ? found.floatFloor : undefined;
};
