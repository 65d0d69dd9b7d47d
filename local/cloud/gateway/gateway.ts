import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Backend } from './forward.ts';
import { type AwsResponse, awsError, awsRequest } from './signed-request.ts';

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

/** DynamoDB's largest request. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/**
 * The one AWS endpoint of this machine: clients find it through `AWS_ENDPOINT_URL`, and each request goes to the
 * service that it is signed for.
 */
export const startGateway = async (backends: Readonly<Record<string, Backend>>): Promise<RunningServer> => {
  const answer = async (request: IncomingMessage): Promise<AwsResponse> => {
    const body = await readBody(request, MAX_BODY_BYTES);
    if (!body) return awsError(413, 'RequestEntityTooLarge', `more than ${MAX_BODY_BYTES} bytes`);
    const signed = awsRequest(request, body);
    if (!signed) return awsError(403, 'MissingAuthenticationTokenException', 'the request is not signed');
    const backend = Object.hasOwn(backends, signed.service) ? backends[signed.service] : undefined;
    if (!backend) return awsError(400, 'UnknownService', `no service ${signed.service} runs on this machine`);
    return backend(signed);
  };
  return serveOn(0, (request, response) => {
    answer(request)
      .catch((error: unknown) => awsError(500, 'InternalServerError', String(error)))
      .then(({ status, headers, body }) => {
        response.writeHead(status, { ...plain(headers), 'content-length': body.byteLength });
        response.end(body);
      })
      .catch(() => response.destroy());
  });
};

const plain = (headers: AwsResponse['headers']): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'string' ? value : [...value]]],
    ),
  );

/** @returns `undefined` when it is larger than `maxBytes` */
export const readBody = async (request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.byteLength;
    // The rest is read and dropped, so that the sender gets to see the answer.
    if (size <= maxBytes) chunks.push(bytes);
  }
  return size > maxBytes ? undefined : Buffer.concat(chunks);
};

/** Listens on 127.0.0.1 only. Port 0 takes a free one. */
export const serveOn = (
  port: number,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<RunningServer> =>
  new Promise((resolve, reject) => {
    const server = createServer({ keepAliveTimeout: 60_000 }, handle);
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      resolve({
        url: `http://127.0.0.1:${bound}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeIdleConnections();
            server.closeAllConnections();
          }),
      });
    });
  });
