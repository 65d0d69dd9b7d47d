import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { documentedPath, expectDocumented } from '../../documented/documented.ts';

interface Request {
  readonly headers?: Readonly<Record<string, string>>;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly base64?: boolean;
  /** A stage other than `$default` is a prefix of the path. */
  readonly path?: string;
  readonly cookies?: readonly string[];
}

/** An event of an HTTP API, payload 2.0. */
export const httpEvent = (routeKey: string, request: Request = {}): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey,
  rawPath: request.path ?? routeKey.split(' ')[1] ?? '/',
  ...(request.cookies && { cookies: [...request.cookies] }),
  rawQueryString: '',
  headers: { ...request.headers },
  ...(request.parameters && { pathParameters: { ...request.parameters } }),
  ...(request.query && { queryStringParameters: { ...request.query } }),
  requestContext: {
    accountId: '000000000000',
    apiId: 'api',
    domainName: 'api.example.com',
    domainPrefix: 'api',
    http: {
      method: routeKey.split(' ')[0] ?? 'GET',
      path: '/',
      protocol: 'HTTP/1.1',
      sourceIp: '127.0.0.1',
      userAgent: 'test',
    },
    requestId: 'request-1',
    routeKey,
    stage: '$default',
    time: '',
    timeEpoch: 0,
  },
  ...(request.body !== undefined && { body: request.body }),
  isBase64Encoded: request.base64 ?? false,
});

type Handler = (event: APIGatewayProxyEventV2, context: Context) => unknown;

export interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by tests only, as deep as each of them needs
  readonly body: any;
}

export const ask = async (handler: Handler, event: APIGatewayProxyEventV2): Promise<Answer> => {
  const {
    statusCode,
    headers = {},
    body = '',
  } = (await handler(event, {} as Context)) as APIGatewayProxyStructuredResultV2;
  const answer = { status: statusCode, headers, body: body === '' ? undefined : JSON.parse(body) };
  const [method = '', path = ''] = event.routeKey.split(' ', 2);
  // Tests of the chain have routes of their own.
  if (documentedPath(path) !== undefined && statusCode !== undefined)
    expectDocumented(method, path, { ...answer, status: statusCode, header: (name) => headers[name]?.toString() });
  return answer;
};

/** A log that remembers. */
export const memoryLog = () => {
  const entries: { level: string; message: string; facts: unknown }[] = [];
  const keep = (level: string) => (message: string, facts: unknown) => void entries.push({ level, message, facts });
  return { entries, info: keep('info'), warn: keep('warn'), error: keep('error') };
};
