import { randomIccid } from '../../../local/seed/iccids.ts';
import type { SimulatedCarrier, World } from '../world.ts';
import { ACTIVATING, isSimulated, type Line, MINUTE_MS } from './cases.ts';
import type { Fault } from './table.ts';

/** Longer than any adapter waits for one answer, and shorter than its function may take. */
const LATE_MS = 10_000;
const BEYOND_THE_FUNCTION_MS = 70_000;
const STALE_MS = 4 * MINUTE_MS;
const PROCESSING_MS = 10 * MINUTE_MS;

type Rules = (carrier: SimulatedCarrier) => readonly object[];

/** Met by the first call that activates. */
const once =
  (fault: string, settings: object = {}): Rules =>
  (carrier) => [{ fault, ...settings, path: ACTIVATING[carrier], times: 1 }];

const RECORDS: Readonly<Record<SimulatedCarrier, string>> = {
  soracom: 'get',
  airalo: 'packages',
  esimaccess: 'query',
  esimgo: 'bundles',
};

/** In each carrier's own unit, above the most that the plan allows. */
const TOO_DEAR: Readonly<Record<SimulatedCarrier, object>> = {
  soracom: {},
  airalo: { factor: 3 },
  esimaccess: { price: 90_000 },
  esimgo: { price: 9 },
};

/** Rules that concern one SIM alone, so that others are renewed beside it. */
export const RULES = {
  'success, then time-out': once('slow', { delayMs: LATE_MS }),
  "answer slower than the function's limit": once('slow', { delayMs: BEYOND_THE_FUNCTION_MS }),
  'response lost after success': once('lost_response'),
  '500 that succeeded': once('error_after_success'),
  'malformed 200': once('malformed'),
  'HTML 200': once('html'),
  'connection lost before success': once('down'),
  '429 with Retry-After': once('status', { status: 429, retryAfter: '60' }),
  'ten minutes of processing': once('processing', { ms: PROCESSING_MS }),
  'stale record': (carrier) => [{ fault: 'stale', staleMs: STALE_MS, path: RECORDS[carrier] }],
  // Of Soracom's SIM another card stands behind the name; see `strike`.
  'recycled ICCID, when activated': (carrier) => (carrier === 'soracom' ? [] : [{ fault: 'recycled' }]),
  'recycled ICCID, when ordered': () => [{ fault: 'recycled' }],
  'price raised between quote and activation': (carrier) => [{ fault: 'price_change', ...TOO_DEAR[carrier] }],
  'price raised while it is being bought': (carrier) => once('price_change', TOO_DEAR[carrier])(carrier),
} as const satisfies Partial<Record<Fault, Rules>>;

export type OneSimFault = keyof typeof RULES;

/** From now on this happens to the SIM. */
export const strike = async (around: World, { carrier, iccid }: Line, fault: OneSimFault): Promise<void> => {
  if (!isSimulated(carrier)) return;
  const rules = RULES[fault](carrier);
  if (rules.length > 0) await around.carrier(carrier).strike(iccid, ...rules);
  else await around.carrier(carrier).happens(iccid, 'recycle', { iccid: randomIccid() });
};
