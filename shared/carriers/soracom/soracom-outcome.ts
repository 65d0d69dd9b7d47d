import * as z from 'zod/mini';
import { type Instant, instant } from '../../domain/values/instant.ts';
import type { CarrierLookUp, CarrierOutcome, CarrierRecord, Confirmed } from '../carrier.ts';
import type { Exchange } from '../http/exchange.ts';
import { retryAfterMs } from '../http/retry-after.ts';
import type { ApiResult } from './soracom-api.ts';
import { changeReference, endsAt, isWorking, type SimReply, simReply } from './soracom-sim.ts';

type Answer = Extract<Exchange, { kind: 'answered' }>;
type Failure = Exclude<CarrierOutcome, { kind: 'confirmed' | 'accepted' }>;

/** A SIM that shows the end, or why there is none. */
export type SettingResult = { readonly kind: 'set'; readonly sim: SimReply } | Failure;

/** Statuses of a request that Soracom understood and will never carry out: not this SIM, not in this state. */
const REFUSALS = new Set([400, 404, 409, 410, 422]);
/** Statuses of a request that was turned away at the door, for reasons that pass or that the operator can mend. */
const TURNED_AWAY = new Set([401, 403, 429]);

/** What became of a call that sets the end. Only what is certain is `refused` or `not_sent`. */
export const settingOutcome = (result: ApiResult, targetEnd: Instant, now: Instant): SettingResult => {
  switch (result.kind) {
    case 'not_authenticated':
      return { ...result, kind: 'not_sent' };
    case 'not_connected':
      return { kind: 'not_sent', code: result.code };
    case 'no_answer':
      return { kind: 'unknown', code: result.code };
    case 'answered':
      return answered(result, targetEnd, now);
  }
};

const answered = (answer: Answer, targetEnd: Instant, now: Instant): SettingResult => {
  const { status } = answer;
  if (REFUSALS.has(status)) return { kind: 'refused', code: errorCode(answer) };
  if (TURNED_AWAY.has(status)) {
    const wait = retryAfterMs(answer.retryAfter, now);
    return { kind: 'not_sent', code: `http_${status}`, ...(wait !== undefined && { retryAfterMs: wait }) };
  }
  if (status !== 200) return { kind: 'unknown', code: `http_${status}` };
  const sim = simReply.safeParse(answer.body);
  if (!sim.success) return { kind: 'unknown', code: 'malformed_reply' };
  // A SIM that is given up for good never works again, whatever end it shows.
  if (sim.data.status === 'terminated') return { kind: 'refused', code: 'terminated' };
  return endsAt(sim.data, targetEnd) ? { kind: 'set', sim: sim.data } : { kind: 'unknown', code: 'other_end' };
};

const errorReply = z.object({ code: z.string().check(z.regex(/^[A-Za-z0-9_.]{1,20}$/)) });

/** Soracom's errors are `{ code, message }`, the code like `SEM0001`; it publishes no list of them. */
const errorCode = ({ status, body }: Answer): string => {
  const error = errorReply.safeParse(body);
  return error.success ? error.data.code.toLowerCase() : `http_${status}`;
};

/**
 * What the SIM's record says. Only a SIM that shows exactly this end, and works, confirms: while the line's fence is
 * held nobody sets another one, so any other end means that the call has not been carried out, or not yet.
 */
export const lookUpOutcome = (result: ApiResult, targetEnd: Instant, now: Instant): CarrierLookUp => {
  if (result.kind !== 'answered') return { kind: 'unavailable', code: result.code };
  const { status, body } = result;
  if (status === 404) return { kind: 'absent' };
  if (status !== 200) return { kind: 'unavailable', code: `http_${status}` };
  const sim = simReply.safeParse(body);
  if (!sim.success) return { kind: 'unavailable', code: 'malformed_reply' };
  return endsAt(sim.data, targetEnd) && isWorking(sim.data) ? confirmed(sim.data, now) : { kind: 'absent' };
};

export const confirmed = (sim: SimReply, now: Instant): Confirmed => ({
  kind: 'confirmed',
  reference: changeReference(sim),
  confirmedAt: now,
});

export const recordOutcome = (result: ApiResult, now: Instant): CarrierRecord => {
  if (result.kind !== 'answered') return { kind: 'unavailable', code: result.code };
  const { status, body } = result;
  if (status === 404) return { kind: 'absent' };
  if (status !== 200) return { kind: 'unavailable', code: `http_${status}` };
  const sim = simReply.safeParse(body);
  if (!sim.success) return { kind: 'unavailable', code: 'malformed_reply' };
  const { expiryTime } = sim.data;
  return {
    kind: 'record',
    periods: [],
    readAt: now,
    ...(typeof expiryTime === 'number' && { endsAt: instant(expiryTime) }),
  };
};
