import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Endpoints, endpointsFile, lastEndpoints } from '../../local/ports.ts';
import { eventually } from './eventually.ts';

const PROJECT = join(import.meta.dirname, '../..');
const START_WITHIN_MS = 90_000;

/** The whole product on this machine, as `npm start` runs it, with state of its own. */
export interface TestInstance {
  readonly home: string;
  /** Changes with each start. */
  endpoints(): Endpoints;
  /** `kill -9` of the process; what it started must go with it. */
  kill(): Promise<void>;
  /** Ctrl-C; answers the exit code. */
  stop(): Promise<number | null>;
  start(): Promise<void>;
  /** What a function printed, one parsed JSON line each. */
  log(functionName: string): readonly Record<string, unknown>[];
  /** Stops it and removes its state. */
  dispose(): Promise<void>;
}

export const startTestInstance = async (): Promise<TestInstance> => {
  const home = mkdtempSync(join(tmpdir(), 'keizoku-e2e-'));
  const port = await freePort();
  let child: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    const started = run({ PORT: String(port), KEIZOKU_HOME: home });
    child = started.child;
    await eventually('the local cloud has started', START_WITHIN_MS, async () => {
      if (started.child.exitCode !== null) throw new Error(`it ended: ${started.output()}`);
      expectPid(lastEndpoints(home), started.child.pid);
    });
  };
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    return child.exitCode;
  };

  await start();
  return {
    home,
    start,
    endpoints: () => JSON.parse(readFileSync(endpointsFile(home), 'utf8')),
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    log: (functionName) =>
      readFileSync(join(home, 'logs', `${functionName}.log`), 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line)),
    async dispose() {
      await end('SIGTERM');
      rmSync(home, { recursive: true, force: true });
    },
  };
};

/** Runs `local/main.ts` with the given settings, whatever comes of it. */
export const run = (
  settings: Readonly<Record<string, string>>,
  words: readonly string[] = [],
): { readonly child: ChildProcess; readonly output: () => string } => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'local/main.ts', ...words], {
    cwd: PROJECT,
    env: { ...process.env, NODE_OPTIONS: '', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += String(chunk)));
  return { child, output: () => said };
};

const expectPid = (endpoints: Endpoints | undefined, pid: number | undefined): void => {
  if (endpoints?.pid !== pid) throw new Error('its endpoints are not written yet');
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
