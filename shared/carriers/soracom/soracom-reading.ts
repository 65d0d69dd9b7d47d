import * as z from 'zod/mini';
import type { Iccid } from '../../domain/values/iccid.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { CannotAsk, CarrierLookUp, CarrierRecord, Confirmed } from '../carrier.ts';
import type { ApiResult } from './soracom-api.ts';
import { failureOf, MALFORMED } from './soracom-failure.ts';
import {
  changeReference,
  endsAt,
  isOtherCard,
  isTerminated,
  isWorking,
  type SimReply,
  simReply,
} from './soracom-sim.ts';

/** What `GET /sims/{sim_id}` has told. */
export type SimReading =
  | { readonly kind: 'sim'; readonly sim: SimReply }
  /** The SIM by that name has other profiles than the line's card. */
  | { readonly kind: 'recycled' }
  | { readonly kind: 'absent'; readonly code: string }
  | CannotAsk;

const NO_SUCH_SIM = new Set([404, 410]);

export const simReading = (result: ApiResult, iccid: Iccid, now: Instant): SimReading => {
  if (result.kind === 'not_authenticated') return { ...result, kind: 'unavailable' };
  if (result.kind !== 'answered') return { kind: 'unavailable', ...failureOf(result, now) };
  if (NO_SUCH_SIM.has(result.status)) return { kind: 'absent', code: errorCode(result) };
  if (result.status !== 200) return { kind: 'unavailable', ...failureOf(result, now) };
  const sim = simReply.safeParse(result.body);
  if (!sim.success) return { kind: 'unavailable', ...MALFORMED };
  return isOtherCard(sim.data, iccid) ? { kind: 'recycled' } : { kind: 'sim', sim: sim.data };
};

const errorReply = z.object({ code: z.string().check(z.regex(/^[A-Za-z0-9_.]{1,20}$/)) });

/** Soracom's errors are `{ code, message }`, the code like `SEM0001`; it publishes no list of them. */
export const errorCode = ({ status, body }: { readonly status: number; readonly body: unknown }): string => {
  const error = errorReply.safeParse(body);
  return error.success ? error.data.code.toLowerCase() : `http_${status}`;
};

/**
 * What the SIM's record says of one change. Only a SIM that shows exactly this end, and works, confirms: while the
 * line's fence is held nobody sets another one, so any other end means that the call has not been carried out, or not
 * yet; one that shows it and does not work has still to be activated. Another card's SIM does not show our change,
 * whatever end it has.
 */
export const lookUpOutcome = (reading: SimReading, targetEnd: Instant, now: Instant): CarrierLookUp => {
  switch (reading.kind) {
    case 'sim':
      if (!endsAt(reading.sim, targetEnd) || isTerminated(reading.sim)) return { kind: 'absent' };
      return isWorking(reading.sim) ? confirmed(reading.sim, now) : { kind: 'absent', inPart: true };
    case 'recycled':
    case 'absent':
      return { kind: 'absent' };
    case 'unavailable':
      return reading;
  }
};

export const recordOutcome = (reading: SimReading, now: Instant): CarrierRecord => {
  switch (reading.kind) {
    case 'sim':
      return { kind: 'record', periods: [], readAt: now, ...shownEnd(reading.sim) };
    case 'recycled':
    case 'unavailable':
      return reading;
    case 'absent':
      return { kind: 'absent' };
  }
};

export const confirmed = (sim: SimReply, now: Instant): Confirmed => ({
  kind: 'confirmed',
  reference: changeReference(sim),
  confirmedAt: now,
  ...shownEnd(sim),
});

const shownEnd = ({ expiryTime }: SimReply): { readonly endsAt?: Instant } =>
  typeof expiryTime === 'number' ? { endsAt: expiryTime } : {};
