import { setTimeout as sleep } from 'node:timers/promises';
import type { SendOutcome } from './messenger.ts';

/**
 * What outcomes follow from in an error that a service answered. Its `message` may repeat an address: it is neither
 * read nor passed on.
 */
interface ServiceError extends Error {
  readonly $fault: 'client' | 'server';
  readonly $metadata: { readonly httpStatusCode?: number | undefined };
}

export type Pause = (ms: number) => Promise<unknown>;

/** Left out, these are what production uses. */
export interface Timing {
  /** From the first byte of a request to the last one of its answer, connecting included. */
  readonly requestTimeoutMs?: number;
  readonly pause?: Pause;
}

interface Attempt<E extends ServiceError> {
  /** One request by a client made with {@link SENDING_CLIENT}; it ends when the signal says so. */
  readonly send: (options: {
    readonly abortSignal: AbortSignal;
  }) => Promise<{ readonly MessageId?: string | undefined }>;
  /** Whether the service itself answered this, as far as the SDK could read it. */
  readonly isServiceError: (error: unknown) => error is E;
  readonly refusalCode: (error: E) => string;
  readonly timing: Timing;
}

/**
 * For every client that sends. Nothing is repeated behind our back, and every message has a connection of its own: one
 * that the other side closed while the function was frozen is noticed only after a request went into it, and then
 * nobody knows what became of the message.
 */
export const SENDING_CLIENT = {
  maxAttempts: 1,
  requestHandler: { httpAgent: { keepAlive: false }, httpsAgent: { keepAlive: false } },
};

/** The services answer in well under a second; the message is claimed meanwhile. */
const REQUEST_TIMEOUT_MS = 5_000;

/** After answers that prove that nothing was sent. With five seconds a request all of it ends within 25 seconds. */
const PAUSES_MS = [250, 1_000, 3_000] as const;

/** Many senders are throttled together: between half and all of the pause, so that they do not return together. */
const pauseAbout: Pause = (ms) => sleep(ms * (0.5 + Math.random() / 2));

type Verdict = SendOutcome | { readonly kind: 'not_sent'; readonly code: string };

/**
 * The one send of a claimed message. The claim is gone, so whoever gives up here loses the message, and whoever
 * repeats after an unclear answer may send it twice. Therefore: an answer that proves that nothing was sent and
 * that another moment may be better (throttled, no connection) is tried again a few times, here, under the same
 * claim; when that does not help it is `rejected`, which is certain and visible as failed. Nothing else is repeated.
 */
export const attemptSend = async <E extends ServiceError>(attempt: Attempt<E>): Promise<SendOutcome> => {
  const { pause = pauseAbout } = attempt.timing;
  for (const pauseMs of PAUSES_MS) {
    const verdict = await tryOnce(attempt);
    if (verdict.kind !== 'not_sent') return verdict;
    await pause(pauseMs);
  }
  const last = await tryOnce(attempt);
  return last.kind === 'not_sent' ? { kind: 'rejected', code: last.code } : last;
};

const tryOnce = async <E extends ServiceError>({
  send,
  isServiceError,
  refusalCode,
  timing: { requestTimeoutMs = REQUEST_TIMEOUT_MS },
}: Attempt<E>): Promise<Verdict> => {
  const abortSignal = AbortSignal.timeout(requestTimeoutMs);
  try {
    const { MessageId: messageId } = await send({ abortSignal });
    return messageId ? { kind: 'accepted', messageId } : { kind: 'unknown', code: 'answer_incomplete' };
  } catch (error) {
    if (isServiceError(error)) return verdictOf(error, refusalCode);
    if (neverConnected(error)) return { kind: 'not_sent', code: 'unreachable' };
    return { kind: 'unknown', code: abortSignal.aborted ? 'timeout' : 'no_answer' };
  }
};

const verdictOf = <E extends ServiceError>(error: E, refusalCode: (error: E) => string): Verdict => {
  const { httpStatusCode: status = error.$fault === 'server' ? 500 : 400 } = error.$metadata;
  if (status === 429 || THROTTLING.has(error.name)) return { kind: 'not_sent', code: 'throttled' };
  // What is not a refusal (a redirect, a time-out on their side, an outage) says nothing of what was done before it.
  if (status < 400 || status === 408 || status >= 500) return { kind: 'unknown', code: 'service_failed' };
  if (status === 401 || status === 403) return { kind: 'rejected', code: 'access_denied' };
  return { kind: 'rejected', code: refusalCode(error) };
};

/** The names under which AWS services say it, whatever the status (SDK developer guide, "Retry behavior"). */
const THROTTLING: ReadonlySet<string> = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
]);

/** Only while a connection is being made: no byte of the request has left. */
const CONNECTING: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

const neverConnected = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && CONNECTING.has(error.code);
