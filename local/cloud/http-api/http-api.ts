import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { readBody } from '../gateway/gateway.ts';
import type { InvocationResult } from '../lambda/environment.ts';
import { type HttpAnswer, jsonAnswer, toAnswer, toEvent } from './payload.ts';
import { matchRoute, type Route } from './routes.ts';

export interface HttpApi {
  readonly apiId: string;
  readonly routes: readonly Route<{ readonly functionArn: string }>[];
}

interface Deps {
  readonly accountId: string;
  invoke(functionArn: string, event: unknown): Promise<InvocationResult>;
  now(): number;
}

/** API Gateway takes 10 MB, Lambda 6 MB of JSON: the smaller one counts. */
const MAX_BODY_BYTES = 6 * 1024 * 1024;
/** HTTP APIs wait this long for an integration. */
const TIMEOUT_MS = 30_000;

/** Answers requests as an HTTP API with Lambda proxy integrations does. */
export const serveHttpApi = (api: HttpApi, deps: Deps) => {
  const answer = async (request: IncomingMessage, requestId: string): Promise<HttpAnswer> => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const match = matchRoute(api.routes, request.method ?? 'GET', path);
    if (!match) return jsonAnswer(404, { message: 'Not Found' });
    const body = await readBody(request, MAX_BODY_BYTES);
    if (!body) return jsonAnswer(413, { message: 'Request Entity Too Large' });
    const event = toEvent(request, body, match, {
      apiId: api.apiId,
      accountId: deps.accountId,
      requestId,
      now: deps.now(),
    });
    return limited(deps.invoke(match.route.target.functionArn, event));
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = randomUUID();
    const { status, headers, body } = await answer(request, requestId).catch(() =>
      jsonAnswer(500, { message: 'Internal Server Error' }),
    );
    const lines = Object.entries(headers).map(([name, value]): [string, string | string[]] => [
      name,
      typeof value === 'string' ? value : [...value],
    ]);
    response.writeHead(status, {
      ...Object.fromEntries(lines),
      'apigw-requestid': requestId,
      'content-length': body.byteLength,
    });
    response.end(body);
  };
};

const limited = async (invocation: Promise<InvocationResult>): Promise<HttpAnswer> => {
  const waiting = new AbortController();
  const tooLate = delay(TIMEOUT_MS, undefined, { signal: waiting.signal, ref: false }).catch(() => undefined);
  const result = await Promise.race([invocation, tooLate]);
  waiting.abort();
  if (!result) return jsonAnswer(503, { message: 'Service Unavailable' });
  return result.ok ? toAnswer(result.payload) : jsonAnswer(500, { message: 'Internal Server Error' });
};
