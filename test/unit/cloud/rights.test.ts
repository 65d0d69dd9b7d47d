import { describe, expect, test } from '@jest/globals';
import { permissionsNeeded } from '../../../local/cloud/rights/needed.ts';
import { allows, policyDocument } from '../../../local/cloud/rights/policy.ts';

const account = { region: 'ap-northeast-1', accountId: '000000000000' };

const needed = (service: string, operation: string, body: unknown) =>
  permissionsNeeded(
    {
      service,
      operation,
      body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
      method: 'POST',
      path: '/',
      headers: {},
      accessKeyId: 'local-x',
    },
    account,
  ).map(({ action, resource }) => `${action} ${resource}`);

const TABLE = 'arn:aws:dynamodb:ap-northeast-1:000000000000:table/t';

describe('what a request needs', () => {
  test.each<[string, string, unknown, string[]]>([
    ['dynamodb', 'GetItem', { TableName: 't' }, [`dynamodb:GetItem ${TABLE}`]],
    ['dynamodb', 'Query', { TableName: 't', IndexName: 'due' }, [`dynamodb:Query ${TABLE}/index/due`]],
    ['dynamodb', 'BatchGetItem', { RequestItems: { t: {} } }, [`dynamodb:BatchGetItem ${TABLE}`]],
    ['dynamodb', 'TransactGetItems', { TransactItems: [{ Get: { TableName: 't' } }] }, [`dynamodb:GetItem ${TABLE}`]],
    [
      'dynamodb',
      'TransactWriteItems',
      {
        TransactItems: [
          { Put: { TableName: 't' } },
          { Update: { TableName: 't' } },
          { ConditionCheck: { TableName: 't' } },
        ],
      },
      [`dynamodb:PutItem ${TABLE}`, `dynamodb:UpdateItem ${TABLE}`, `dynamodb:ConditionCheckItem ${TABLE}`],
    ],
    [
      'sqs',
      'SendMessageBatch',
      { QueueUrl: 'http://h/000000000000/q' },
      ['sqs:SendMessage arn:aws:sqs:ap-northeast-1:000000000000:q'],
    ],
    ['sns', 'PublishBatch', 'Action=PublishBatch&TopicArn=arn%3Aaws%3Asns%3Ax', ['sns:Publish arn:aws:sns:x']],
    [
      'events',
      'PutEvents',
      { Entries: [{ EventBusName: 'b' }] },
      ['events:PutEvents arn:aws:events:ap-northeast-1:000000000000:event-bus/b'],
    ],
    [
      'ses',
      '/v2/email/outbound-emails',
      { FromEmailAddress: 'a@example.com', ConfigurationSetName: 's' },
      [
        'ses:SendEmail arn:aws:ses:ap-northeast-1:000000000000:identity/a@example.com',
        'ses:SendEmail arn:aws:ses:ap-northeast-1:000000000000:configuration-set/s',
      ],
    ],
    [
      'sms-voice',
      'SendTextMessage',
      { OriginationIdentity: 'KEIZOKU' },
      ['sms-voice:SendTextMessage arn:aws:sms-voice:ap-northeast-1:000000000000:sender-id/KEIZOKU'],
    ],
    ['kinesis', 'PutRecord', {}, ['kinesis:PutRecord *']],
  ])('%s %s', (service, operation, body, expected) => {
    expect(needed(service, operation, body)).toEqual(expected);
  });
});

describe('what a role allows', () => {
  const statements = policyDocument.parse({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: ['dynamodb:Get*', 'sqs:SendMessage'], Resource: [TABLE, 'arn:aws:sqs:*:q?'] },
      { Effect: 'Deny', Action: 'dynamodb:GetRecords', Resource: '*' },
    ],
  }).Statement;

  test.each([
    ['dynamodb:GetItem', TABLE, true],
    ['DynamoDB:getitem', TABLE, true],
    ['dynamodb:GetItem', `${TABLE}/index/due`, false],
    ['dynamodb:PutItem', TABLE, false],
    ['dynamodb:GetRecords', TABLE, false],
    ['sqs:SendMessage', 'arn:aws:sqs:x:q1', true],
    ['sqs:SendMessage', 'arn:aws:sqs:x:q', false],
    ['sqs:SendMessage', 'arn:aws:sqs:x:q12', false],
    ['sqs:SendMessageBatch', 'arn:aws:sqs:x:q1', false],
  ])('%s on %s → %j', (action, resource, expected) => {
    expect(allows(statements, { action, resource })).toBe(expected);
  });

  test('nothing is allowed by nobody', () => {
    expect(allows([], { action: 'a:B', resource: '*' })).toBe(false);
  });
});
