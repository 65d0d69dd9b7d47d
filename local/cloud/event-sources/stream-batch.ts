import * as z from 'zod';
import type { InvocationResult } from '../lambda/environment.ts';

export interface StreamRecord {
  readonly sequenceNumber: string;
  /** When the change was made, in milliseconds since the epoch on the machine's own clock. */
  readonly at: number;
  /** The record as the function gets it. */
  readonly event: unknown;
}

export interface StreamRules {
  /** Further tries after the first one; then the batch goes to the failure queue. */
  readonly maxRetries: number;
  readonly maxAgeMs: number;
  readonly bisects: boolean;
  readonly reportsItemFailures: boolean;
}

/** Why a batch was given up, in the words of Lambda's failure record. */
export type GivenUp = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

interface Environment {
  readonly rules: StreamRules;
  invoke(records: readonly StreamRecord[]): Promise<InvocationResult>;
  giveUp(records: readonly StreamRecord[], condition: GivenUp, tries: number): Promise<void>;
  pauseBeforeRetry(tries: number): Promise<void>;
  now(): number;
  readonly stopping: () => boolean;
}

const batchResponse = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).min(1) });

/**
 * Hands one batch of a stream to a function until every record was taken or given up, in order, as Lambda's event
 * source mapping does: an error halves the batch (halving is no try), a reported failure keeps what came before it.
 *
 * @returns the records that are still open, which happens only when `stopping` says so
 */
export const handBatch = async (
  batch: readonly StreamRecord[],
  environment: Environment,
): Promise<readonly StreamRecord[]> => {
  const { rules } = environment;
  const open: { records: readonly StreamRecord[]; tries: number }[] = [{ records: batch, tries: 0 }];
  while (open.length > 0) {
    if (environment.stopping()) return open.toReversed().flatMap(({ records }) => records);
    const { records, tries } = open.pop() ?? { records: [], tries: 0 };
    const [first] = records;
    if (first === undefined) continue;
    if (environment.now() - first.at > rules.maxAgeMs) {
      await environment.giveUp([first], 'RecordAgeExceeded', tries);
      open.push({ records: records.slice(1), tries: 0 });
      continue;
    }
    const result = await environment.invoke(records);
    const failedAt = firstFailure(result, records, rules);
    if (failedAt === undefined) continue;
    if (failedAt > 0) {
      open.push({ records: records.slice(failedAt), tries: 0 });
      continue;
    }
    if (!result.ok && rules.bisects && records.length > 1) {
      const middle = Math.ceil(records.length / 2);
      open.push({ records: records.slice(middle), tries: 0 }, { records: records.slice(0, middle), tries });
      continue;
    }
    if (tries >= rules.maxRetries) {
      await environment.giveUp(records, 'RetryAttemptsExhausted', tries + 1);
      continue;
    }
    await environment.pauseBeforeRetry(tries);
    open.push({ records, tries: tries + 1 });
  }
  return [];
};

/** The position from which on the batch has to come again; `undefined` when all of it was taken. */
const firstFailure = (
  result: InvocationResult,
  records: readonly StreamRecord[],
  { reportsItemFailures }: StreamRules,
): number | undefined => {
  if (!result.ok) return 0;
  const response = batchResponse.safeParse(result.payload);
  if (!reportsItemFailures || !response.success) return undefined;
  const failed = new Set(response.data.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  const position = records.findIndex(({ sequenceNumber }) => failed.has(sequenceNumber));
  // An identifier that is none of ours fails the whole batch (AWS Lambda, "Reporting batch item failures").
  return Math.max(0, position);
};
