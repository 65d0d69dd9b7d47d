import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Endpoints, lastEndpoints } from '../ports.ts';
import { StepFailed } from './failure.ts';
import { waitFor } from './wait-for.ts';

const PROJECT = join(import.meta.dirname, '../..');
const START_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 30_000;
const HEALTH_TIMEOUT_MS = 2_000;
/** So much of what it said last is shown when it does not start. */
const MAX_SHOWN = 2_000;

/** An instance that runs; only one that was started here may be killed, and is stopped at the end. */
export type Instance = { readonly endpoints: Endpoints } & (
  | { readonly startedHere: false }
  | {
      readonly startedHere: true;
      /** `kill -9`, then the same start again on the same state. */
      killAndStartAgain(): Promise<Endpoints>;
      stop(): Promise<void>;
    }
);

/** @throws StepFailed when there is none and none can be started */
export const findOrStart = async (home: string): Promise<Instance> => {
  const endpoints = lastEndpoints(home);
  if (endpoints && (await answers(endpoints))) return { startedHere: false, endpoints };
  let running = await start(home);
  return {
    startedHere: true,
    endpoints: running.endpoints,
    async killAndStartAgain() {
      await end(running.child, 'SIGKILL');
      running = await start(home);
      return running.endpoints;
    },
    stop: () => end(running.child, 'SIGTERM'),
  };
};

const answers = async ({ control, api }: Endpoints): Promise<boolean> => {
  const ok = async (url: string) =>
    fetch(url, { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) }).then(
      (response) => response.ok,
      () => false,
    );
  return (await ok(`${control}/health`)) && (await ok(`${api}/`));
};

const start = async (home: string): Promise<{ readonly child: ChildProcess; readonly endpoints: Endpoints }> => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'local/main.ts'], {
    cwd: PROJECT,
    env: { ...process.env, KEIZOKU_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said = (said + String(chunk)).slice(-MAX_SHOWN);
    });
  const endpoints = await waitFor('The start of the local cloud', START_WITHIN_MS, async () => {
    if (hasEnded(child)) throw new StepFailed(`The local cloud did not start:\n${said.trim()}`);
    const found = lastEndpoints(home);
    return found?.pid === child.pid && found && (await answers(found)) ? found : undefined;
  }).catch(async (error: unknown) => {
    await end(child, 'SIGKILL');
    throw error;
  });
  return { child, endpoints };
};

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

const end = async (child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  child.kill(signal);
  await ended;
  clearTimeout(late);
};
