import * as z from 'zod';
import type { CreateResource } from '../deployment.ts';
import type { QueueSource } from '../event-sources/queue-source.ts';
import type { StreamSource } from '../event-sources/stream-source.ts';
import { compilePattern } from '../pattern.ts';
import { type Rights, whatIsMissing } from '../rights/rights.ts';
import { Unsupported } from '../unsupported.ts';
import { count, flag, kind, meaningless } from './kind.ts';

/** Where the sources go that the template asks for; they start when everything stands. */
export interface SourceSinks {
  queue(source: QueueSource, functionName: string): void;
  stream(source: StreamSource, functionName: string, failureQueueArn: string | undefined): void;
  /** From a queue's ARN to the URL under which this process reads it. */
  queueUrl(queueArn: string): string;
}

const DEFAULT_QUEUE_BATCH = 10;
const DEFAULT_STREAM_BATCH = 100;
/** Lambda starts with five pollers; a small machine has room for fewer. */
const MAX_CONCURRENCY = 2;
/** Lambda keeps a record for as long as its stream does. */
const STREAM_RETENTION_MS = 24 * 3_600_000;

const filters = z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })) });

const properties = {
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: count.optional(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).optional(),
  FilterCriteria: filters.optional(),
  ScalingConfig: z.strictObject({ MaximumConcurrency: count }).optional(),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).optional(),
  MaximumRetryAttempts: z.coerce.number().int().min(-1).optional(),
  MaximumRecordAgeInSeconds: z.coerce.number().int().min(-1).optional(),
  BisectBatchOnFunctionError: flag.optional(),
  DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) }).optional(),
  /** Batches are handed over as soon as there is one: a shorter wait than asked for. */
  MaximumBatchingWindowInSeconds: count.optional(),
  /** One batch at a time, which is the strictest reading. */
  ParallelizationFactor: count.optional(),
  Enabled: flag.pipe(z.literal(true)).optional(),
  Tags: meaningless,
};
type Given = z.output<z.ZodObject<typeof properties>>;

/** What a function's role must allow before Lambda makes the mapping. */
const READING: Readonly<Record<string, readonly string[]>> = {
  sqs: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  dynamodb: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
};

export const eventSourceKind = (sinks: SourceSinks, rights: Pick<Rights, 'roleOf' | 'missing'>): CreateResource =>
  kind(properties, async (given, { logicalId }) => {
    const service = given.EventSourceArn.split(':')[2] ?? '';
    const failuresTo = given.DestinationConfig?.OnFailure.Destination;
    const role = rights.roleOf(given.FunctionName) ?? '';
    const [lacking] = rights.missing(role, [
      ...(READING[service] ?? []).map((action) => ({ action, resource: given.EventSourceArn })),
      ...(failuresTo === undefined ? [] : [{ action: 'sqs:SendMessage', resource: failuresTo }]),
    ]);
    if (lacking) throw new Unsupported(whatIsMissing(given.FunctionName, role, lacking));
    if (service === 'sqs') sinks.queue(queueOf(given, sinks.queueUrl(given.EventSourceArn)), given.FunctionName);
    else if (service === 'dynamodb') sinks.stream(streamOf(given, logicalId), given.FunctionName, failuresTo);
    else throw new Unsupported(`the event source ${given.EventSourceArn}`);
    return { ref: logicalId, attributes: { Id: logicalId } };
  });

const queueOf = (given: Given, queueUrl: string): QueueSource => {
  if (given.FilterCriteria) throw new Unsupported('the filter of a queue');
  return {
    queueUrl,
    queueArn: given.EventSourceArn,
    batchSize: given.BatchSize ?? DEFAULT_QUEUE_BATCH,
    reportsItemFailures: given.FunctionResponseTypes !== undefined,
    concurrency: Math.min(MAX_CONCURRENCY, given.ScalingConfig?.MaximumConcurrency ?? MAX_CONCURRENCY),
  };
};

const streamOf = (given: Given, logicalId: string): StreamSource => ({
  id: logicalId,
  streamArn: given.EventSourceArn,
  functionArn: given.FunctionName,
  batchSize: given.BatchSize ?? DEFAULT_STREAM_BATCH,
  filters: (given.FilterCriteria?.Filters ?? []).map(({ Pattern }) => compilePattern(JSON.parse(Pattern))),
  maxRetries: unlimitedWhenMinusOne(given.MaximumRetryAttempts),
  maxAgeMs: Math.min(STREAM_RETENTION_MS, unlimitedWhenMinusOne(given.MaximumRecordAgeInSeconds) * 1_000),
  bisects: given.BisectBatchOnFunctionError ?? false,
  reportsItemFailures: given.FunctionResponseTypes !== undefined,
});

const unlimitedWhenMinusOne = (value = -1): number => (value === -1 ? Number.POSITIVE_INFINITY : value);
