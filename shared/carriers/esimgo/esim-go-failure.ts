import type { Instant } from '../../domain/values/instant.ts';
import type { CannotAsk, CarrierOutcome } from '../carrier.ts';
import type { Exchange } from '../http/exchange.ts';
import { retryAfterMs } from '../http/retry-after.ts';
import type { ApiResult } from './esim-go-api.ts';
import { meaningOf } from './esim-go-error-message.ts';

type Answer = Extract<Exchange, { kind: 'answered' }>;

/** What a call that did not succeed is certain to have done. Only what is certain is `refused` or `not_sent`. */
export type Failure = Extract<CarrierOutcome, { kind: 'refused' | 'not_sent' | 'unknown' }>;

/** Ours, and no sign of trouble at the carrier. */
const OWN_LIMITS = new Set(['rate_budget', 'no_time_left']);
/** Statuses of a request that eSIM Go read and will not carry out. */
const REFUSALS = new Set([400, 404, 409, 422]);

/** @param result of a call that did not succeed, or whose answer could not be read */
export const failureOf = (result: ApiResult, now: Instant): Failure => {
  switch (result.kind) {
    case 'no_account':
      return { kind: 'not_sent', code: 'account_unreadable' };
    case 'not_connected':
      return OWN_LIMITS.has(result.code)
        ? { kind: 'not_sent', code: result.code }
        : { kind: 'not_sent', code: result.code, trouble: 'unreachable' };
    case 'no_answer':
      return { kind: 'unknown', code: result.code, trouble: 'unreachable' };
    case 'answered':
      return answered(result, now);
  }
};

const answered = (answer: Answer, now: Instant): Failure => {
  const { status, body } = answer;
  const code = `http_${status}`;
  // A success that cannot be read.
  if (status === 200) return { kind: 'unknown', code: 'malformed_reply', trouble: 'unreachable' };
  if (status === 429) return { kind: 'not_sent', code, ...wait(answer, now) };
  if (status === 401 || status === 403) return { kind: 'not_sent', code };
  if (status === 402) return FLOAT_LOW;
  const meaning = meaningOf(body);
  // An announcement turns everything away; any other 503 may come from behind the door.
  if (meaning === 'maintenance' && (status === 503 || REFUSALS.has(status)))
    return { kind: 'not_sent', code: 'maintenance', trouble: 'maintenance', ...wait(answer, now) };
  if (!REFUSALS.has(status) || meaning === undefined) return { kind: 'unknown', code, trouble: 'unreachable' };
  switch (meaning) {
    case 'insufficient_balance':
      return FLOAT_LOW;
    case 'spend_limit':
      return { kind: 'not_sent', code: meaning, trouble: 'float_low' };
    case 'other':
    case 'maintenance':
      return { kind: 'refused', code };
    case 'revoked':
    case 'too_many_bundles':
    case 'incompatible':
    case 'deactivated':
    case 'unknown_sim':
    case 'unknown_bundle':
      return { kind: 'refused', code: meaning };
  }
};

const FLOAT_LOW: Failure = { kind: 'not_sent', code: 'insufficient_balance', trouble: 'float_low' };

const wait = ({ retryAfter }: Answer, now: Instant): { readonly retryAfterMs?: number } => {
  const ms = retryAfterMs(retryAfter, now);
  return ms === undefined ? {} : { retryAfterMs: ms };
};

/** The same where something was only to be read. */
export const cannotAsk = (failure: Failure): CannotAsk => {
  const { code } = failure;
  return failure.kind === 'refused' ? { kind: 'unavailable', code } : { ...failure, kind: 'unavailable' };
};
