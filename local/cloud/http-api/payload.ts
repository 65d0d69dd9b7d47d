import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import type { RouteMatch } from './routes.ts';

/** Content types whose bodies HTTP APIs hand over as text; everything else comes in base64, form posts included. */
const TEXT = /^(text\/|application\/(json|javascript|xml)\b|application\/[\w.-]+\+(json|xml)\b)/i;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export interface RequestFacts {
  readonly apiId: string;
  readonly accountId: string;
  readonly requestId: string;
  readonly now: number;
}

/** The event that a function gets from an HTTP API (payload format version 2.0). */
export const toEvent = (
  request: IncomingMessage,
  body: Buffer,
  match: RouteMatch<unknown>,
  { apiId, accountId, requestId, now }: RequestFacts,
) => {
  const [rawPath = '/', rawQueryString = ''] = (request.url ?? '/').split(/\?(.*)/s, 2);
  const { cookie, ...others } = request.headers;
  const headers = Object.fromEntries(
    Object.entries(others).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')]),
  );
  const asText = TEXT.test(headers['content-type'] ?? '');
  return {
    version: '2.0',
    routeKey: match.route.key,
    rawPath,
    rawQueryString,
    ...(cookie !== undefined && { cookies: cookie.split(/; */) }),
    headers,
    ...queryOf(rawQueryString),
    ...(Object.keys(match.pathParameters).length > 0 && { pathParameters: match.pathParameters }),
    requestContext: {
      accountId,
      apiId,
      domainName: headers['host'] ?? '',
      domainPrefix: apiId,
      http: {
        method: request.method ?? 'GET',
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: match.route.key,
      stage: '$default',
      time: commonLogTime(new Date(now)),
      timeEpoch: now,
    },
    ...(body.byteLength > 0 && { body: body.toString(asText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.byteLength > 0 && !asText,
  };
};

/** Repeated names are joined by commas. */
const queryOf = (rawQueryString: string) => {
  if (rawQueryString === '') return {};
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(rawQueryString))
    values.set(name, values.has(name) ? `${values.get(name)},${value}` : value);
  return { queryStringParameters: Object.fromEntries(values) };
};

const commonLogTime = (at: Date): string => {
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}`;
  return `${date}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
};

const structured = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** What a function answered; without a status code its whole answer is the JSON body of a 200. */
export const toAnswer = (payload: unknown): HttpAnswer => {
  if (typeof payload !== 'object' || payload === null || !('statusCode' in payload))
    return jsonAnswer(200, payload ?? null);
  const result = structured.safeParse(payload);
  if (!result.success) return jsonAnswer(500, { message: 'Internal Server Error' });
  const { statusCode, headers, cookies, body, isBase64Encoded } = result.data;
  return {
    status: statusCode,
    headers: {
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
      ...(cookies.length > 0 && { 'set-cookie': cookies }),
    },
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
};

export const jsonAnswer = (status: number, value: unknown): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(value)),
});
