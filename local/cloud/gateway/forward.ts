import { Agent, request as httpRequest } from 'node:http';
import type { AwsRequest, AwsResponse } from './signed-request.ts';

/** Answers a request itself or hands it to the server behind. */
export type Backend = (request: AwsRequest) => Promise<AwsResponse>;

const HOP_BY_HOP = new Set(['connection', 'content-length', 'host', 'keep-alive', 'transfer-encoding']);

/** Hands requests on to another server on this machine and answers what that says. */
export const forwardTo = (url: () => string): Backend => {
  const agent = new Agent({ keepAlive: true });
  return ({ method, path, headers, body }) =>
    new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        new URL(path, url()),
        { method, agent, headers: { ...withoutHops(headers), 'content-length': body.byteLength } },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 502,
              headers: withoutHops(answer.headers),
              body: Buffer.concat(chunks),
            }),
          );
          answer.on('error', reject);
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
};

const withoutHops = <T>(headers: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));
