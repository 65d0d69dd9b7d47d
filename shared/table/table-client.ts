import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandOutput,
  TransactGetItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { DUE_INDEX, type Key } from './keys.ts';

const itemKey = z.looseObject({ pk: z.string(), sk: z.string() });
export type Item = Record<string, unknown> & Key;

export interface Update {
  /** Top-level attributes and their new values. */
  readonly set?: Readonly<Record<string, unknown>>;
  /** Further assignments by expression, for example `'#claims.#claim': ':claim'`. */
  readonly assign?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
  /** Uses `#name` for attributes and `:name` for values. */
  readonly condition: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
}

export type PutResult = { readonly written: true } | { readonly written: false; readonly found?: Item };

type Attributes = NonNullable<Parameters<typeof unmarshall>[0]>;

/** What a BatchGetItem left unread under throttling is asked for again this often, then it is an outage. */
const MAX_BATCH_READS = 5;

/** Of 1 MB each. */
const MAX_QUERY_PAGES = 20;

const read = (attributes: Attributes | undefined): Item | undefined =>
  attributes && itemKey.parse(unmarshall(attributes));
const toAttributes = (value: unknown) => marshall(value, { removeUndefinedValues: true });

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
    for (let round = 0; open.length > 0; round += 1) {
      if (round === MAX_BATCH_READS) throw new Error(`the table left ${open.length} keys unread`);
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: open, ConsistentRead: consistent } } }),
      );
      for (const found of Responses?.[tableName] ?? []) items.push(itemKey.parse(unmarshall(found)));
      open = UnprocessedKeys?.[tableName]?.Keys ?? [];
    }
    return items;
  },

  /** All items as they stood at one instant. */
  async snapshot(keys: readonly Key[]): Promise<readonly (Item | undefined)[]> {
    const { Responses = [] } = await client.send(
      new TransactGetItemsCommand({
        TransactItems: keys.map((key) => ({ Get: { TableName: tableName, Key: toAttributes(key) } })),
      }),
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

  async update(key: Key, { set = {}, assign = {}, remove = [], condition, names, values }: Update): Promise<boolean> {
    const sets = [
      ...Object.keys(set).map((name) => `#${name} = :${name}`),
      ...Object.entries(assign).map(([path, expression]) => `${path} = ${expression}`),
    ];
    const removes = remove.map((name) => `#${name}`);
    const expression = [
      sets.length > 0 ? `SET ${sets.join(', ')}` : '',
      removes.length > 0 ? `REMOVE ${removes.join(', ')}` : '',
    ].join(' ');
    const own = Object.fromEntries([...Object.keys(set), ...remove].map((name) => [`#${name}`, name]));
    const { written } = await unlessConditionFails(() =>
      client.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key: toAttributes(key),
          UpdateExpression: expression.trim(),
          ConditionExpression: condition,
          ExpressionAttributeNames: { ...own, ...names },
          ExpressionAttributeValues: toAttributes({
            ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
            ...values,
          }),
        }),
      ),
    );
    return written;
  },

  /** A whole partition that is known to be small. */
  async query(pk: string): Promise<readonly Item[]> {
    const items: Item[] = [];
    let after: QueryCommandOutput['LastEvaluatedKey'];
    for (let page = 0; page < MAX_QUERY_PAGES; page += 1) {
      const { Items = [], LastEvaluatedKey }: QueryCommandOutput = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: '#pk = :pk',
          ExpressionAttributeNames: { '#pk': 'pk' },
          ExpressionAttributeValues: toAttributes({ ':pk': pk }),
          ...(after && { ExclusiveStartKey: after }),
        }),
      );
      for (const found of Items) items.push(itemKey.parse(unmarshall(found)));
      after = LastEvaluatedKey;
      if (after === undefined) return items;
    }
    throw new Error(`partition ${pk} is larger than ${MAX_QUERY_PAGES} pages`);
  },

  /** The keys of one due partition up to and including `until`, soonest first. */
  async queryDue(
    partition: string,
    until: string,
    limit: number,
    after?: string,
  ): Promise<{ readonly keys: readonly Key[]; readonly next?: string }> {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: DUE_INDEX,
        KeyConditionExpression: '#pk = :pk AND #sk <= :until',
        ExpressionAttributeNames: { '#pk': 'duePk', '#sk': 'dueSk' },
        ExpressionAttributeValues: toAttributes({ ':pk': partition, ':until': until }),
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

export type TableClient = ReturnType<typeof tableClient>;

const namesIn = (condition: string): Record<string, string> =>
  Object.fromEntries([...condition.matchAll(/#(\w+)/g)].map(([name, word = '']) => [name, word]));

const unlessConditionFails = async (write: () => Promise<unknown>): Promise<PutResult> => {
  try {
    await write();
    return { written: true };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const found = read(error.Item);
    return { written: false, ...(found && { found }) };
  }
};
