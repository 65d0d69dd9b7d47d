import {
  type DynamoDBClient,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { dynamoStore } from '../../../shared/table/dynamo-store.ts';
import { lineToItem } from '../../../shared/table/line-item.ts';
import { renewalToItem } from '../../../shared/table/renewal-item.ts';
import { aLine, aRenewal, NOW, RENEWAL_ID } from '../domain/given.ts';

/** The local engine never reports a conflict, so what AWS answers is answered here. */
const storeOn = (...answers: (object | Error)[]) => {
  const asked: unknown[] = [];
  const client = {
    async send(command: unknown) {
      asked.push(command);
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer ?? {};
    },
  };
  return { store: dynamoStore(client as unknown as DynamoDBClient, 'table'), asked };
};

const conflict = () => new TransactionConflictException({ message: 'in another transaction', $metadata: {} });
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
const seen = { renewal: aRenewal('activating'), rev: 1 };

describe('given another transaction on the same item', () => {
  test('then a write waits for its end: a message that is claimed is neither lost nor sent twice', async () => {
    const { store, asked } = storeOn(conflict(), conflict());
    expect(await store.claimReminder(aLine().lineId, 1, '3d.sms', NOW)).toBe(true);
    expect(asked).toHaveLength(3);
  });

  test('then a write during one that never ends is an outage: neither done nor refused', async () => {
    const conflicts = () => Array.from({ length: 50 }, conflict);
    const { store, asked } = storeOn(...conflicts());
    await expect(store.claimReminder(aLine().lineId, 1, '3d.sms', NOW)).rejects.toThrow('in another transaction');
    expect(asked.length).toBeLessThan(10);
    await expect(storeOn(...conflicts()).store.saveRenewal(seen, aRenewal('active'), NOW)).rejects.toThrow();
    const renewal = aRenewal('awaiting_payment');
    await expect(storeOn(...conflicts()).store.createRenewal(renewal, NOW)).rejects.toThrow();
  });

  test('then a transaction has lost a race, also when only one of its items did', async () => {
    const save = (error: Error) =>
      storeOn(error).store.saveWithFence({ line: aLine(), stored: seen }, aRenewal('refunding'), NOW, undefined);
    expect(await save(cancelled('None', 'TransactionConflict'))).toBe(false);
    expect(await save(cancelled('ConditionalCheckFailed', 'None'))).toBe(false);
    await expect(save(cancelled('ThrottlingError', 'None'))).rejects.toThrow('cancelled');
    await expect(save(cancelled('ConditionalCheckFailed', 'ValidationError'))).rejects.toThrow('cancelled');
  });

  test('then a snapshot is taken again, a few times', async () => {
    const found = {
      Responses: [
        { Item: marshall(lineToItem(aLine()), { removeUndefinedValues: true }) },
        { Item: marshall(renewalToItem(aRenewal('activating'), 1, undefined), { removeUndefinedValues: true }) },
      ],
    };
    const once = storeOn(cancelled('TransactionConflict', 'None'), found);
    expect((await once.store.activationContext(RENEWAL_ID))?.stored.rev).toBe(1);
    const always = storeOn(...Array.from({ length: 50 }, () => cancelled('TransactionConflict', 'None')));
    await expect(always.store.activationContext(RENEWAL_ID)).rejects.toThrow('cancelled');
    expect(always.asked.length).toBeLessThan(10);
    await expect(storeOn(cancelled('ThrottlingError', 'None')).store.activationContext(RENEWAL_ID)).rejects.toThrow();
  });
});
