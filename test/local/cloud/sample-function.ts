import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyEventV2, DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';

/** Does a little with every service, for the test of the local cloud as a whole. */
const { TABLE = '', QUEUE_URL = '', TOPIC_ARN = '', BUS = '', SECRET_ARN = '' } = process.env;
const dynamo = new DynamoDBClient();
const sqs = new SQSClient();
const key = (id: string) => ({ pk: { S: id } });

const countSeen = (id: string) =>
  dynamo.send(
    new UpdateItemCommand({
      TableName: TABLE,
      Key: key(`seen-${id}`),
      UpdateExpression: 'ADD #times :one',
      ExpressionAttributeNames: { '#times': 'times' },
      ExpressionAttributeValues: { ':one': { N: '1' } },
    }),
  );

export const http = async (event: APIGatewayProxyEventV2) => {
  const id = event.pathParameters?.['id'] ?? '';
  switch (event.routeKey) {
    case 'POST /items/{id}':
      await dynamo.send(new PutItemCommand({ TableName: TABLE, Item: { ...key(id), body: { S: event.body ?? '' } } }));
      return {
        statusCode: 201,
        headers: { 'X-Base64': String(event.isBase64Encoded) },
        cookies: ['a=1', 'b=2'],
        body: id,
      };
    case 'GET /items/{id}': {
      const { Item } = await dynamo.send(new GetItemCommand({ TableName: TABLE, Key: key(id), ConsistentRead: true }));
      return Item ?? null;
    }
    case 'GET /secret': {
      const { SecretString } = await new SecretsManagerClient().send(
        new GetSecretValueCommand({ SecretId: SECRET_ARN }),
      );
      return { value: SecretString, now: Date.now() };
    }
    case 'POST /messages/{id}': {
      const channel = { DataType: 'String', StringValue: event.queryStringParameters?.['channel'] ?? '' };
      await new SNSClient().send(
        new PublishCommand({ TopicArn: TOPIC_ARN, Message: id, MessageAttributes: { channel } }),
      );
      return { published: true };
    }
    case 'GET /forbidden/{what}':
      return forbidden(event.pathParameters?.['what'] ?? '').then(
        () => ({ refused: false }),
        (error: Error) => ({ refused: true, name: error.name, message: error.message }),
      );
    default:
      throw new Error('nothing at this route');
  }
};

/** What the role does not allow. */
const forbidden = (what: string): Promise<unknown> => {
  switch (what) {
    case 'action':
      return dynamo.send(new ScanCommand({ TableName: TABLE }));
    case 'index':
      return dynamo.send(new QueryCommand({ TableName: TABLE, IndexName: 'none' }));
    case 'part':
      return dynamo.send(
        new TransactWriteItemsCommand({ TransactItems: [{ Delete: { TableName: TABLE, Key: key('x') } }] }),
      );
    case 'queue':
      return sqs.send(new SendMessageCommand({ QueueUrl: QUEUE_URL.replace('Queue', 'Events'), MessageBody: 'x' }));
    case 'topic':
      return new SNSClient().send(new PublishCommand({ TopicArn: `${TOPIC_ARN}-other`, Message: 'x' }));
    default:
      return new SecretsManagerClient().send(new GetSecretValueCommand({ SecretId: 'arn:aws:secretsmanager:x' }));
  }
};

export const stream = async (event: DynamoDBStreamEvent) => {
  for (const { dynamodb } of event.Records) {
    const id = dynamodb?.NewImage?.['pk']?.S ?? '';
    if (id.startsWith('poison')) return { batchItemFailures: [{ itemIdentifier: dynamodb?.SequenceNumber }] };
    await sqs.send(new SendMessageCommand({ QueueUrl: QUEUE_URL, MessageBody: id }));
  }
  return { batchItemFailures: [] };
};

export const queue = async (event: SQSEvent) => {
  const failed: string[] = [];
  for (const { body, messageId } of event.Records) {
    if (body.startsWith('bad')) failed.push(messageId);
    else await countSeen(body);
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
};

export const tick = async () => {
  const detail = JSON.stringify({ at: new Date().toISOString() });
  await new EventBridgeClient().send(
    new PutEventsCommand({ Entries: [{ EventBusName: BUS, Source: 'sample', DetailType: 'tick', Detail: detail }] }),
  );
};
