import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandOutput,
  TransactGetItemsCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { despiteConflicts } from './conflicts.ts';
import type { Key } from './keys.ts';
import { type Condition, toAttributes, type Update, updateExpression } from './update-expression.ts';

const itemKey = z.looseObject({ pk: z.string(), sk: z.string() });
export type Item = Record<string, unknown> & Key;

interface PutWrite extends Condition {
  readonly put: Key;
}
interface UpdateWrite extends Update {
  readonly update: Key;
}
/** Whether there was something or not. */
interface FreeWrite {
  readonly remove: Key;
}
interface FreePut {
  readonly put: Key;
}

/** What to find in a secondary index. */
export interface IndexQuery {
  readonly index: string;
  readonly condition: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
}

export type PutResult = { readonly written: true } | { readonly written: false; readonly found?: Item };

type Attributes = NonNullable<Parameters<typeof unmarshall>[0]>;

/** What a BatchGetItem left unread under throttling is asked for again this often, then it is an outage. */
const MAX_BATCH_READS = 5;

/** DynamoDB's limit of keys in one BatchGetItem. */
const MAX_KEYS_PER_BATCH = 100;

/** Of 1 MB each. */
const MAX_QUERY_PAGES = 20;

/** A partition, or a part of it whose sort keys begin alike. */
const within = (pk: string, skPrefix: string) => ({
  KeyConditionExpression: skPrefix === '' ? '#pk = :pk' : '#pk = :pk AND begins_with(#sk, :prefix)',
  ExpressionAttributeNames: { '#pk': 'pk', ...(skPrefix !== '' && { '#sk': 'sk' }) },
  ExpressionAttributeValues: toAttributes({ ':pk': pk, ...(skPrefix !== '' && { ':prefix': skPrefix }) }),
});

const read = (attributes: Attributes | undefined): Item | undefined =>
  attributes && itemKey.parse(unmarshall(attributes));

