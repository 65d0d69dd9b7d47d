import * as z from 'zod/mini';
import type { Instant } from '../../domain/values/instant.ts';
import type { CannotAsk } from '../carrier.ts';
import type { Exchange } from '../http/exchange.ts';
import { retryAfterMs } from '../http/retry-after.ts';

type Failure = Omit<CannotAsk, 'kind'>;
type Answer = Extract<Exchange, { kind: 'answered' }>;

/** What came of one call, as certain as it is. */
export type Reading =
  | { readonly kind: 'body'; readonly body: unknown }
  /** The API knows no such thing. */
  | { readonly kind: 'absent' }
  /** One of the codes of the page "Error handling". */
  | { readonly kind: 'error'; readonly error: number }
  /** A parameter is not accepted; its name. */
  | { readonly kind: 'field'; readonly field: string }
  /** Turned away at the door, or never sent: certainly not carried out. */
  | ({ readonly kind: 'not_sent' } & Failure)
  /** It was sent, and there is no answer that the API documents. */
  | ({ readonly kind: 'failed' } & Failure);

/** Statuses of a request that was turned away for reasons that pass or that the brand can mend (its list of addresses). */
const TURNED_AWAY = new Set([401, 403, 429]);
/** Our own limits stopped the call: they say nothing about Airalo. */
const OWN_LIMITS = new Set(['rate_budget', 'no_time_left']);

export const reading = (answer: Exchange, now: Instant): Reading => {
  switch (answer.kind) {
    case 'not_connected':
      return OWN_LIMITS.has(answer.code)
        ? { kind: 'not_sent', code: answer.code }
        : { kind: 'not_sent', code: answer.code, trouble: 'unreachable' };
    case 'no_answer':
      return failed(answer.code);
    case 'answered':
      return answered(answer, now);
  }
};

const failed = (code: string): Reading => ({ kind: 'failed', code, trouble: 'unreachable' });

const answered = (answer: Answer, now: Instant): Reading => {
  const { status, body } = answer;
  if (TURNED_AWAY.has(status)) {
    const wait = retryAfterMs(answer.retryAfter, now);
    return { kind: 'not_sent', code: `http_${status}`, ...(wait !== undefined && { retryAfterMs: wait }) };
  }
  switch (status) {
    case 200:
      return body === undefined ? failed('malformed_reply') : (numbered(body) ?? { kind: 'body', body });
    case 404:
      // A page of something on the way is no proof that the API knows nothing.
      return emptyReply.safeParse(body).success ? { kind: 'absent' } : failed('http_404');
    case 422:
      return numbered(body) ?? field(body) ?? failed('http_422');
    default:
      return failed(`http_${status}`);
  }
};

const emptyReply = z.object({ data: z.array(z.unknown()), meta: z.object({ message: z.string() }) });
const numberedReply = z.object({ code: z.int().check(z.gte(1), z.lte(9_999)), reason: z.string() });
const fieldReply = z.object({
  data: z.record(z.string().check(z.regex(/^[a-z0-9_.]{1,16}$/)), z.unknown()),
  meta: z.object({ message: z.string() }),
});

/** `{ code, reason }`, with status 422; one example of the documentation shows it among those of status 200. */
const numbered = (body: unknown): Reading | undefined => {
  const read = numberedReply.safeParse(body);
  return read.success ? { kind: 'error', error: read.data.code } : undefined;
};

/** `{ data: { field: message } }`: the first field that is not accepted. */
const field = (body: unknown): Reading | undefined => {
  const [name] = Object.keys(fieldReply.safeParse(body).data?.data ?? {});
  return name === undefined ? undefined : { kind: 'field', field: name };
};
