import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { type Accounts, accounts } from '../../local/accounts.ts';
import { type ChildInstance, startChildInstance } from '../../local/child-instance.ts';
import type { Endpoints } from '../../local/ports.ts';
import { openRecords } from '../../local/simulators/records.ts';
import { leaksOf } from './leaks.ts';
import { type World, world } from './world.ts';

/** The whole product on this machine, as `npm start` runs it, with state of its own. */
export interface TestInstance {
  readonly home: string;
  /** Changes with each start. */
  endpoints(): Endpoints;
  /** `kill -9` of the process; what it started must go with it. */
  kill(): Promise<void>;
  /** Like Ctrl-C; answers the exit code. */
  stop(): Promise<number | null>;
  start(): Promise<void>;
  /** What a function printed, one parsed JSON line each. */
  log(functionName: string): readonly Record<string, unknown>[];
  /** Stops it and removes its state. */
  dispose(): Promise<void>;
}

const startTestInstance = async (): Promise<TestInstance> => {
  const home = mkdtempSync(join(tmpdir(), 'keizoku-e2e-'));
  const { settings, instance: first } = await startOnFreePort(home);
  let instance = first;
  return {
    home,
    endpoints: () => instance.endpoints,
    kill: () => instance.kill(),
    stop: () => instance.stop(),
    async start() {
      instance = await startChildInstance(settings);
    },
    log: (functionName) =>
      readFileSync(join(home, 'logs', `${functionName}.log`), 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line)),
    async dispose() {
      await instance.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
};

/** Between looking for a free port and listening on it somebody else may take it. */
const MAX_PORTS = 3;

const startOnFreePort = async (home: string) => {
  for (let tries = 1; ; tries += 1) {
    const settings = { KEIZOKU_HOME: home, PORT: String(await freePort()) };
    try {
      const instance: ChildInstance = await startChildInstance(settings);
      return { settings, instance };
    } catch (error) {
      if (tries === MAX_PORTS || !/in use/.test(String(error))) throw error;
    }
  }
};

const START_WITHIN_MS = 150_000;

/** Starts the product before the tests of a file and takes it and its state away afterwards. */
export const productForTests = (): { readonly product: () => TestInstance; readonly around: World } => {
  let running: TestInstance | undefined;
  const product = (): TestInstance => {
    if (!running) throw new Error('the product has not started');
    return running;
  };
  beforeAll(async () => {
    running = await startTestInstance();
  }, START_WITHIN_MS);
  afterAll(async () => {
    if (!running) return;
    const leaks = leaksOf(running.home, accountsOf(running.home));
    await running.dispose();
    // Whatever the tests of a file did, faults and refusals among it: nobody is named in a log.
    expect(leaks).toEqual([]);
  });
  return { product, around: world(() => product().endpoints()) };
};

export const freePort = async (): Promise<number> => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return (address as { port: number }).port;
};

/** The simulated accounts of an instance, to sign as its payment provider would. */
export const accountsOf = (home: string): Accounts => {
  const records = openRecords(join(home, 'cloud.sqlite'));
  const known = accounts(records);
  records.close();
  return known;
};
