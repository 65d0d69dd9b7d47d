import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, Hono } from 'hono';
import { ApiError, internal, missing, rateLimited, unauthorized } from './api-error.ts';
import type { FaultSwitch } from './faults.ts';
import type { Tokens } from './tokens.ts';

/** One request as an endpoint sees it. */
export interface ApiRequest {
  /** Parsed; `undefined` without one, or when it is no JSON. */
  readonly body: unknown;
  /** The exact text of the body. */
  readonly text: string;
  readonly query: Readonly<Record<string, string>>;
  /** `PayPal-Request-Id`. */
  readonly requestId: string | undefined;
  readonly at: number;
  /** Of the simulator as the caller reached it. */
  readonly origin: string;
}

interface Answer {
  readonly status?: 200 | 201;
  readonly body: Readonly<Record<string, unknown>>;
}
type Endpoint = (request: ApiRequest, id: string) => Answer;

interface ApiDeps {
  readonly tokens: Tokens;
  readonly faults: FaultSwitch;
  readonly now: () => number;
}

/** What surrounds every endpoint: the token, failures on demand, the shape of errors (developer.paypal.com/api/rest). */
export const apiRoutes = (app: Hono, { tokens, faults, now }: ApiDeps) => {
  const answerTo = async (c: Context, endpoint: Endpoint, changes: boolean): Promise<Response> => {
    const text = c.req.method === 'POST' ? await c.req.text() : '';
    const request: ApiRequest = {
      text,
      body: jsonIn(text),
      query: c.req.query(),
      requestId: c.req.header('paypal-request-id'),
      at: now(),
      origin: new URL(c.req.url).origin,
    };
    const { status, body } = answered(() => {
      if (!tokens.isValid(c.req.header('authorization'))) throw unauthorized();
      return carryOut(faults, changes, () => endpoint(request, c.req.param('id') ?? ''));
    });
    if (changes && faults.takeLostAnswer()) return cutOff(c.env);
    return c.json(body, status);
  };
  return {
    get: (path: string, endpoint: Endpoint) => app.get(path, (c) => answerTo(c, endpoint, false)),
    post: (path: string, endpoint: Endpoint, { changes = true }: { readonly changes?: boolean } = {}) =>
      app.post(path, (c) => answerTo(c, endpoint, changes)),
    /** Comes last: whatever no endpoint has taken. */
    unknown: () => {
      const none: Endpoint = () => {
        throw missing();
      };
      app.all('/v1/*', (c) => answerTo(c, none, false));
      app.all('/v2/*', (c) => answerTo(c, none, false));
    },
  };
};

const answered = (work: () => Answer): { readonly status: 200 | 201 | ApiError['status']; readonly body: object } => {
  try {
    return { status: 200, ...work() };
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
};

const cutOff = ({ outgoing }: HttpBindings): Response => {
  outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
};

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A failure before the work leaves nothing; one after it loses the answer. */
const carryOut = (faults: FaultSwitch, changes: boolean, work: () => Answer): Answer => {
  const before = faults.takeApiFailure({ afterCommit: false });
  if (before) throw before === 429 ? rateLimited() : internal();
  const answer = work();
  const after = changes ? faults.takeApiFailure({ afterCommit: true }) : undefined;
  if (after) throw after === 429 ? rateLimited() : internal();
  return answer;
};
