import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { Account, CreateResource } from '../deployment.ts';
import { Unsupported } from '../unsupported.ts';
import { kind, meaningless } from './kind.ts';

const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));

const properties = {
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z
    .array(
      z.strictObject({
        IndexName: z.string(),
        KeySchema: keySchema,
        Projection: z.strictObject({
          ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
          NonKeyAttributes: z.array(z.string()).optional(),
        }),
      }),
    )
    .optional(),
  StreamSpecification: z
    .strictObject({ StreamViewType: z.enum(['NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY']) })
    .optional(),
  BillingMode: z.literal('PAY_PER_REQUEST'),
  TableName: z.string().optional(),
  SSESpecification: meaningless,
  PointInTimeRecoverySpecification: meaningless,
  DeletionProtectionEnabled: meaningless,
  Tags: meaningless,
  /** The engine sweeps nothing: nobody relies on when items go. */
  TimeToLiveSpecification: meaningless,
  /** The replica in the stack's own region carries protection and backup settings. */
  Replicas: z
    .array(z.looseObject({ Region: z.string() }))
    .max(1)
    .optional(),
};

/** A table on the local engine. One that is there already keeps its items, as long as its keys are the same. */
export const tableKind = (
  client: DynamoDBClient,
  { region, accountId }: Account,
  found: (tableName: string) => void,
): CreateResource =>
  kind(properties, async (given, { logicalId }) => {
    const name = given.TableName ?? logicalId;
    found(name);
    const there = await describe(client, name);
    if (there && !sameKeys(there, given.KeySchema, given.GlobalSecondaryIndexes ?? []))
      throw new Unsupported('a change of the keys of a table that exists: start with --fresh');
    if (!there)
      await client.send(
        new CreateTableCommand({
          TableName: name,
          AttributeDefinitions: given.AttributeDefinitions,
          KeySchema: given.KeySchema,
          BillingMode: 'PAY_PER_REQUEST',
          ...(given.GlobalSecondaryIndexes && { GlobalSecondaryIndexes: given.GlobalSecondaryIndexes }),
          ...(given.StreamSpecification && {
            StreamSpecification: { StreamEnabled: true, ...given.StreamSpecification },
          }),
        }),
      );
    const table = there ?? (await describe(client, name));
    return {
      ref: name,
      // The engine's own region is not ours; its stream is known by the engine's name alone.
      attributes: {
        Arn: `arn:aws:dynamodb:${region}:${accountId}:table/${name}`,
        StreamArn: table?.LatestStreamArn ?? '',
        TableId: name,
      },
    };
  });

const describe = async (client: DynamoDBClient, name: string): Promise<TableDescription | undefined> => {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
};

interface Keyed {
  readonly IndexName?: string | undefined;
  readonly KeySchema?:
    | readonly { readonly AttributeName?: string | undefined; readonly KeyType?: string | undefined }[]
    | undefined;
}

const sameKeys = (there: TableDescription, keys: Keyed['KeySchema'], indexes: readonly Keyed[]): boolean => {
  const text = (keySchema: Keyed['KeySchema']): string =>
    (keySchema ?? [])
      .map(({ AttributeName, KeyType }) => `${KeyType}=${AttributeName}`)
      .sort()
      .join();
  const all = (list: readonly Keyed[]): string =>
    list
      .map(({ IndexName, KeySchema }) => `${IndexName}:${text(KeySchema)}`)
      .sort()
      .join(';');
  return text(there.KeySchema) === text(keys) && all(there.GlobalSecondaryIndexes ?? []) === all(indexes);
};
