import { fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { SimulatorStart } from './main.ts';

export interface SimulatorProcess {
  readonly url: string;
  /** Tells it that the clock was moved. */
  jump(offsetMs: number): void;
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const started = z.object({ url: z.string() });

/**
 * Starts a simulator in a process of its own.
 *
 * @throws Error when it ends before it serves; its log file says why
 */
export const startSimulator = (options: SimulatorStart, logFile: string): Promise<SimulatorProcess> => {
  const log = openSync(logFile, 'a');
  const child = fork(MAIN, { execArgv: ['--disable-warning=ExperimentalWarning'], stdio: ['ignore', log, log, 'ipc'] });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`the ${options.simulator.name} simulator ended: see ${logFile}`)));
    child.once('message', (message) =>
      resolve({
        url: started.parse(message).url,
        jump: (offsetMs) => void (child.connected && child.send({ offsetMs })),
        async stop() {
          if (child.exitCode !== null || child.signalCode !== null) return;
          const ended = once(child, 'exit');
          child.disconnect();
          await ended;
        },
      }),
    );
    child.send(options);
  });
};
