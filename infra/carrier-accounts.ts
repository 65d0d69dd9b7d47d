import * as z from 'zod';
import { accountName } from './account-name.ts';
import type { PaymentAccount } from './payment-accounts.ts';

/** One account of the brand at a carrier. */
export interface CarrierAccount {
  /** Named by every plan and line, and part of the webhook's address, `/v1/carrier-webhooks/<name>`: never renamed. */
  readonly name: string;
  readonly provider: 'soracom' | 'airalo' | 'esimaccess' | 'esimgo' | 'manual';
  /** How many requests it grants within any second, to all functions together. */
  readonly requestsPerSecond?: number;
  /** Nothing that it has to carry out is sold while the brand's credit there is lower, and somebody is called. */
  readonly floatFloor?: {
    /** In ten-thousandths of the currency's main unit. */
    readonly amountE4: number;
    /** ISO 4217. */
    readonly currency: string;
  };
}

interface Abilities {
  readonly tellsUsage: boolean;
  readonly tellsFloat: boolean;
  /** Whether requests to it are counted. */
  readonly rate: 'none' | 'may' | 'must';
}

/** What a carrier's API has to offer; the adapters know the rest. */
export const ABILITIES: Readonly<Record<CarrierAccount['provider'], Abilities>> = {
  soracom: { tellsUsage: false, tellsFloat: false, rate: 'none' },
  airalo: { tellsUsage: true, tellsFloat: true, rate: 'may' },
  esimaccess: { tellsUsage: true, tellsFloat: true, rate: 'must' },
  esimgo: { tellsUsage: true, tellsFloat: true, rate: 'may' },
  manual: { tellsUsage: false, tellsFloat: false, rate: 'none' },
};

/** Every request of it is one write to a single item of the table, which takes about a thousand. */
const MAX_REQUESTS_PER_SECOND = 100;

const account = z.object({
  name: accountName,
  requestsPerSecond: z
    .int('a whole number')
    .min(2, 'at least 2')
    .max(MAX_REQUESTS_PER_SECOND, `at most ${MAX_REQUESTS_PER_SECOND}`)
    .optional(),
  floatFloor: z
    .object({
      amountE4: z.int("a whole number of ten-thousandths of the currency's main unit").min(1, 'more than nothing'),
      currency: z.string().regex(/^[A-Z]{3}$/, 'three capital letters of ISO 4217'),
    })
    .optional(),
});

/**
 * @throws Error that says which account is wrong, and why: the functions would refuse it when they start, or not heed it
 */
export const checkedCarriers = (
  carriers: readonly CarrierAccount[],
  payments: readonly PaymentAccount[],
): readonly CarrierAccount[] => {
  const problems = carriers.flatMap((carrier) => {
    const parsed = account.safeParse(carrier);
    const wrong = [...(parsed.success ? [] : [z.prettifyError(parsed.error)]), ...beyondAbilities(carrier)];
    return wrong.map((why) => `carrier account ${carrier.name}: ${why}`);
  });
  const names = [...carriers, ...payments].map(({ name }) => name);
  for (const { name } of carriers)
    if (names.filter((other) => other === name).length > 1)
      problems.push(`carrier account ${name}: another account, of a carrier or for payments, has this name`);
  if (problems.length > 0) throw new Error([...new Set(problems)].join('\n'));
  return carriers;
};

const beyondAbilities = ({ provider, requestsPerSecond, floatFloor }: CarrierAccount): readonly string[] => {
  const { tellsFloat, rate } = ABILITIES[provider];
  return [
    floatFloor && !tellsFloat ? `floatFloor: ${provider} does not tell what credit is left` : [],
    requestsPerSecond !== undefined && rate === 'none'
      ? `requestsPerSecond: nothing counts requests to ${provider}`
      : [],
    requestsPerSecond === undefined && rate === 'must'
      ? `requestsPerSecond: ${provider} refuses calls that come too fast: say how many it grants`
      : [],
  ].flat();
};
