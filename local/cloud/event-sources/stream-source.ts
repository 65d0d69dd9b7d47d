import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as SdkRecord,
} from '@aws-sdk/client-dynamodb-streams';
import type { Records } from '../../simulators/records.ts';
import type { InvocationResult } from '../lambda/environment.ts';
import type { Matches } from '../pattern.ts';
import { type Loop, loop, pause } from '../stopping.ts';
import { handBatch, type StreamRecord, type StreamRules } from './stream-batch.ts';

export interface StreamSource extends StreamRules {
  readonly id: string;
  readonly streamArn: string;
  readonly batchSize: number;
  readonly filters: readonly Matches[];
  readonly functionArn: string;
}

export interface StreamDeps {
  readonly streams: DynamoDBStreamsClient;
  /** Keeps how far the stream was read. */
  readonly records: Records;
  invoke(event: unknown): Promise<InvocationResult>;
  /** Takes what was given up. */
  fail(message: string): Promise<void>;
  /** Comes back when the table was written to, or after the given time. */
  nextWrite(timeoutMs: number, signal: AbortSignal): Promise<void>;
  failed(error: unknown): void;
}

/** A write that went past the gateway is found after this long. */
const IDLE_POLL_MS = 1_000;
const FIRST_RETRY_PAUSE_MS = 100;
const LONGEST_RETRY_PAUSE_MS = 5_000;

/** Reads a table's stream for a function, in order, and remembers after each batch how far it came. */
export const streamSource = (source: StreamSource, deps: StreamDeps): Loop => {
  const { streams, records: memory } = deps;
  const checkpoint = (): string | undefined => memory.get<string>('stream-checkpoint', source.id);

  const read = async (): Promise<readonly SdkRecord[]> => {
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: source.streamArn }));
    const shard = StreamDescription?.Shards?.at(-1);
    const after = checkpoint();
    const { ShardIterator } = await streams.send(
      new GetShardIteratorCommand({
        StreamArn: source.streamArn,
        ShardId: shard?.ShardId,
        ...(after === undefined
          ? { ShardIteratorType: 'TRIM_HORIZON' }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after }),
      }),
    );
    const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator, Limit: source.batchSize }));
    return Records;
  };

  const giveUp = async (lost: readonly StreamRecord[], condition: string, tries: number): Promise<void> => {
    const first = lost[0];
    const last = lost.at(-1);
    await deps.fail(
      JSON.stringify({
        requestContext: { functionArn: source.functionArn, condition, approximateInvokeCount: tries },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        version: '1.0',
        timestamp: new Date().toISOString(),
        DDBStreamBatchInfo: {
          shardId: 'shard-0',
          startSequenceNumber: first?.sequenceNumber,
          endSequenceNumber: last?.sequenceNumber,
          approximateArrivalOfFirstRecord: first && new Date(first.at).toISOString(),
          approximateArrivalOfLastRecord: last && new Date(last.at).toISOString(),
          batchSize: lost.length,
          streamArn: source.streamArn,
        },
      }),
    );
  };

  return loop(async (signal) => {
    const found = await read();
    const last = found.at(-1)?.dynamodb?.SequenceNumber;
    if (last === undefined) return deps.nextWrite(IDLE_POLL_MS, signal);
    const batch = found.map((record) => toRecord(record, source)).filter(wanted(source.filters));
    const open = await handBatch(batch, {
      rules: source,
      invoke: (some) => deps.invoke({ Records: some.map(({ event }) => event) }),
      giveUp,
      pauseBeforeRetry: (tries) => pause(Math.min(LONGEST_RETRY_PAUSE_MS, FIRST_RETRY_PAUSE_MS * 2 ** tries), signal),
      now: Date.now,
      stopping: () => signal.aborted,
    });
    if (open.length === 0) memory.put('stream-checkpoint', source.id, last);
  }, deps.failed);
};

const wanted =
  (filters: readonly Matches[]) =>
  ({ event }: StreamRecord): boolean =>
    filters.length === 0 || filters.some((matches) => matches(event));

const toRecord = (record: SdkRecord, { streamArn }: StreamSource): StreamRecord => {
  const { ApproximateCreationDateTime: createdAt, ...change } = record.dynamodb ?? {};
  const at = createdAt?.getTime() ?? Date.now();
  return {
    sequenceNumber: change.SequenceNumber ?? '',
    at,
    event: {
      eventID: record.eventID,
      eventName: record.eventName,
      eventVersion: record.eventVersion,
      eventSource: 'aws:dynamodb',
      awsRegion: record.awsRegion,
      dynamodb: { ApproximateCreationDateTime: Math.floor(at / 1000), ...change },
      eventSourceARN: streamArn,
    },
  };
};
