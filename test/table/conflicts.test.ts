import { createServer, type Server } from 'node:http';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type DynamoEngine, startDynamo } from '../../local/cloud/dynamo-engine.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import type { Store } from '../../shared/table/store.ts';
import { aLine, aRenewal, LINE_ID, NOW, RENEWAL_ID } from '../unit/domain/given.ts';
import { clientOf, makeTable } from './table-on-engine.ts';

const refusal = (type: string, facts: object = {}): string =>
  JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'conflict', ...facts });
const CONFLICTS: Readonly<Record<string, string>> = {
  PutItem: refusal('TransactionConflictException'),
  UpdateItem: refusal('TransactionConflictException'),
  TransactGetItems: refusal('TransactionCanceledException', {
    CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
  }),
};

/** DynamoDB refuses requests for an item while a transaction has it; the local engine never does, so this server does it. */
describe('items that a transaction has in hand', () => {
  const requests: string[] = [];
  let conflicts = 0;
  let engine: DynamoEngine;
  let server: Server;
  let client: DynamoDBClient;
  let store: Store;

  beforeAll(async () => {
    engine = await startDynamo();
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', async () => {
        const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
        requests.push(operation);
        const conflict = CONFLICTS[operation];
        if (conflict && conflicts > 0) {
          conflicts -= 1;
          response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(conflict);
          return;
        }
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        );
        const { connection: _hop, 'content-length': _length, expect: _expect, ...rest } = headers;
        const answer = await fetch(engine.url, { method: 'POST', headers: rest, body: Buffer.concat(chunks) });
        response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
        response.end(Buffer.from(await answer.arrayBuffer()));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    client = clientOf(`http://127.0.0.1:${(server.address() as { port: number }).port}`);
    await makeTable(client, 'conflicts');
    store = dynamoStore(client, 'conflicts');
    await store.addLine(aLine());
    await store.createRenewal(aRenewal('active'), undefined);
  });
  afterAll(async () => {
    client.destroy();
    server.closeAllConnections();
    server.close();
    await engine.stop();
  });
  beforeEach(() => {
    requests.length = 0;
    conflicts = 0;
  });

  test('are read together once the transaction is over', async () => {
    conflicts = 2;
    expect(await store.activationContext(RENEWAL_ID)).toMatchObject({ line: aLine(), stored: { rev: 1 } });
    expect(requests).toEqual(['TransactGetItems', 'TransactGetItems', 'TransactGetItems']);
  });

  test('are written once it is over: a claim is not taken for lost', async () => {
    conflicts = 2;
    expect(await store.claimReminder(LINE_ID, 1, '3d.sms', NOW)).toBe(true);
    conflicts = 2;
    expect(await store.createRenewal(aRenewal('active'), undefined)).toMatchObject({ rev: 1 });
    expect(requests).toHaveLength(6);
  });

  test('are an outage when it never ends', async () => {
    conflicts = Number.POSITIVE_INFINITY;
    await expect(store.activationContext(RENEWAL_ID)).rejects.toMatchObject({ name: 'TransactionCanceledException' });
    await expect(store.claimReminder(LINE_ID, 1, '1d.sms', NOW)).rejects.toMatchObject({
      name: 'TransactionConflictException',
    });
  });
});
