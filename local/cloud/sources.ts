import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Records } from '../simulators/records.ts';
import type { Engines } from './engines.ts';
import { type QueueSource, queueSource } from './event-sources/queue-source.ts';
import { type StreamSource, streamSource } from './event-sources/stream-source.ts';
import type { FunctionHost } from './lambda/function-host.ts';
import type { SourceSinks } from './resources/event-sources.ts';
import type { Loop } from './stopping.ts';
import type { WriteSignal } from './write-signal.ts';

interface Deps {
  readonly engines: Engines;
  readonly functions: FunctionHost;
  readonly records: Records;
  readonly writes: WriteSignal;
  /** Under which URL this process reaches a queue. */
  readonly queueUrl: (queueArn: string) => string;
  readonly complain: (where: string) => (error: unknown) => void;
}

/** The event source mappings that the template asks for: collected first, started when everything stands. */
export const eventSources = ({ engines, functions, records, writes, queueUrl, complain }: Deps) => {
  const starts: (() => Loop)[] = [];
  let running: readonly Loop[] = [];

  const startQueue = (source: QueueSource, name: string) => (): Loop =>
    queueSource(engines.sqs, source, (event) => functions.invoke(name, event), complain(`queue of ${name}`));

  const startStream = (source: StreamSource, name: string, failureQueueArn: string | undefined) => (): Loop =>
    streamSource(source, {
      streams: engines.streams,
      records,
      invoke: (event) => functions.invoke(name, event),
      nextWrite: writes.next,
      failed: complain(`stream of ${name}`),
      async fail(message) {
        if (failureQueueArn === undefined) return complain(`stream of ${name}`)(`given up: ${message}`);
        await engines.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(failureQueueArn), MessageBody: message }));
      },
    });

  const sinks: SourceSinks = {
    queueUrl,
    queue: (source, name) => void starts.push(startQueue(source, name)),
    stream: (source, name, failureQueueArn) => void starts.push(startStream(source, name, failureQueueArn)),
  };
  return {
    sinks,
    start() {
      running = starts.map((start) => start());
    },
    async stop() {
      await Promise.all(running.map((source) => source.stop()));
    },
  };
};
