import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const att = (logicalId: string, attribute: string) => ({ 'Fn::GetAtt': [logicalId, attribute] });
const ref = (name: string) => ({ Ref: name });
const document = (Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
const allow = (Action: unknown, Resource: unknown) => ({ Effect: 'Allow', Action, Resource });
const path = (name: string) => ({ Metadata: { 'aws:cdk:path': `sample/${name}/Resource` } });

const variables = {
  TABLE: ref('Table'),
  QUEUE_URL: ref('Queue'),
  TOPIC_ARN: ref('Topic'),
  BUS: ref('Bus'),
  SECRET_ARN: ref('Secret'),
};

const lambda = (name: string, handler: string) => ({
  Type: 'AWS::Lambda::Function',
  ...path(name),
  Properties: {
    Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
    Handler: `index.${handler}`,
    Runtime: 'nodejs24.x',
    Role: att('Role', 'Arn'),
    Timeout: 10,
    Environment: { Variables: variables },
  },
});

const route = (RouteKey: string) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: { ApiId: ref('Api'), RouteKey, Target: { 'Fn::Join': ['', ['integrations/', ref('Integration')]] } },
});

const queue = (Properties: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties });

const resources = {
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: {}, Policies: [{ PolicyName: 'own', PolicyDocument: document([]) }] },
  },
  Policy: {
    Type: 'AWS::IAM::Policy',
    Properties: {
      PolicyName: 'all',
      Roles: [ref('Role')],
      PolicyDocument: document([
        allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], att('Table', 'Arn')),
        allow(
          ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
          att('Table', 'StreamArn'),
        ),
        allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], att('Queue', 'Arn')),
        allow('sqs:SendMessage', [att('Queue', 'Arn'), att('StreamFailures', 'Arn')]),
        allow('sns:Publish', ref('Topic')),
        allow('events:Put*', att('Bus', 'Arn')),
        allow('secretsmanager:GetSecretValue', ref('Secret')),
        allow('lambda:InvokeFunction', att('Tick', 'Arn')),
      ]),
    },
  },
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    },
  },
  DeadQueue: queue(),
  StreamFailures: queue(),
  Queue: queue({
    VisibilityTimeout: 1,
    RedrivePolicy: { deadLetterTargetArn: att('DeadQueue', 'Arn'), maxReceiveCount: 2 },
  }),
  Topic: { Type: 'AWS::SNS::Topic', Properties: {} },
  Subscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: {
      TopicArn: ref('Topic'),
      Protocol: 'sqs',
      Endpoint: att('Queue', 'Arn'),
      RawMessageDelivery: true,
      FilterPolicy: { channel: ['wanted'] },
    },
  },
  Secret: { Type: 'AWS::SecretsManager::Secret', ...path('account'), Properties: { Description: 'of the sample' } },
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'sample' } },
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventBusName: ref('Bus'),
      EventPattern: { source: ['sample'], 'detail-type': ['tick'] },
      State: 'ENABLED',
      Targets: [{ Id: 'all', Arn: att('Events', 'Arn') }],
    },
  },
  Events: queue(),
  Http: lambda('http', 'http'),
  Stream: lambda('stream', 'stream'),
  Worker: lambda('worker', 'queue'),
  Tick: lambda('tick', 'tick'),
  StreamSource: {
    Type: 'AWS::Lambda::EventSourceMapping',
    DependsOn: 'Policy',
    Properties: {
      EventSourceArn: att('Table', 'StreamArn'),
      FunctionName: ref('Stream'),
      StartingPosition: 'TRIM_HORIZON',
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 1,
      MaximumRecordAgeInSeconds: 3600,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      FilterCriteria: {
        Filters: [{ Pattern: JSON.stringify({ dynamodb: { NewImage: { body: { S: [{ exists: true }] } } } }) }],
      },
      DestinationConfig: { OnFailure: { Destination: att('StreamFailures', 'Arn') } },
    },
  },
  QueueSource: {
    Type: 'AWS::Lambda::EventSourceMapping',
    DependsOn: ['Policy'],
    Properties: {
      EventSourceArn: att('Queue', 'Arn'),
      FunctionName: ref('Worker'),
      BatchSize: 5,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    },
  },
  Schedule: {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      ScheduleExpression: 'rate(1 hour)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: att('Tick', 'Arn'), RoleArn: att('Role', 'Arn') },
    },
  },
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'sample', ProtocolType: 'HTTP' } },
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: ref('Api'),
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: att('Http', 'Arn'),
      PayloadFormatVersion: '2.0',
    },
  },
  Stage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { ApiId: ref('Api'), StageName: '$default', AutoDeploy: true },
  },
  PostItem: route('POST /items/{id}'),
  GetItem: route('GET /items/{id}'),
  GetSecret: route('GET /secret'),
  PostMessage: route('POST /messages/{id}'),
  GetBroken: route('GET /broken'),
  GetForbidden: route('GET /forbidden/{what}'),
};

/** Writes a small cloud assembly as CDK would, with a bundle of real code that uses the real SDK. */
export const writeSampleAssembly = async (folder: string, more: object = {}): Promise<void> => {
  mkdirSync(join(folder, 'asset.code'), { recursive: true });
  await build({
    entryPoints: [join(import.meta.dirname, 'sample-function.ts')],
    outfile: join(folder, 'asset.code/index.js'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    logLevel: 'error',
  });
  const write = (name: string, value: unknown): void => writeFileSync(join(folder, name), JSON.stringify(value));
  write('package.json', { type: 'commonjs' });
  write('sample.template.json', { Resources: { ...resources, ...more } });
  write('sample.assets.json', {
    version: '1',
    files: {
      code: {
        source: { path: 'asset.code', packaging: 'zip' },
        destinations: { here: { bucketName: 'assets', objectKey: 'code.zip' } },
      },
    },
  });
  write('manifest.json', {
    version: '1',
    artifacts: {
      sample: { type: 'aws:cloudformation:stack', properties: { templateFile: 'sample.template.json' } },
    },
  });
};
