import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { InvokeMessage, WorkerMessage, WorkerStart } from './messages.ts';
import { shiftDate } from './shifted-date.ts';

/**
 * One execution environment of a function: loads the unmodified bundle once, then handles one event after the other.
 * The bundle sees its own environment variables and a clock that people can move.
 */
const start: WorkerStart = workerData;
const say = (message: WorkerMessage): void => parentPort?.postMessage(message);

const realNow = Date.now;
shiftDate(start.clock);

const [file = '', name = ''] = start.handler.split('.');
const loaded: unknown = createRequire(join(start.folder, 'index.js'))(join(start.folder, `${file}.js`));
const handler: unknown = Reflect.get(Object(loaded), name);
if (typeof handler !== 'function') throw new Error(`${start.functionName} exports no handler ${start.handler}`);

const contextOf = ({ requestId, deadlineAt }: InvokeMessage) => ({
  awsRequestId: requestId,
  functionName: start.functionName,
  functionVersion: '$LATEST',
  invokedFunctionArn: start.functionArn,
  memoryLimitInMB: String(start.memoryMb),
  logGroupName: `/aws/lambda/${start.functionName}`,
  logStreamName: 'local',
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => Math.max(0, deadlineAt - realNow()),
});

const run = async (invocation: InvokeMessage): Promise<void> => {
  const { requestId } = invocation;
  try {
    const answer: unknown = await handler(JSON.parse(invocation.payload), contextOf(invocation));
    say({ kind: 'answer', requestId, payload: JSON.stringify(answer) ?? 'null' });
  } catch (error) {
    const { name: errorType, message } = error instanceof Error ? error : new Error(String(error));
    say({ kind: 'failure', requestId, errorType, errorMessage: message });
  }
};

parentPort?.on('message', run);
say({ kind: 'ready' });
