import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DUE_INDEX, REVIEW_INDEX } from '../../shared/table/keys.ts';

/** A client as a function on this machine has it: real signatures, any credentials. */
export const clientOf = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: 'ap-northeast-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });

const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
const hash = (AttributeName: string) => ({ AttributeName, KeyType: 'HASH' as const });
const range = (AttributeName: string) => ({ AttributeName, KeyType: 'RANGE' as const });

/** The table as the data stack describes it; without its stream, many writes cost the engine less. */
export const makeTable = async (
  client: DynamoDBClient,
  name: string,
  { streamed = true }: { readonly streamed?: boolean } = {},
): Promise<string> => {
  const { TableDescription } = await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'duePk', 'dueSk', 'reviewPk', 'reviewSk'].map(text),
      KeySchema: [hash('pk'), range('sk')],
      GlobalSecondaryIndexes: [
        {
          IndexName: DUE_INDEX,
          KeySchema: [hash('duePk'), range('dueSk')],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
        {
          IndexName: REVIEW_INDEX,
          KeySchema: [hash('reviewPk'), range('reviewSk')],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
      ...(streamed && { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } }),
    }),
  );
  return TableDescription?.LatestStreamArn ?? '';
};
