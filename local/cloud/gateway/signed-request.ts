import type { IncomingMessage } from 'node:http';

/** What the gateway knows of a request before it goes on. */
export interface AwsRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** The service name that the request is signed for (SigV4 credential scope). */
  readonly service: string;
  readonly accessKeyId: string;
  /** From `X-Amz-Target`, or the path where a service has none. */
  readonly operation: string;
}

export interface AwsResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

const CREDENTIAL = /Credential=([^/]+)\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/;

/** @returns `undefined` when the request is not signed with Signature Version 4 */
export const awsRequest = (request: IncomingMessage, body: Buffer): AwsRequest | undefined => {
  const [, accessKeyId, service] = CREDENTIAL.exec(request.headers.authorization ?? '') ?? [];
  if (accessKeyId === undefined || service === undefined) return undefined;
  const target = request.headers['x-amz-target'];
  const path = request.url ?? '/';
  return {
    method: request.method ?? 'GET',
    path,
    headers: request.headers,
    body,
    service,
    accessKeyId,
    operation: typeof target === 'string' ? target.slice(target.lastIndexOf('.') + 1) : queryAction(body, path),
  };
};

/** The query protocol (SNS) names its action in the form body. */
const queryAction = (body: Buffer, path: string): string =>
  /(?:^|&)Action=(\w+)/.exec(body.subarray(0, 4_096).toString('latin1'))?.[1] ?? path.split('?', 1)[0] ?? '/';

export const jsonResponse = (
  status: number,
  value: unknown,
  contentType = 'application/x-amz-json-1.1',
): AwsResponse => ({
  status,
  headers: { 'content-type': contentType },
  body: Buffer.from(JSON.stringify(value)),
});

/** An error in the shape that the SDK's JSON protocols read. */
export const awsError = (status: number, type: string, message: string): AwsResponse =>
  jsonResponse(status, { __type: type, message });
