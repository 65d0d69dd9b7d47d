import { createEsimAccess } from '../../../local/simulators/esimaccess/index.ts';
import { esimAccessCarrier } from '../../../shared/carriers/esimaccess/esim-access-carrier.ts';
import { iccid } from '../../../shared/domain/values/iccid.ts';
import { SECOND_MS } from '../../../shared/domain/values/instant.ts';
import { type Mishap, sharedMishaps } from '../mishaps.ts';
import type { Stage } from '../stage.ts';
import { topUpPlan } from './top-up-plan.ts';

const KEYS = { accessCode: 'access-proof', secretKey: 'secret-proof' };
/** In ten-thousandths of a dollar. */
const RICH = 10_000_000_000;
const POOR = 1_000;
const REQUESTS_PER_SECOND = 8;
const NOBODY = 'http://127.0.0.1:9/';

const buying = (name: string, fault: string, settings: object = {}): Mishap => ({
  name,
  before: 'payment',
  rules: ({ carrierRef }) => [{ fault, path: 'topup', carrierRef, times: 1, ...settings }],
});
/** The answer to a top-up is lost, and the query that looks for it shows it in another way. */
const lostAndShown = (name: string, fault: string, settings: object = {}): Mishap => ({
  name,
  before: 'payment',
  rules: ({ carrierRef }) => [{ fault: 'lost_response', path: 'topup', carrierRef, times: 1 }],
  onceOrdered: ({ carrierRef }) => [{ fault, path: 'query', carrierRef, ...settings }],
});

const own: readonly Mishap[] = [
  {
    name: 'recycled number',
    before: 'payment',
    recycles: true,
    happens: async (control, sim) => {
      await control.ask('POST', `/_sim/sims/${sim.carrierRef}/take-away`, { takenAway: 'CANCEL' });
      await control.ask('PUT', `/_sim/sims/${sim.carrierRef}9`, { iccid: sim.iccid, endsAt: null });
    },
  },
  buying('insufficient float', 'insufficient_float'),
  buying('busy', 'busy', { times: 2 }),
  buying('still allocating', 'allocating'),
  {
    name: 'price change',
    before: 'payment',
    rules: ({ carrierRef, iccid: number }) => [
      { fault: 'price_change', price: 20_000, path: 'topup', carrierRef },
      { fault: 'price_change', price: 20_000, path: 'package_list', iccid: number },
    ],
  },
  buying('price change after the list', 'price_change', { price: 12_000 }),
  lostAndShown('answer lost, packages unnamed', 'package_rows', { shape: 'unnamed' }),
  lostAndShown('answer lost, first package only', 'package_rows', { shape: 'first_only' }),
  lostAndShown('answer lost, pages short', 'short_page', { times: 2 }),
  {
    name: 'quote fails',
    before: 'order',
    rules: ({ iccid: number }) => [{ fault: 'status', status: 500, path: 'package_list', iccid: number, times: 2 }],
  },
  {
    name: 'no baseline',
    before: 'payment',
    rules: ({ carrierRef }) => [{ fault: 'malformed', path: 'query', carrierRef, times: 2 }],
  },
];

/** Class B: a top-up is found again by our transaction id, or by what has grown. */
export const esimaccess: Stage = {
  account: 'esimaccess',
  plan: topUpPlan('esimaccess'),
  simulator: createEsimAccess({
    ...KEYS,
    webhookUrl: () => NOBODY,
    balance: RICH,
    requestsPerSecond: REQUESTS_PER_SECOND,
  }),
  connect: ({ url, fetch, clock, budget }) =>
    esimAccessCarrier({
      account: async () => ({ ...KEYS, apiUrl: `${url}/api/v1/open`, webhookTokens: ['unused'] }),
      clock,
      fetch,
      budget: budget(REQUESTS_PER_SECOND),
    }),
  newSim: (number) => ({
    carrierRef: `260422${String(number).padStart(8, '0')}`,
    iccid: iccid(`89103000001${String(number).padStart(8, '0')}`),
  }),
  ordersFor: ({ url, body }) =>
    url.pathname.endsWith('/esim/topup') ? /"esimTranNo":"(\d+)"/.exec(body)?.[1] : undefined,
  mishaps: [...sharedMishaps({ buy: 'topup', read: 'query', readNamesSim: true, lagMs: 30 * SECOND_MS }), ...own],
  credit: {
    floor: { amountE4: 1_000_000, currency: 'USD' },
    set: (control, enough) => control.ask('PUT', '/_sim/balance', { balance: enough ? RICH : POOR }),
  },
  mayNeedPeople: false,
  tellsRecycled: true,
  counts: 'orders',
};
