import { describe, expect, test } from '@jest/globals';
import type { DynamoDBRecord } from 'aws-lambda';
import { dispatcher } from '../../../functions/dispatcher/handler.ts';
import { handBatch } from '../../../local/cloud/event-sources/stream-batch.ts';
import type { InvocationResult } from '../../../local/cloud/lambda/environment.ts';

/** A change that calls for nothing, or one whose image fits no family. */
const record = (number: number, readable: boolean): DynamoDBRecord => ({
  eventName: 'INSERT',
  dynamodb: {
    SequenceNumber: String(number),
    NewImage: readable
      ? { pk: { S: 'CATALOGUE' }, sk: { S: 'PLAN#x#CURRENT' } }
      : { pk: { S: 'LINE#MEJP00000001' }, sk: { S: 'RNW#0000000000000000' }, status: { S: 'unheard_of' } },
  },
});

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

const handler = (failed: readonly string[] = []) =>
  dispatcher({
    dispatch: async (changes) => new Set(changes.map(({ id }) => id).filter((id) => failed.includes(id))),
    log: quiet,
  });

describe('the dispatcher', () => {
  test('given a poison record at the head of others, then the whole batch is to be halved', async () => {
    await expect(handler()({ Records: [record(1, false), record(2, true)] })).rejects.toThrow('halved');
  });

  test('given one further behind, then it is reported, and what came before it is done', async () => {
    const { batchItemFailures } = await handler()({ Records: [record(1, true), record(2, false), record(3, true)] });
    expect(batchItemFailures).toEqual([{ itemIdentifier: '2' }]);
  });

  test('given poison anywhere in a batch, then the source gives up that record and no other', async () => {
    for (let position = 0; position < 7; position += 1) {
      const lost: string[] = [];
      const handle = handler();
      await handBatch(
        Array.from({ length: 7 }, (_, index) => ({
          sequenceNumber: String(index),
          at: 0,
          event: record(index, index !== position),
        })),
        {
          rules: { maxRetries: 2, maxAgeMs: 1_000, bisects: true, reportsItemFailures: true },
          invoke: async (records): Promise<InvocationResult> =>
            handle({ Records: records.map(({ event }) => event as DynamoDBRecord) }).then(
              (payload) => ({ ok: true, payload }),
              (error) => ({ ok: false, errorType: 'Error', errorMessage: String(error) }),
            ),
          giveUp: async (records) => void lost.push(...records.map(({ sequenceNumber }) => sequenceNumber)),
          pauseBeforeRetry: async () => {},
          now: () => 0,
          stopping: () => false,
        },
      );
      expect(lost).toEqual([String(position)]);
    }
  });
});
