import * as z from 'zod/mini';
import type { RateBudget } from '../shared-state.ts';
import { readBody } from './body.ts';
import { parseExactJson } from './exact-json.ts';

/** A list of a hundred orders takes about 100 KiB; what is much larger comes from something else. */
const MAX_REPLY_BYTES = 512 * 1024;

/** One HTTP request and what came of it. Nothing is thrown. */
export type Exchange =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly retryAfter: string | null;
      /** `undefined` when it is not JSON. Integers beyond double precision are texts. */
      readonly body: unknown;
    }
  /** No connection came about, so nothing was sent. */
  | { readonly kind: 'not_connected'; readonly code: string }
  /** It was sent, or may have been, and no whole answer came back. */
  | { readonly kind: 'no_answer'; readonly code: string };

export type RequestBody =
  | { readonly json: unknown }
  /** JSON as it was signed. */
  | { readonly signedJson: string }
  /** `multipart/form-data` or `application/x-www-form-urlencoded`. */
  | { readonly form: FormData | URLSearchParams };

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: RequestBody;
  /** Shared by all workers of the account; a request that finds nothing left in it is not made. */
  readonly budget?: RateBudget | undefined;
}

/**
 * Every request has a connection of its own. One that was kept open while the function slept may be dead, and a POST
 * that is lost on it has an unclear outcome, which costs the traveller half a minute; a new one costs a handshake.
 */
export const exchange = async (send: typeof fetch, request: ApiRequest, signal: AbortSignal): Promise<Exchange> => {
  const { method, url, headers, body, budget } = request;
  const code = await spend(budget);
  if (code) return { kind: 'not_connected', code };
  try {
    const { contentType, ...encoded } = encode(body);
    const response = await send(url, {
      method,
      headers: { accept: 'application/json', ...contentType, connection: 'close', ...headers },
      ...encoded,
      // A redirection would carry the token to wherever it points.
      redirect: 'manual',
      signal,
    });
    const text = await readBody(response, MAX_REPLY_BYTES);
    if (text === undefined) return { kind: 'no_answer', code: 'reply_too_large' };
    return {
      kind: 'answered',
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      body: parseJson(text),
    };
  } catch (error) {
    return failure(error);
  }
};

/** Why the request may not be made: nothing is sent that nobody has counted. */
const spend = async (budget: RateBudget | undefined): Promise<'rate_budget' | 'budget_failed' | undefined> => {
  try {
    return !budget || (await budget.take()) ? undefined : 'rate_budget';
  } catch {
    return 'budget_failed';
  }
};

interface Encoded {
  /** Absent where `fetch` writes it by itself. */
  readonly contentType?: { readonly 'content-type': string };
  readonly body?: string | FormData | URLSearchParams;
}

const encode = (body: RequestBody | undefined): Encoded => {
  const contentType = { 'content-type': 'application/json' };
  if (body === undefined) return {};
  if ('form' in body) return { body: body.form };
  return { contentType, body: 'json' in body ? JSON.stringify(body.json) : body.signedJson };
};

/** Undici's and Node's codes of what can only happen before a request is written. Any other code proves nothing. */
const BEFORE_SENDING: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'conn_refused'],
  ['ENOTFOUND', 'name_not_found'],
  ['EAI_AGAIN', 'name_not_found'],
  ['UND_ERR_CONNECT_TIMEOUT', 'connect_timeout'],
  ['CERT_HAS_EXPIRED', 'bad_certificate'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'bad_certificate'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'bad_certificate'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'bad_certificate'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'bad_certificate'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'bad_certificate'],
]);

/** Read by shape: an error of another realm is no `Error` here. */
const aborted = z.object({ name: z.enum(['TimeoutError', 'AbortError']) });
const networkError = z.object({ cause: z.object({ code: z.string() }) });

const failure = (error: unknown): Exchange => {
  if (aborted.safeParse(error).success) return { kind: 'no_answer', code: 'timeout' };
  const read = networkError.safeParse(error);
  const code = read.success ? BEFORE_SENDING.get(read.data.cause.code) : undefined;
  return code ? { kind: 'not_connected', code } : { kind: 'no_answer', code: 'conn_lost' };
};

const parseJson = (text: string): unknown => {
  try {
    return parseExactJson(text);
  } catch {
    return undefined;
  }
};
