import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, Hono } from 'hono';
import type { Records } from '../records.ts';
import { ApiError, internal, missing, rateLimited, unauthorized } from './api-error.ts';
import { API_VERSION, type Occasion } from './events.ts';
import type { FaultSwitch } from './faults.ts';
import { type FormValue, parseForm } from './form.ts';

/** One request as an endpoint sees it. */
export interface ApiRequest {
  readonly id: string;
  /** Of the query for a GET, of the body otherwise. */
  readonly parameters: { readonly [key: string]: FormValue };
  /** 24 hexadecimal digits for a new object's id; the same ones whenever the same key comes back. */
  readonly suffix: string;
  readonly occasion: Occasion;
  /** Of the simulator as the caller reached it. */
  readonly origin: string;
}

type Endpoint = (request: ApiRequest, id: string) => Readonly<Record<string, unknown>>;
type Answer = { readonly status: 200 | ApiError['status']; readonly body: unknown };

/** An answer under its idempotency key. */
interface KeptAnswer {
  readonly fingerprint: string;
  readonly answer: Answer;
}

interface ApiDeps {
  readonly records: Records;
  readonly now: () => number;
  readonly faults: FaultSwitch;
  readonly secretKey: string;
}

/**
 * What surrounds every endpoint of Stripe's API: the key, idempotency, failures on demand, the shape of errors
 * (docs.stripe.com/api).
 */
export const apiRoutes = (app: Hono, deps: ApiDeps) => {
  const answerTo = async (c: Context, endpoint: Endpoint, id: string): Promise<Response> => {
    const requestId = `req_${randomBytes(7).toString('hex')}`;
    const key = c.req.method === 'POST' ? c.req.header('idempotency-key') : undefined;
    const text = c.req.method === 'POST' ? await c.req.text() : new URL(c.req.url).search.slice(1);
    const request: ApiRequest = {
      id: requestId,
      parameters: parseForm(text),
      suffix: key ? digest(`${c.req.path}\n${key}`) : randomBytes(12).toString('hex'),
      occasion: { now: Math.floor(deps.now() / 1_000), requestId, idempotencyKey: key },
      origin: new URL(c.req.url).origin,
    };
    const { answer, replayed } = guarded(() => {
      authenticate(c, deps.secretKey);
      const run = (): Answer => carryOut(deps.faults, c.req.method === 'POST', () => endpoint(request, id));
      return key ? once(deps.records, key, digest(`${c.req.path}\n${text}`), run) : { answer: run(), replayed: false };
    });
    if (c.req.method === 'POST' && deps.faults.takeLostAnswer()) return cutOff(c.env);
    c.header('request-id', requestId);
    c.header('stripe-version', c.req.header('stripe-version') ?? API_VERSION);
    if (key) c.header('idempotency-key', key);
    if (replayed) c.header('idempotent-replayed', 'true');
    if (answer.status === 500) c.header('stripe-should-retry', 'false');
    return c.body(JSON.stringify(answer.body), answer.status, { 'content-type': 'application/json' });
  };

  return {
    get: (path: string, endpoint: Endpoint) => app.get(path, (c) => answerTo(c, endpoint, c.req.param('id') ?? '')),
    post: (path: string, endpoint: Endpoint) => app.post(path, (c) => answerTo(c, endpoint, c.req.param('id') ?? '')),
    /** Comes last: whatever no endpoint has taken. */
    unknown: () => app.all('/v1/*', (c) => answerTo(c, () => unknownRoute(c), '')),
  };
};

const cutOff = ({ outgoing }: HttpBindings): Response => {
  outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
};

const unknownRoute = (c: Context): never => {
  throw new ApiError(404, {
    type: 'invalid_request_error',
    message: `Unrecognized request URL (${c.req.method}: ${c.req.path}).`,
  });
};

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 24);

const authenticate = (c: Context, secretKey: string): void => {
  const key = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
  const [given, expected] = [Buffer.from(key), Buffer.from(secretKey)];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw unauthorized(key);
};

/** A failure before the work leaves nothing; one after it loses the answer. */
const carryOut = (faults: FaultSwitch, changes: boolean, work: () => unknown): Answer => {
  const before = faults.takeApiFailure({ afterCommit: false });
  if (before) throw before === 429 ? rateLimited() : internal();
  const body = work();
  const after = changes ? faults.takeApiFailure({ afterCommit: true }) : undefined;
  if (after) throw after === 429 ? rateLimited() : internal();
  return { status: 200, body };
};

const guarded = (run: () => { answer: Answer; replayed: boolean }): { answer: Answer; replayed: boolean } => {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { answer: { status: error.status, body: error.body }, replayed: false };
  }
};

/** The first answer to a key is kept, a 500 too; the key with other parameters is refused. */
const once = (
  records: Records,
  key: string,
  fingerprint: string,
  run: () => Answer,
): { answer: Answer; replayed: boolean } => {
  const kept = records.get<KeptAnswer>('idempotency', key);
  if (kept && kept.fingerprint !== fingerprint)
    throw new ApiError(400, {
      type: 'idempotency_error',
      message: 'Keys for idempotent requests can only be used with the same parameters they were first used with.',
    });
  if (kept) return { answer: kept.answer, replayed: true };
  const keep = (answer: Answer): void => records.put('idempotency', key, { fingerprint, answer } satisfies KeptAnswer);
  try {
    const answer = run();
    keep(answer);
    return { answer, replayed: false };
  } catch (error) {
    if (error instanceof ApiError && error.executed) keep({ status: error.status, body: error.body });
    throw error;
  }
};

/** @throws ApiError `resource_missing` */
export const orMissing = <T>(found: T | undefined, what: string, id: string): T => {
  if (found === undefined) throw missing(what, id);
  return found;
};
