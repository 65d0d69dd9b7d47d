import { Worker } from 'node:worker_threads';
import type { InvokeMessage, WorkerMessage, WorkerStart } from './messages.ts';

/** How an invocation ended, in Lambda's own words. */
export type InvocationResult =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

export interface ExecutionEnvironment {
  /** One at a time. */
  invoke(invocation: InvokeMessage): Promise<InvocationResult>;
  /** False after a crash or a time-out. */
  readonly alive: boolean;
  stop(): Promise<void>;
}

const WORKER_FILE = new URL('./worker.ts', import.meta.url);

/** Beside the heap that the function's memory figure allows, a thread needs some for itself. */
const MIN_HEAP_MB = 64;

/** Starts one worker thread that stands for one execution environment of a function. */
export const executionEnvironment = (
  start: WorkerStart,
  variables: Readonly<Record<string, string>>,
  log: (chunk: Buffer) => void,
): ExecutionEnvironment => {
  const worker = new Worker(WORKER_FILE, {
    workerData: start,
    env: { ...variables },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: Math.max(MIN_HEAP_MB, start.memoryMb) },
  });
  worker.stdout.on('data', log);
  worker.stderr.on('data', log);

  let alive = true;
  let finish: ((result: InvocationResult) => void) | undefined;
  const end = (result: InvocationResult): void => {
    finish?.(result);
    finish = undefined;
  };
  const die = (errorType: string, errorMessage: string): void => {
    alive = false;
    end({ ok: false, errorType, errorMessage });
  };
  worker.on('message', (message: WorkerMessage) => {
    if (message.kind === 'answer') end({ ok: true, payload: JSON.parse(message.payload) });
    if (message.kind === 'failure') end({ ok: false, ...message });
  });
  worker.on('error', (error) => {
    log(Buffer.from(`${error instanceof Error ? error.stack : String(error)}\n`));
    die('Runtime.ExitError', error instanceof Error ? error.message : String(error));
  });
  worker.on('exit', (code) => die('Runtime.ExitError', `the runtime exited with code ${code}`));

  return {
    get alive() {
      return alive;
    },
    invoke: (invocation) =>
      new Promise((resolve) => {
        if (!alive)
          return resolve({ ok: false, errorType: 'Runtime.ExitError', errorMessage: 'the runtime has ended' });
        const timer = setTimeout(() => {
          die('Sandbox.Timedout', `RequestId: ${invocation.requestId} Error: Task timed out`);
          void worker.terminate();
        }, invocation.deadlineAt - Date.now());
        finish = (result) => {
          clearTimeout(timer);
          resolve(result);
        };
        worker.postMessage(invocation);
      }),
    async stop() {
      alive = false;
      await worker.terminate();
    },
  };
};
