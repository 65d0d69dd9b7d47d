import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { Log } from '../../shared/runtime/deps.ts';
import { type TableChange, tableChange } from '../../shared/table/stream.ts';

interface Deps {
  readonly dispatch: (changes: readonly TableChange[]) => Promise<ReadonlySet<string>>;
  readonly log: Log;
}

/**
 * The table's stream comes in order. Everything before the first record that fails is done; from that one on the
 * batch comes again. An unreadable record at its head makes the whole invocation fail, which halves the batch, until
 * that record stands alone and goes to the failure queue: reported as a failure, it would take all behind it along.
 *
 * @throws Error for a batch that has to be halved
 */
export const dispatcher =
  ({ dispatch, log }: Deps) =>
  async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const changes: TableChange[] = [];
    let poison: string | undefined;
    for (const record of Records) {
      try {
        const change = tableChange(record.dynamodb);
        if (change) changes.push(change);
      } catch (error) {
        poison = sequenceOf(record);
        log.error('unreadable change', { sequence: poison, error });
        break;
      }
    }
    const [head, ...behind] = Records;
    if (head && behind.length > 0 && sequenceOf(head) === poison)
      throw new Error(`the change ${poison} cannot be read: the batch has to be halved`);
    const failed = await dispatch(changes);
    if (failed.size > 0) log.warn('changes not handed over', { count: failed.size });
    const first = Records.map(sequenceOf).find((sequence) => failed.has(sequence) || sequence === poison);
    return { batchItemFailures: first === undefined ? [] : [{ itemIdentifier: first }] };
  };

const sequenceOf = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.SequenceNumber ?? '';
