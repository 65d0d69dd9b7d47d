import { createEsimGo } from '../../../local/simulators/esimgo/index.ts';
import { esimGoCarrier } from '../../../shared/carriers/esimgo/esim-go-carrier.ts';
import { iccid } from '../../../shared/domain/values/iccid.ts';
import { HOUR_MS, MINUTE_MS } from '../../../shared/domain/values/instant.ts';
import { type Mishap, sharedMishaps } from '../mishaps.ts';
import type { Stage } from '../stage.ts';
import { topUpPlan } from './top-up-plan.ts';

const API_KEY = 'key-proof';
const RICH = 1_000_000;
const POOR = 1;
const REQUESTS_PER_SECOND = 10;
const NOBODY = 'http://127.0.0.1:9/';

const buying = (name: string, fault: string, settings: object = {}): Mishap => ({
  name,
  before: 'payment',
  rules: ({ carrierRef }) => [{ fault, path: 'order', carrierRef, times: 1, ...settings }],
});

const own: readonly Mishap[] = [
  {
    name: 'recycled number',
    before: 'payment',
    recycles: true,
    rules: ({ carrierRef }) => [{ fault: 'recycled', carrierRef }],
  },
  buying('insufficient float', 'insufficient_float'),
  buying('maintenance', 'maintenance', { retryAfter: '120' }),
  buying('ten minutes of processing', 'processing', { ms: 10 * MINUTE_MS }),
  {
    name: 'answer lost, ten minutes of processing',
    before: 'payment',
    rules: ({ carrierRef }) => [
      { fault: 'processing', ms: 10 * MINUTE_MS, path: 'order', carrierRef, times: 1 },
      { fault: 'lost_response', path: 'order', carrierRef, times: 1 },
    ],
  },
  {
    name: 'answer lost, record stale beyond settling',
    before: 'payment',
    lastsMs: 3 * HOUR_MS,
    onlyAlone: true,
    rules: ({ carrierRef }) => [
      { fault: 'lost_response', path: 'order', carrierRef, times: 1 },
      { fault: 'stale', path: 'bundles', staleMs: 40 * MINUTE_MS, carrierRef, times: 1_000 },
    ],
  },
  {
    name: 'price change',
    before: 'payment',
    rules: ({ carrierRef }) => [{ fault: 'price_change', price: 6.5, path: 'validate', carrierRef }],
  },
  {
    name: 'quote fails',
    before: 'order',
    rules: ({ carrierRef }) => [{ fault: 'html', path: 'validate', carrierRef, times: 2 }],
  },
  {
    name: 'no baseline',
    before: 'payment',
    rules: ({ carrierRef }) => [{ fault: 'status', status: 500, path: 'bundles', carrierRef, times: 2 }],
  },
];

/** Class C: one attempt, which is known by what was not there before; what has not begun can be taken back. */
export const esimgo: Stage = {
  account: 'esimgo',
  plan: topUpPlan('esimgo'),
  simulator: createEsimGo({ apiKey: API_KEY, callbackUrl: () => NOBODY, balance: RICH }),
  connect: ({ url, fetch, clock, budget }) =>
    esimGoCarrier({
      account: async () => ({ apiKeys: [API_KEY], apiUrl: `${url}/v2.5` }),
      clock,
      fetch,
      budget: budget(REQUESTS_PER_SECOND),
    }),
  newSim: (number) => {
    const named = iccid(`89445385320${String(number).padStart(8, '0')}`);
    return { carrierRef: named, iccid: named };
  },
  ordersFor: ({ url, body }) =>
    url.pathname === '/v2.5/orders' && body.includes('"type":"transaction"')
      ? /"iccids":\["(\d+)"\]/.exec(body)?.[1]
      : undefined,
  mishaps: [...sharedMishaps({ buy: 'order', read: 'bundles', readNamesSim: true, lagMs: 10 * MINUTE_MS }), ...own],
  maintenance: { fault: 'maintenance' },
  credit: {
    floor: { amountE4: 1_000_000, currency: 'USD' },
    set: (control, enough) => control.ask('PUT', '/_sim/organisation', { balance: enough ? RICH : POOR }),
  },
  mayNeedPeople: true,
  tellsRecycled: false,
  counts: 'orders',
};
