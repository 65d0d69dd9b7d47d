import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { COMPILED } from '../compiled.ts';
import type { SimulatorStart } from './main.ts';

export interface SimulatorProcess {
  readonly url: string;
  /** Of the process that serves now. */
  pid(): number | undefined;
  /** Tells it that the clock was moved. */
  jump(offsetMs: number): void;
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const started = z.object({ url: z.string() });

/** A simulator that dies is started again, but one that keeps dying is not worth the illusion of running. */
const MAX_RESTARTS = 20;

/**
 * Runs a simulator in a process of its own and starts it again, on its port and with its memory, when it dies.
 *
 * @param tell takes one sentence for the person who watches
 * @throws Error when it ends before it serves; its log file says why
 */
export const startSimulator = async (
  options: SimulatorStart,
  logFile: string,
  tell: (sentence: string) => void,
): Promise<SimulatorProcess> => {
  const { name } = options.simulator;
  let { offsetMs } = options;
  let stopping = false;
  let { child, url } = await launch(options, logFile);

  const supervise = async (): Promise<void> => {
    for (let restarts = 0; restarts < MAX_RESTARTS; restarts += 1) {
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      if (stopping) return;
      tell(`The ${name} simulator ended and is started again: ${logFile} says why.`);
      const next = await launch({ ...options, port: Number(new URL(url).port), offsetMs }, logFile).catch(
        () => undefined,
      );
      if (next) ({ child, url } = next);
    }
    tell(`The ${name} simulator ended ${MAX_RESTARTS} times and stays down: ${logFile} says why.`);
  };
  const supervision = supervise();

  return {
    url,
    pid: () => child.pid,
    jump(later) {
      offsetMs = later;
      if (child.connected) child.send({ offsetMs });
    },
    async stop() {
      stopping = true;
      if (child.connected) child.disconnect();
      await supervision;
    },
  };
};

const launch = (options: SimulatorStart, logFile: string): Promise<{ child: ChildProcess; url: string }> => {
  const log = openSync(logFile, 'a');
  const child = fork(MAIN, {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { ...COMPILED, ...process.env },
    stdio: ['ignore', log, log, 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`the ${options.simulator.name} simulator ended: see ${logFile}`)));
    child.once('message', (message) => resolve({ child, url: started.parse(message).url }));
    child.send(options);
  });
};
