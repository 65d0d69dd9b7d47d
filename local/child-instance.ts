import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { COMPILED } from './compiled.ts';
import { eventually } from './eventually.ts';
import { type Endpoints, lastEndpoints } from './ports.ts';

const PROJECT = join(import.meta.dirname, '..');
const START_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 40_000;
/** So much of what it said last is kept. */
const MAX_OUTPUT = 4_000;

export interface ChildInstance {
  readonly endpoints: Endpoints;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Like Ctrl-C; answers the exit code. */
  stop(): Promise<number | null>;
}

export interface Started {
  readonly child: ChildProcess;
  /** What it has said so far, the end of it. */
  readonly output: () => string;
}

/** Runs `npm start` as a child process with the given settings, whatever comes of it. */
export const runMain = (settings: Readonly<Record<string, string>>, words: readonly string[] = []): Started => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'local/main.ts', ...words], {
    cwd: PROJECT,
    env: { ...COMPILED, ...process.env, NODE_OPTIONS: '', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said = (said + String(chunk)).slice(-MAX_OUTPUT);
    });
  return { child, output: () => said };
};

/**
 * Starts an instance in a process of its own and waits until it serves.
 *
 * @throws Error with its own words when it does not start
 */
export const startChildInstance = async (settings: {
  readonly KEIZOKU_HOME: string;
  readonly PORT?: string;
}): Promise<ChildInstance> => {
  const { child, output } = runMain(settings);
  const waiting = eventually('the local cloud has started', START_WITHIN_MS, async () => {
    if (hasEnded(child)) return undefined;
    const endpoints = lastEndpoints(settings.KEIZOKU_HOME);
    if (endpoints?.pid !== child.pid || !endpoints) throw new Error('it has not said yet where it is');
    return endpoints;
  });
  const endpoints = await waiting.catch(async (error: unknown) => {
    await end(child, 'SIGKILL');
    throw error;
  });
  if (!endpoints) throw new Error(`The local cloud did not start:\n${output().trim()}`);
  return {
    endpoints,
    kill: async () => void (await end(child, 'SIGKILL')),
    stop: () => end(child, 'SIGTERM'),
  };
};

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

const end = async (child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> => {
  if (hasEnded(child)) return child.exitCode;
  const ended = once(child, 'exit');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  child.kill(signal);
  await ended;
  clearTimeout(late);
  return child.exitCode;
};