/** The few shapes of request that the store needs, in plain objects instead of attribute values. */
export const tableClient = (client: DynamoDBClient, tableName: string) => ({
  async get(key: Key, consistent: boolean): Promise<Item | undefined> {
    const { Item: found } = await client.send(
      new GetItemCommand({ TableName: tableName, Key: toAttributes(key), ConsistentRead: consistent }),
    );
    return read(found);
  },

  async batchGet(keys: readonly Key[], consistent = false): Promise<readonly Item[]> {
    const items: Item[] = [];
    let open = keys.map((key) => toAttributes(key));
    for (let unread = 0; open.length > 0; ) {
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetItemCommand({
          RequestItems: { [tableName]: { Keys: open.slice(0, MAX_KEYS_PER_BATCH), ConsistentRead: consistent } },
        }),
      );
      for (const found of Responses?.[tableName] ?? []) items.push(itemKey.parse(unmarshall(found)));
      const left = UnprocessedKeys?.[tableName]?.Keys ?? [];
      open = [...left, ...open.slice(MAX_KEYS_PER_BATCH)];
      unread += left.length > 0 ? 1 : 0;
      if (unread === MAX_BATCH_READS) throw new Error(`the table left ${open.length} keys unread`);
    }
    return items;
  },

  /** All items as they stood at one instant. */
  async snapshot(keys: readonly Key[]): Promise<readonly (Item | undefined)[]> {
    const TransactItems = keys.map((key) => ({ Get: { TableName: tableName, Key: toAttributes(key) } }));
    const { Responses = [] } = await despiteConflicts(() =>
      client.send(new TransactGetItemsCommand({ TransactItems })),
    );
    return Responses.map(({ Item: found }) => read(found));
  },

  async put(item: Key, condition?: string, values: Readonly<Record<string, unknown>> = {}): Promise<PutResult> {
    return unlessConditionFails(() =>
      client.send(
        new PutItemCommand({
          TableName: tableName,
          Item: toAttributes(item),
          ...(condition && {
            ConditionExpression: condition,
            ExpressionAttributeNames: namesIn(condition),
            ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: toAttributes(values) }),
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        }),
      ),
    );
  },

  async update(key: Key, update: Update): Promise<boolean> {
    const { written } = await unlessConditionFails(() =>
      client.send(new UpdateItemCommand({ TableName: tableName, Key: toAttributes(key), ...updateExpression(update) })),
    );
    return written;
  },

  /** Adds to numbers, from nothing where there are none, and answers the item as it is then, or as it was in the way. */
  async add(key: Key, { add, set, condition, values }: Addition): Promise<{ written: boolean; item?: Item }> {
    const names = [...Object.keys(add), ...Object.keys(set)];
    const sum = (of: Readonly<Record<string, unknown>>, between: string): string =>
      Object.keys(of)
        .map((name) => `#${name} ${between}:${name}`)
        .join(', ');
    let item: Item | undefined;
    const result = await unlessConditionFails(async () => {
      const { Attributes } = await client.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key: toAttributes(key),
          UpdateExpression: `ADD ${sum(add, '')} SET ${sum(set, '= ')}`,
          ConditionExpression: condition,
          ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
          ExpressionAttributeValues: toAttributes({ ...prefixed(add), ...prefixed(set), ...values }),
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      item = read(Attributes);
    });
    const found = result.written ? item : result.found;
    return { written: result.written, ...(found && { item: found }) };
  },

  /** Leaves nothing under the key, whether there was something or not. */
  async remove(key: Key): Promise<void> {
    await despiteConflicts(() => client.send(new DeleteItemCommand({ TableName: tableName, Key: toAttributes(key) })));
  },

  /** All of these writes or none; `false` when a condition did not hold or somebody else was writing. */
  async transact(writes: readonly (PutWrite | FreePut | UpdateWrite | FreeWrite)[]): Promise<boolean> {
    const TransactItems = writes.map((write) => {
      if ('update' in write)
        return { Update: { TableName: tableName, Key: toAttributes(write.update), ...updateExpression(write) } };
      if (!('put' in write)) return { Delete: { TableName: tableName, Key: toAttributes(write.remove) } };
      const put = { TableName: tableName, Item: toAttributes(write.put) };
      return 'condition' in write
        ? {
            Put: {
              ...put,
              ConditionExpression: write.condition,
              ExpressionAttributeNames: write.names,
              ...(Object.keys(write.values).length > 0 && { ExpressionAttributeValues: toAttributes(write.values) }),
            },
          }
        : { Put: put };
    });
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems }));
      return true;
    } catch (error) {
      if (error instanceof TransactionCanceledException && isLostRace(error)) return false;
      throw error;
    }
  },

  /** A whole partition that is known to be small. */
  async query(pk: string, skPrefix = ''): Promise<readonly Item[]> {
    const items: Item[] = [];
    let after: QueryCommandOutput['LastEvaluatedKey'];
    for (let page = 0; page < MAX_QUERY_PAGES; page += 1) {
      const { Items = [], LastEvaluatedKey }: QueryCommandOutput = await client.send(
        new QueryCommand({
          TableName: tableName,
          ...within(pk, skPrefix),
          ...(after && { ExclusiveStartKey: after }),
        }),
      );
      for (const found of Items) items.push(itemKey.parse(unmarshall(found)));
      after = LastEvaluatedKey;
      if (after === undefined) return items;
    }
    throw new Error(`partition ${pk} is larger than ${MAX_QUERY_PAGES} pages`);
  },

  /** Up to `limit` items of a partition after the key `after`, and whether there are more. */
  async queryPage(
    pk: string,
    skPrefix: string,
    limit: number,
    after: string | undefined,
  ): Promise<{ readonly items: readonly Item[]; readonly isMore: boolean }> {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: tableName,
        ...within(pk, skPrefix),
        Limit: limit,
        ...(after !== undefined && { ExclusiveStartKey: toAttributes({ pk, sk: after }) }),
      }),
    );
    return {
      items: Items.map((found) => itemKey.parse(unmarshall(found))),
      isMore: LastEvaluatedKey !== undefined,
    };
  },

  /** The last items of a partition, the last one first. */
  async queryLast(pk: string, limit: number): Promise<readonly Item[]> {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: '#pk = :pk',
        ExpressionAttributeNames: { '#pk': 'pk' },
        ExpressionAttributeValues: toAttributes({ ':pk': pk }),
        ScanIndexForward: false,
        Limit: limit,
      }),
    );
    return Items.map((found) => itemKey.parse(unmarshall(found)));
  },

  /** One page of the keys that a sparse index holds, in its order. */
  async queryIndex(
    { index, condition, names, values }: IndexQuery,
    limit: number,
    after?: string,
  ): Promise<{ readonly keys: readonly Key[]; readonly next?: string }> {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: index,
        KeyConditionExpression: condition,
        ExpressionAttributeNames: { ...names },
        ExpressionAttributeValues: toAttributes(values),
        Limit: limit,
        ...(after && { ExclusiveStartKey: toAttributes(JSON.parse(after)) }),
      }),
    );
    return {
      keys: Items.map((found) => itemKey.parse(unmarshall(found))),
      ...(LastEvaluatedKey && { next: JSON.stringify(unmarshall(LastEvaluatedKey)) }),
    };
  },
});

interface Addition {
  readonly add: Readonly<Record<string, number>>;
  readonly set: Readonly<Record<string, unknown>>;
  readonly condition: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const prefixed = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value]));

export type TableClient = ReturnType<typeof tableClient>;

const namesIn = (condition: string): Record<string, string> =>
  Object.fromEntries([...condition.matchAll(/#(\w+)/g)].map(([name, word = '']) => [name, word]));

const unlessConditionFails = async (write: () => Promise<unknown>): Promise<PutResult> => {
  try {
    await despiteConflicts(write);
    return { written: true };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const found = read(error.Item);
    return { written: false, ...(found && { found }) };
  }
};

/** Why each item of a cancelled transaction did not go through (DynamoDB API, TransactWriteItems, CancellationReasons). */
const LOST_RACE = new Set(['None', 'ConditionalCheckFailed', 'TransactionConflict']);

const isLostRace = ({ CancellationReasons = [] }: TransactionCanceledException): boolean =>
  CancellationReasons.length > 0 && CancellationReasons.every(({ Code = 'None' }) => LOST_RACE.has(Code));
