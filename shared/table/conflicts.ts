import { setTimeout as delay } from 'node:timers/promises';
import { TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';

const MAX_TRIES = 5;
/** Doubles with each try: a transaction has an item in hand for milliseconds. */
const FIRST_WAIT_MS = 10;

/**
 * DynamoDB refuses a write, and a read of several items at one instant, while a transaction has one of the items in
 * hand (Developer Guide, "Transaction conflict handling"). The SDK does not repeat these by itself, and they say
 * nothing about the condition of a write.
 *
 * @throws what `request` throws: every other error at once, a conflict after {@link MAX_TRIES}
 */
export const despiteConflicts = async <T>(request: () => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await request();
    } catch (error) {
      if (tries === MAX_TRIES || !isConflict(error)) throw error;
      await delay(FIRST_WAIT_MS * 2 ** (tries - 1));
    }
  }
};

const isConflict = (error: unknown): boolean =>
  error instanceof TransactionConflictException ||
  (error instanceof TransactionCanceledException &&
    (error.CancellationReasons ?? []).some(({ Code }) => Code === 'TransactionConflict'));
