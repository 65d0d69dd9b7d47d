import type { Instant } from '../../domain/values/instant.ts';
import type { CarrierOutcome } from '../carrier.ts';
import type { Exchange } from '../http/exchange.ts';
import type { ApiResult } from './soracom-api.ts';
import { failureOf, MALFORMED } from './soracom-failure.ts';
import { errorCode } from './soracom-reading.ts';
import { isTerminated, type SimReply, simReply } from './soracom-sim.ts';

/** The SIM as it is after a call that changed it, or why there is none. */
export type ChangeResult =
  | { readonly kind: 'changed'; readonly sim: SimReply }
  | Exclude<CarrierOutcome, { kind: 'confirmed' | 'accepted' }>;

/** Statuses of a request that Soracom understood and will never carry out: not this SIM, not in this state. */
const REFUSALS = new Set([400, 404, 409, 410, 422]);
/** Statuses of a request that was turned away at the door, for reasons that pass or that the operator can mend. */
const TURNED_AWAY = new Set([401, 403, 429]);

/**
 * What became of a call that changes a SIM. Only what is certain is `refused` or `not_sent`; a SIM that does not show
 * what `isChanged` looks for is `unknown` under the code `otherwise`.
 */
export const changeResult = (
  result: ApiResult,
  now: Instant,
  { isChanged, otherwise }: { readonly isChanged: (sim: SimReply) => boolean; readonly otherwise: string },
): ChangeResult => {
  switch (result.kind) {
    case 'not_authenticated':
      return { ...result, kind: 'not_sent' };
    case 'not_connected':
      return { kind: 'not_sent', ...failureOf(result, now) };
    case 'no_answer':
      return unknown(result, now);
    case 'answered':
      break;
  }
  const { status, body } = result;
  if (REFUSALS.has(status)) return { kind: 'refused', code: errorCode(result) };
  if (TURNED_AWAY.has(status)) return { kind: 'not_sent', ...failureOf(result, now) };
  if (status !== 200) return unknown(result, now);
  const sim = simReply.safeParse(body);
  if (!sim.success) return { kind: 'unknown', ...MALFORMED };
  if (isTerminated(sim.data)) return { kind: 'refused', code: 'terminated' };
  return isChanged(sim.data) ? { kind: 'changed', sim: sim.data } : { kind: 'unknown', code: otherwise };
};

/** Whatever wait was asked for: the settling time comes first. */
const unknown = (exchange: Exchange, now: Instant): ChangeResult => {
  const { retryAfterMs: _wait, ...failure } = failureOf(exchange, now);
  return { kind: 'unknown', ...failure };
};
