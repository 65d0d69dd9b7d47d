import type { Instant } from '../../domain/values/instant.ts';
import type { CannotAsk } from '../carrier.ts';
import type { Exchange } from '../http/exchange.ts';
import { retryAfterMs } from '../http/retry-after.ts';

/** Why a call has no answer that can be used, and what that says of Soracom as a whole. */
export interface CallFailure {
  readonly code: string;
  readonly trouble?: NonNullable<CannotAsk['trouble']>;
  readonly retryAfterMs?: number;
}

/** Status 200 with something that is not what was promised: it comes from elsewhere, or Soracom is not itself. */
export const MALFORMED: CallFailure = { code: 'malformed_reply', trouble: 'unreachable' };

export const failureOf = (exchange: Exchange, now: Instant): CallFailure => {
  switch (exchange.kind) {
    case 'not_connected':
      // Our own budget is used up: Soracom was not even asked.
      return exchange.code === 'rate_budget'
        ? { code: exchange.code }
        : { code: exchange.code, trouble: 'unreachable' };
    case 'no_answer':
      return { code: exchange.code, trouble: 'unreachable' };
    case 'answered': {
      const wait = retryAfterMs(exchange.retryAfter, now);
      return {
        code: `http_${exchange.status}`,
        ...(isAnswer(exchange.status) ? {} : { trouble: 'unreachable' as const }),
        ...(wait !== undefined && { retryAfterMs: wait }),
      };
    }
  }
};

/** Of the statuses that are no success, those by which Soracom answers this one call; 408 is a time-out. */
const isAnswer = (status: number): boolean => status >= 400 && status < 500 && status !== 408;
