import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type DynamoEngine, startDynamo } from '../../local/cloud/dynamo-engine.ts';
import { WELL } from '../../shared/domain/carrier/health.ts';
import { dynamoContacts } from '../../shared/table/dynamo-contacts.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { tableChange } from '../../shared/table/stream.ts';
import { memoryContacts } from '../fakes/memory-contacts.ts';
import { memoryStore } from '../fakes/memory-store.ts';
import { aLine, aPlan, aRenewal, LINE_ID, NOW, RENEWAL_ID } from '../unit/domain/given.ts';
import { carrierContract } from './carrier-contract.ts';
import { contactContract } from './contact-contract.ts';
import { manualJobContract } from './manual-job-contract.ts';
import { ownerContract } from './owner-contract.ts';
import { promotionContract } from './promotion-contract.ts';
import { reminderContract } from './reminder-contract.ts';
import { storeContract } from './store-contract.ts';
import { clientOf, makeTable } from './table-on-engine.ts';

let engine: DynamoEngine;
let client: DynamoDBClient;
let tables = 0;

const freshTable = async (): Promise<{ name: string; streamArn: string }> => {
  tables += 1;
  const name = `table-${tables}`;
  return { name, streamArn: await makeTable(client, name) };
};

beforeAll(async () => {
  engine = await startDynamo();
  client = clientOf(engine.url);
});
afterAll(async () => {
  client.destroy();
  await engine.stop();
});

storeContract('the store in memory', async () => memoryStore());
storeContract('the table on the real engine', async () => dynamoStore(client, (await freshTable()).name));
reminderContract('the store in memory', async () => memoryStore());
reminderContract('the table on the real engine', async () => dynamoStore(client, (await freshTable()).name));
contactContract('the store in memory', async () => ({ store: memoryStore(), contacts: memoryContacts() }));
contactContract('the table on the real engine', async () => {
  const { name } = await freshTable();
  return { store: dynamoStore(client, name), contacts: dynamoContacts(client, name) };
});
manualJobContract('the store in memory', async () => memoryStore());
ownerContract('the store in memory', async () => memoryStore());
ownerContract('the table on the real engine', async () => dynamoStore(client, (await freshTable()).name));
carrierContract('the store in memory', async () => memoryStore());
manualJobContract('the table on the real engine', async () => dynamoStore(client, (await freshTable()).name));
carrierContract('the table on the real engine', async () => dynamoStore(client, (await freshTable()).name));
promotionContract('the store in memory', async () => memoryStore());
promotionContract('the table on the real engine', async () => dynamoStore(client, (await freshTable()).name));

describe('the stream of the real engine', () => {
  test('tells each change in the words of the domain, with both images, and passes over all else', async () => {
    const { name, streamArn } = await freshTable();
    const store = dynamoStore(client, name);
    await store.addPlan(aPlan());
    await store.addLine(aLine());
    await store.watchUsage(LINE_ID, NOW);
    await store.watchUsage(LINE_ID, undefined);
    await store.saveCarrierHealth('soracom', await store.carrierHealth('soracom'), WELL);
    await store.createRenewal(aRenewal('awaiting_payment'), NOW);
    const stored = await store.renewal(RENEWAL_ID);
    if (!stored) throw new Error('nothing is stored');
    await store.saveRenewal(stored, aRenewal('activating'), undefined);

    const streams = new DynamoDBStreamsClient({
      endpoint: engine.url,
      region: 'ap-northeast-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: streamArn }));
    const { ShardIterator } = await streams.send(
      new GetShardIteratorCommand({
        StreamArn: streamArn,
        ShardId: StreamDescription?.Shards?.[0]?.ShardId,
        ShardIteratorType: 'TRIM_HORIZON',
      }),
    );
    const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator }));
    streams.destroy();
    const changes = Records.flatMap(({ dynamodb }) => tableChange(dynamodb) ?? []);

    // Two of the plan, four of the line, its owner and the names of its SIM, three of usage and health, two of the renewal.
    expect(Records).toHaveLength(11);
    expect(changes).toEqual([
      { id: expect.any(String), kind: 'line', after: aLine() },
      { id: expect.any(String), kind: 'renewal', after: aRenewal('awaiting_payment') },
      {
        id: expect.any(String),
        kind: 'renewal',
        before: aRenewal('awaiting_payment'),
        after: aRenewal('activating'),
      },
    ]);
  });
});
