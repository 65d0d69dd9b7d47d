import * as z from 'zod';
import { JAPAN_DAYS } from '../../../local/seed/catalogue.ts';
import { createSoracom } from '../../../local/simulators/soracom/index.ts';
import { soracomCarrier } from '../../../shared/carriers/soracom/soracom-carrier.ts';
import { iccid } from '../../../shared/domain/values/iccid.ts';
import { SECOND_MS } from '../../../shared/domain/values/instant.ts';
import { type Mishap, sharedMishaps } from '../mishaps.ts';
import type { Stage } from '../stage.ts';

const KEYS = { authKeyId: 'keyId-proof', authKey: 'secret-proof' };
/** Somebody has deactivated it: it has to be activated besides. */
const INACTIVE_SHARE = 0.1;

const expiry = z.object({ expiryTime: z.number() });

const padded = (number: number): string => String(number).padStart(8, '0');

const own: readonly Mishap[] = [
  {
    name: 'recycled number',
    before: 'payment',
    recycles: true,
    happens: async (control, { carrierRef }) => {
      const another = iccid(`89811000999${carrierRef.slice(-8)}`);
      await control.ask('POST', `/_sim/sims/${carrierRef}/recycle`, { iccid: another });
    },
  },
  {
    name: 'authentication fails',
    before: 'payment',
    rules: () => [{ fault: 'status', status: 500, path: 'auth', times: 3 }],
  },
  {
    name: 'tokens refused',
    before: 'payment',
    rules: ({ carrierRef }) => [{ fault: 'status', status: 401, path: 'get', carrierRef, times: 2 }],
  },
  {
    name: 'activate lost',
    before: 'payment',
    rules: ({ carrierRef }) => [{ fault: 'lost_response', path: 'activate', carrierRef, times: 1 }],
  },
  {
    name: 'activate refused',
    before: 'payment',
    rules: ({ carrierRef }) => [{ fault: 'status', status: 503, path: 'activate', carrierRef, times: 1 }],
  },
];

/** Class A: the end is set, and may be set again. */
export const soracom: Stage = {
  account: 'soracom',
  plan: JAPAN_DAYS[0],
  simulator: createSoracom(KEYS),
  connect: ({ url, fetch, clock }) =>
    soracomCarrier({
      account: async () => ({ ...KEYS, apiUrl: `${url}/v1`, webhookTokens: ['unused'] }),
      clock,
      fetch,
    }),
  newSim: (number) => ({ carrierRef: `89423${padded(number)}`, iccid: iccid(`89811000111${padded(number)}`) }),
  simFacts: (draws) => (draws.happens(INACTIVE_SHARE) ? { status: 'inactive' } : {}),
  mishaps: [
    ...sharedMishaps({ buy: 'set_expiry_time', read: 'get', readNamesSim: true, lagMs: 8 * SECOND_MS }),
    ...own,
  ],
  mayNeedPeople: false,
  tellsRecycled: true,
  counts: 'ends',
  ordersFor: ({ url }) => /\/sims\/(\d+)\/set_expiry_time$/.exec(url.pathname)?.[1],
  endSetBy: ({ body }) => expiry.parse(JSON.parse(body)).expiryTime,
};
