/** The raw HTTP request of a fixture in the five shapes in which Lambda may see it. */

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  /** As they were sent; a name may stand twice. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The exact bytes. */
  readonly body_b64: string;
}

export const SHAPES = ['v2', 'v2-base64', 'v1', 'v1-upper', 'v1-lower-base64'] as const;
export type Shape = (typeof SHAPES)[number];

export const lambdaEvent = (shape: Shape, request: RawRequest): unknown => {
  switch (shape) {
    case 'v2':
      return payloadTwo(request, bodyAsText(request));
    case 'v2-base64':
      return payloadTwo(request, bodyAsBase64(request));
    case 'v1':
      return payloadOne(request, canonical, bodyAsText(request));
    case 'v1-upper':
      return payloadOne(request, (name) => name.toUpperCase(), bodyAsText(request));
    case 'v1-lower-base64':
      return payloadOne(request, (name) => name.toLowerCase(), bodyAsBase64(request));
  }
};

interface Body {
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

const bodyAsText = ({ body_b64 }: RawRequest): Body => ({
  body: Buffer.from(body_b64, 'base64').toString('utf8'),
  isBase64Encoded: false,
});
const bodyAsBase64 = ({ body_b64 }: RawRequest): Body => ({ body: body_b64, isBase64Encoded: true });

const canonical = (name: string): string =>
  name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1).toLowerCase())
    .join('-');

const ACCOUNT = { accountId: '123456789012', apiId: 'fixture', requestId: 'fixture-request' };
const SOURCE_IP = '203.0.113.10';

/** An HTTP API's payload 2.0, and a function URL's: a repeated header is joined by commas. */
const payloadTwo = ({ method, path, headers }: RawRequest, body: Body): unknown => {
  const joined: Record<string, string> = {};
  for (const [written, value] of headers) {
    const name = written.toLowerCase();
    joined[name] = name in joined ? `${joined[name]},${value}` : value;
  }
  const http = { method, path, protocol: 'HTTP/1.1', sourceIp: SOURCE_IP, userAgent: joined['user-agent'] ?? '' };
  const routeKey = `POST ${path}`;
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: '',
    headers: joined,
    requestContext: { ...ACCOUNT, domainName: 'pay.example.jp', http, routeKey, stage: '$default', timeEpoch: 0 },
    ...body,
  };
};

/** A REST API's proxy event: of a repeated header, `headers` has the last. */
const payloadOne = ({ method, path, headers }: RawRequest, written: (name: string) => string, body: Body): unknown => {
  const last: Record<string, string> = {};
  const all: Record<string, string[]> = {};
  for (const [given, value] of headers) {
    const name = written(given);
    last[name] = value;
    all[name] = [...(all[name] ?? []), value];
  }
  return {
    resource: '/webhooks/{provider}',
    path,
    httpMethod: method,
    headers: last,
    multiValueHeaders: all,
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: { provider: path.split('/').at(-1) },
    stageVariables: null,
    requestContext: {
      ...ACCOUNT,
      httpMethod: method,
      path: `/prod${path}`,
      stage: 'prod',
      identity: { sourceIp: SOURCE_IP },
    },
    ...body,
  };
};
