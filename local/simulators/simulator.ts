import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { openRecords, type Records } from './records.ts';

/** What every simulator is given. */
export interface Surroundings {
  /** State that outlives the process. */
  readonly records: Records;
  /** Milliseconds since the epoch on the clock that people can move. */
  readonly now: () => number;
}

/** A simulated system: an HTTP application that speaks the real protocol, and control routes under `/_sim/`. */
export interface Simulator {
  readonly app: Hono;
  /** Stops what it does on its own (deliveries under way). */
  stop?(): void;
}

export interface RunningSimulator {
  /** Without a trailing slash. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a simulator on 127.0.0.1. Port 0 takes a free one. */
export const serveSimulator = async (
  create: (surroundings: Surroundings) => Simulator,
  options: { readonly port: number; readonly recordsFile: string; readonly now: () => number },
): Promise<RunningSimulator> => {
  const records = openRecords(options.recordsFile);
  const simulator = create({ records, now: options.now });
  const { server, port } = await new Promise<{ server: ReturnType<typeof serve>; port: number }>((resolve, reject) => {
    const server = serve({ fetch: simulator.app.fetch, hostname: '127.0.0.1', port: options.port }, (address) =>
      resolve({ server, port: address.port }),
    );
    server.once('error', reject);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        simulator.stop?.();
        server.close(() => {
          records.close();
          resolve();
        });
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
};
