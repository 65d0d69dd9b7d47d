import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startFauxqs } from 'fauxqs';

export interface QueueEngine {
  readonly url: string;
  /** How many messages lie in each queue: ready, waiting for their time, being handled. */
  depths(): Readonly<Record<string, { readonly ready: number; readonly delayed: number; readonly inFlight: number }>>;
  track(queueName: string): void;
  stop(): Promise<void>;
}

/** SQS and SNS on this machine, kept in a folder that outlives the process. */
export const startQueueEngine = async (folder: string, region: string): Promise<QueueEngine> => {
  releaseMessages(join(folder, 'fauxqs.db'));
  const server = await startFauxqs({
    port: 0,
    host: '127.0.0.1',
    defaultRegion: region,
    dataDir: folder,
    logger: false,
  });
  const names = new Set<string>();
  return {
    url: `http://127.0.0.1:${server.port}`,
    track(queueName) {
      names.add(queueName);
    },
    depths: () =>
      Object.fromEntries(
        [...names].map((name) => {
          const { ready, delayed, inflight } = server.inspectQueue(name)?.messages ?? {
            ready: [],
            delayed: [],
            inflight: [],
          };
          return [name, { ready: ready.length, delayed: delayed.length, inFlight: inflight.length }];
        }),
      ),
    stop: () => server.stop(),
  };
};

/**
 * Whoever was handling a message when the last process ended is gone with it: the message may come again at once
 * instead of after its visibility time-out.
 */
const releaseMessages = (file: string): void => {
  if (!existsSync(file)) return;
  const database = new DatabaseSync(file);
  database.exec('UPDATE sqs_messages SET visibility_deadline = 1 WHERE receipt_handle IS NOT NULL');
  database.close();
};
