import { createAiralo } from '../../../local/simulators/airalo/index.ts';
import { airaloAccount } from '../../../shared/carriers/airalo/airalo-account.ts';
import { airaloCarrier } from '../../../shared/carriers/airalo/airalo-carrier.ts';
import { iccid } from '../../../shared/domain/values/iccid.ts';
import { SECOND_MS } from '../../../shared/domain/values/instant.ts';
import { type Mishap, sharedMishaps } from '../mishaps.ts';
import type { Stage } from '../stage.ts';
import { topUpPlan } from './top-up-plan.ts';

const KEYS = { clientId: 'client-proof', clientSecret: 'secret-proof' };
const RICH_DOLLARS = 1_000_000;
const POOR_DOLLARS = 1;
const REQUESTS_PER_SECOND = 20;
/** In real time: whoever fetches the token has it by then. */
const TOKEN_WAIT_MS = 20;

const buying = (name: string, fault: string, settings: object = {}): Mishap => ({
  name,
  before: 'payment',
  rules: ({ carrierRef }) => [{ fault, path: 'topup_order', carrierRef, times: 1, ...settings }],
});

const own: readonly Mishap[] = [
  {
    name: 'recycled number',
    before: 'payment',
    recycles: true,
    happens: async (control, { carrierRef }) => {
      await control.ask('POST', `/_sim/sims/${carrierRef}/recycle`, {});
    },
  },
  buying('insufficient float', 'insufficient_float'),
  buying('maintenance', 'maintenance'),
  buying('out of stock', 'out_of_stock'),
  buying('price change', 'price_change', { factor: 3 }),
  {
    name: 'quote fails',
    before: 'order',
    rules: ({ carrierRef }) => [{ fault: 'down', path: 'topups', carrierRef, times: 2 }],
  },
  {
    name: 'token refused',
    before: 'payment',
    rules: ({ carrierRef }) => [{ fault: 'status', status: 401, path: 'topup_order', carrierRef, times: 1 }],
  },
  {
    name: 'packages unreadable',
    before: 'payment',
    rules: ({ carrierRef }) => [{ fault: 'html', path: 'packages', carrierRef, times: 2 }],
  },
];

/** Class B: an order is found again by our reference in its description. */
export const airalo: Stage = {
  account: 'airalo',
  plan: topUpPlan('airalo'),
  simulator: createAiralo({ ...KEYS, creditDollars: RICH_DOLLARS }),
  connect: ({ url, fetch, clock, tokens, budget }) =>
    airaloCarrier({
      account: async () => airaloAccount.parse({ ...KEYS, apiUrl: `${url}/v2` }),
      clock,
      fetch,
      tokens: tokens(KEYS.clientSecret),
      budget: budget(REQUESTS_PER_SECOND),
      tokenWaitMs: TOKEN_WAIT_MS,
    }),
  newSim: (number) => {
    const named = iccid(`89103000000${String(number).padStart(8, '0')}`);
    return { carrierRef: named, iccid: named };
  },
  isShared: ({ url }) => url.pathname === '/v2/token',
  ordersFor: ({ url, body }) =>
    url.pathname === '/v2/orders/topups' ? /name="iccid"\s+(\d+)/.exec(body)?.[1] : undefined,
  mishaps: [
    ...sharedMishaps({ buy: 'topup_order', read: 'orders', readNamesSim: false, lagMs: 90 * SECOND_MS }),
    ...own,
  ],
  maintenance: { fault: 'maintenance' },
  credit: {
    floor: { amountE4: 1_000_000, currency: 'USD' },
    set: (control, enough) => control.ask('PUT', '/_sim/float', { amount: enough ? RICH_DOLLARS : POOR_DOLLARS }),
  },
  mayNeedPeople: false,
  tellsRecycled: true,
  counts: 'orders',
};
