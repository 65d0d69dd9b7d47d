import * as z from 'zod/mini';
import type { Instant } from '../../domain/values/instant.ts';
import type { CannotAsk, CarrierOutcome } from '../carrier.ts';
import type { Exchange } from '../http/exchange.ts';
import { retryAfterMs } from '../http/retry-after.ts';

type Answer = Extract<Exchange, { kind: 'answered' }>;
export type Refused = Extract<CarrierOutcome, { kind: 'refused' }>;
type NotSent = Extract<CarrierOutcome, { kind: 'not_sent' }>;
type Unknown = Extract<CarrierOutcome, { kind: 'unknown' }>;
export type Failed = Refused | NotSent | Unknown;

/** What a reply holds, or what is certain about a request that brought none. */
export type Reply<T> = { readonly kind: 'ok'; readonly value: T } | Failed;

/** Every reply is `{success, errorCode, errorMsg, obj}`; the tables say that `success` is a text, the examples show none. */
const envelope = z.object({
  success: z.union([z.boolean(), z.enum(['true', 'false'])]),
  errorCode: z.nullish(z.string()),
  obj: z.optional(z.unknown()),
});

/** Of what failed on our side, so that it says nothing about the carrier. */
const OURS = new Set(['account_unreadable', 'no_time_left', 'rate_budget']);
const RATE_BUDGET_WAIT_MS = 1_000;

/** `T` is what `obj` holds when the request was carried out. Errors are told with status 200 (seen in live replies). */
export const readReply = <T>(result: Exchange, obj: z.ZodMiniType<T>, now: Instant): Reply<T> => {
  switch (result.kind) {
    case 'not_connected': {
      const { code } = result;
      const wait = code === 'rate_budget' ? { retryAfterMs: RATE_BUDGET_WAIT_MS } : {};
      return { kind: 'not_sent', code, ...wait, ...(!OURS.has(code) && { trouble: 'unreachable' }) };
    }
    case 'no_answer':
      return unreachable(result.code);
    case 'answered':
      return answered(result, obj, now);
  }
};

const unreachable = (code: string): Unknown => ({ kind: 'unknown', code, trouble: 'unreachable' });

const answered = <T>({ status, body, retryAfter }: Answer, obj: z.ZodMiniType<T>, now: Instant): Reply<T> => {
  if (status === 429) {
    const wait = retryAfterMs(retryAfter, now);
    return { kind: 'not_sent', code: 'http_429', ...(wait !== undefined && { retryAfterMs: wait }) };
  }
  // Nothing but 200 is documented: what a server or something on the way has done with other statuses, nobody says.
  if (status !== 200 && (status < 400 || status > 499)) return unreachable(`http_${status}`);
  const read = envelope.safeParse(body);
  if (!read.success) return withoutEnvelope(status);
  if (String(read.data.success) === 'false') return failed(read.data.errorCode ?? '');
  if (status !== 200) return unreachable(`http_${status}`);
  const held = obj.safeParse(read.data.obj);
  return held.success ? { kind: 'ok', value: held.data } : unreachable('malformed_reply');
};

/** Turned away at the door by status alone, or an answer of something else. */
const withoutEnvelope = (status: number): Failed => {
  if (status === 401 || status === 403) return { kind: 'not_sent', code: `http_${status}` };
  return unreachable(status === 200 ? 'malformed_reply' : `http_${status}`);
};

/** The request itself is wrong (0001xx), the SIM's status does not allow it, or "order parameters error". */
const REFUSALS = new Set(['000104', '000105', '000106', '000107', '200002', '200008']);
/**
 * All published codes of this family say that something named in the request does not exist: the package, the ICCID in
 * the order. Live replies have others of it as well (310242, 310409).
 */
const NAMES_NOTHING = /^310\d{3}$/;

/** Certainly not carried out, for reasons that pass or that the brand can mend ("Error Codes"). */
const TURNED_AWAY: ReadonlyMap<string, Pick<NotSent, 'retryAfterMs' | 'trouble'>> = new Map([
  ['000101', {}], // A header is missing,
  ['000102', {}], // or wrong;
  ['000103', {}], // not this method.
  ['101001', {}], // Our clock is off,
  ['101002', {}], // our address is blocked,
  ['101003', {}], // or the signature is wrong.
  ['200005', {}], // Another price than the one that was named:
  ['200006', {}], // it has changed since it was listed.
  ['200007', { trouble: 'float_low' }],
  // The SIM is still being made, which takes up to 30 seconds. The top-up is not kept for it.
  ['200010', { retryAfterMs: 30_000 }],
  ['200011', {}], // Out of stock.
  // How long "busy" lasts is not said.
  ['900001', { retryAfterMs: 10_000 }],
]);

const SERVER_ERROR = '000001';

const failed = (errorCode: string): Failed => {
  const code = shown(errorCode);
  if (REFUSALS.has(errorCode) || NAMES_NOTHING.test(errorCode)) return { kind: 'refused', code };
  const turnedAway = TURNED_AWAY.get(errorCode);
  if (turnedAway) return { kind: 'not_sent', code, ...turnedAway };
  return errorCode === SERVER_ERROR ? unreachable(code) : { kind: 'unknown', code };
};

const shown = (errorCode: string): string => (/^\d{6}$/.test(errorCode) ? `ea_${errorCode}` : 'ea_other');

/** Whether a SIM or package that was asked for is not there. */
export const namesNothing = ({ code }: Refused): boolean => NAMES_NOTHING.test(code.replace('ea_', ''));

/** A question that brought no answer. */
export const cannotAsk = (failed: Failed): CannotAsk => {
  const { kind: _kind, ...failure } = failed.kind === 'refused' ? { kind: failed.kind, code: failed.code } : failed;
  return { kind: 'unavailable', ...failure };
};

const SIGNATURE_MISMATCH = '101003';

/** Turned away because of the key. */
export const isSignatureRefused = (result: Exchange): boolean =>
  result.kind === 'answered' &&
  (result.status === 401 || envelope.safeParse(result.body).data?.errorCode === SIGNATURE_MISMATCH);
