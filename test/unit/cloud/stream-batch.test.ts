import { describe, expect, test } from '@jest/globals';
import {
  type GivenUp,
  handBatch,
  type StreamRecord,
  type StreamRules,
} from '../../../local/cloud/event-sources/stream-batch.ts';
import type { InvocationResult } from '../../../local/cloud/lambda/environment.ts';

const records = (count: number): StreamRecord[] =>
  Array.from({ length: count }, (_, index) => ({ sequenceNumber: String(index), at: 1_000, event: index }));

const RULES: StreamRules = { maxRetries: 2, maxAgeMs: 60_000, bisects: true, reportsItemFailures: true };

/** A function that takes everything but one poison record, in the manner given. */
const run = async (
  batch: readonly StreamRecord[],
  answer: (numbers: readonly string[]) => InvocationResult,
  rules: Partial<StreamRules> = {},
  now = 2_000,
) => {
  const invoked: string[][] = [];
  const lost: { numbers: string[]; condition: GivenUp; tries: number }[] = [];
  const open = await handBatch(batch, {
    rules: { ...RULES, ...rules },
    async invoke(some) {
      const numbers = some.map(({ sequenceNumber }) => sequenceNumber);
      invoked.push(numbers);
      return answer(numbers);
    },
    async giveUp(some, condition, tries) {
      lost.push({ numbers: some.map(({ sequenceNumber }) => sequenceNumber), condition, tries });
    },
    pauseBeforeRetry: async () => {},
    now: () => now,
    stopping: () => false,
  });
  return { invoked, lost, open };
};

const ok = (failed?: string): InvocationResult => ({
  ok: true,
  payload: { batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed }] },
});
const error: InvocationResult = { ok: false, errorType: 'Error', errorMessage: 'no' };

describe('handing a batch of a stream to a function', () => {
  test('what is taken is done', async () => {
    const { invoked, lost } = await run(records(3), () => ok());
    expect(invoked).toEqual([['0', '1', '2']]);
    expect(lost).toEqual([]);
  });

  test('given an error, then the batch is halved until the poison record stands alone, and the next ones go on', async () => {
    const { invoked, lost } = await run(records(4), (numbers) => (numbers.includes('2') ? error : ok()));
    expect(lost).toEqual([{ numbers: ['2'], condition: 'RetryAttemptsExhausted', tries: 3 }]);
    expect(invoked.filter((numbers) => numbers.join() === '2')).toHaveLength(3);
    expect(invoked.at(-1)).toEqual(['3']);
  });

  test('given a reported failure, then what came before it is done and only the rest comes again', async () => {
    let first = true;
    const { invoked } = await run(records(3), () => {
      const answer = first ? ok('1') : ok();
      first = false;
      return answer;
    });
    expect(invoked).toEqual([
      ['0', '1', '2'],
      ['1', '2'],
    ]);
  });

  test('given a failure that names no record of ours, then the whole batch comes again', async () => {
    const { invoked, lost } = await run(records(2), () => ok('77'), { maxRetries: 1 });
    expect(invoked).toEqual([
      ['0', '1'],
      ['0', '1'],
    ]);
    expect(lost).toEqual([{ numbers: ['0', '1'], condition: 'RetryAttemptsExhausted', tries: 2 }]);
  });

  test('a record that is too old is given up without being handed over', async () => {
    const { invoked, lost } = await run(records(1), () => ok(), { maxAgeMs: 500 });
    expect(invoked).toEqual([]);
    expect(lost[0]?.condition).toBe('RecordAgeExceeded');
  });

  test('given a stop, then what is open is answered so that it comes again', async () => {
    const open = await handBatch(records(2), {
      rules: RULES,
      invoke: async () => ok(),
      giveUp: async () => {},
      pauseBeforeRetry: async () => {},
      now: () => 2_000,
      stopping: () => true,
    });
    expect(open).toHaveLength(2);
  });
});
