import type * as z from 'zod/mini';
import { Refusal } from '../../errors.ts';

/** The part of `fetch` that is used here; a test passes its own. */
export type PaypalFetch = (
  url: string,
  init: {
    readonly method: 'GET' | 'POST';
    readonly headers: Record<string, string>;
    readonly body?: string;
    readonly redirect: 'error';
    readonly signal: AbortSignal;
  },
) => Promise<{ readonly status: number; text(): Promise<string> }>;

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Record<string, string>;
  readonly body?: string;
}

/** Of one request, its answer's body and its repetition included; API Gateway waits 30 s for a function. */
const REQUEST_TIMEOUT_MS = 8_000;

/**
 * One request, followed nowhere else. It is sent once more when the connection breaks: a kept one may have been closed
 * while the function was frozen, and every POST of ours says under a key what it asks for.
 *
 * @throws Refusal `payment_provider_unavailable` when there is no answer
 */
export const sendForText = async (
  fetch: PaypalFetch,
  url: string,
  request: HttpRequest,
): Promise<{ readonly status: number; readonly text: string }> => {
  const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  const once = async () => {
    const response = await fetch(url, { ...request, redirect: 'error', signal });
    return { status: response.status, text: await response.text() };
  };
  try {
    return await once().catch((error: unknown) => {
      if (signal.aborted) throw error;
      return once();
    });
  } catch (error) {
    throw unavailable('unreachable', error);
  }
};

/** The same for JSON; a body that is none is `undefined`. */
export const send = async (
  fetch: PaypalFetch,
  url: string,
  request: HttpRequest,
): Promise<{ readonly status: number; readonly body: unknown }> => {
  const { status, text } = await sendForText(fetch, url, request);
  return { status, body: parseJson(text) };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** PayPal's own message stays behind: it may name people and cards. */
export const unavailable = (why: string, cause?: unknown): Refusal =>
  new Refusal('payment_provider_unavailable', {}, { cause: new Error(`paypal ${why}`, { cause }) });

/** @throws Refusal `payment_provider_unavailable` when a reply has not the shape that PayPal documents */
export const understood = <T extends z.ZodMiniType>(schema: T, reply: unknown): z.output<T> => {
  const result = schema.safeParse(reply);
  if (result.success) return result.data;
  throw unavailable(`replied unexpectedly: ${result.error.issues.map(({ path }) => path.join('.')).join(', ')}`);
};
