import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import * as z from 'zod';

/** Where everything is, for people and programs on this machine: `$KEIZOKU_HOME/endpoints.json`. */
export const endpoints = z.object({
  api: z.string(),
  issuer: z.string(),
  control: z.string(),
  stripe: z.string(),
  paypal: z.string(),
  soracom: z.string(),
  airalo: z.string(),
  esimaccess: z.string(),
  esimgo: z.string(),
  mailbox: z.string(),
  /** Every AWS service, for the SDK's `AWS_ENDPOINT_URL`. */
  aws: z.string(),
  pid: z.number(),
});
export type Endpoints = z.infer<typeof endpoints>;

export const endpointsFile = (home: string): string => join(home, 'endpoints.json');

/** The endpoints of the last start, if there was one. */
export const lastEndpoints = (home: string): Endpoints | undefined => {
  try {
    return endpoints.parse(JSON.parse(readFileSync(endpointsFile(home), 'utf8')));
  } catch {
    return undefined;
  }
};

/**
 * For each URL its port where that is free, so that links which went out before stay good; else any free one. All are
 * held until the last one is found, so no two are the same.
 */
export const choosePorts = async (lastUrls: readonly (string | undefined)[]): Promise<readonly number[]> => {
  const held: Server[] = [];
  const ports: number[] = [];
  for (const lastUrl of lastUrls) {
    const server = (await bind(lastUrl === undefined ? 0 : Number(new URL(lastUrl).port))) ?? (await bind(0));
    const address = server?.address();
    if (!server || typeof address !== 'object' || address === null) throw new Error('no port is free on 127.0.0.1');
    held.push(server);
    ports.push(address.port);
  }
  await Promise.all(held.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
};

const bind = (port: number): Promise<Server | undefined> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
