import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { stageConfig } from '../../infra/config.ts';
import { DUE_INDEX, REVIEW_INDEX } from '../../shared/table/keys.ts';
import { ofType, type Resource, referredIn, synthesized } from './synthesized.ts';

const PROJECT = join(import.meta.dirname, '../..');
const prod = synthesized('prod');
const dev = synthesized('dev');
const local = synthesized('local');

const functions = ofType(prod.all, 'AWS::Lambda::Function');
const queues = ofType(prod.all, 'AWS::SQS::Queue');
const deadLetterIds = new Set(
  queues.flatMap(([, { Properties }]) => referredIn(Properties.RedrivePolicy?.deadLetterTargetArn)),
);
const alarms = ofType(prod.all, 'AWS::CloudWatch::Alarm');
const failureIds = new Set([
  ...deadLetterIds,
  ...ofType(prod.all, 'AWS::SNS::Subscription').flatMap(([, { Properties }]) => referredIn(Properties.RedrivePolicy)),
  ...ofType(prod.all, 'AWS::Events::Rule').flatMap(([, { Properties }]) =>
    Properties.Targets.flatMap((target: { DeadLetterConfig: unknown }) => referredIn(target.DeadLetterConfig)),
  ),
  ...ofType(prod.all, 'AWS::Scheduler::Schedule').flatMap(([, { Properties }]) =>
    referredIn(Properties.Target.DeadLetterConfig),
  ),
  ...ofType(prod.all, 'AWS::Lambda::EventSourceMapping').flatMap(([, { Properties }]) =>
    referredIn(Properties.DestinationConfig),
  ),
  ...ofType(prod.all, 'AWS::Lambda::EventInvokeConfig').flatMap(([, { Properties }]) =>
    referredIn(Properties.DestinationConfig),
  ),
]);

const WRITES_ITS_LOG = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const TAKES_MESSAGES = [
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
  'sqs:ReceiveMessage',
];
/** The library's grant for a failure destination. */
const GIVES_UP_TO_A_QUEUE = ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'];
const READS_A_SECRET = 'secretsmanager:GetSecretValue';
const NOTES_USAGE = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'];

/** TransactGetItems is allowed by GetItem, the batches of SQS and SNS by the single action. */
const RIGHTS = {
  'renewal-api': [
    'dynamodb:GetItem',
    'dynamodb:BatchGetItem',
    'dynamodb:DeleteItem',
    'dynamodb:Query',
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
    READS_A_SECRET,
    'sqs:SendMessage',
  ],
  'api-docs': [],
  'staff-api': ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
  'webhook-stripe': ['dynamodb:GetItem', 'dynamodb:PutItem', READS_A_SECRET],
  'webhook-paypal': ['dynamodb:GetItem', 'dynamodb:PutItem', READS_A_SECRET],
  'carrier-webhook-soracom': [...NOTES_USAGE, 'sqs:SendMessage', READS_A_SECRET],
  // Soracom tells neither usage nor credit: there is no secret to read.
  'usage-refresher': [...TAKES_MESSAGES, ...NOTES_USAGE],
  'carrier-watch': [
    ...GIVES_UP_TO_A_QUEUE,
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
    'dynamodb:Query',
    'events:PutEvents',
  ],
  'carrier-reconciler': [
    ...GIVES_UP_TO_A_QUEUE,
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
    'dynamodb:Query',
    'events:PutEvents',
    READS_A_SECRET,
  ],
  reconciler: [
    ...GIVES_UP_TO_A_QUEUE,
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:Query',
    'events:PutEvents',
    READS_A_SECRET,
  ],
  'activation-worker': [
    ...TAKES_MESSAGES,
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
    READS_A_SECRET,
  ],
  'refund-worker': [...TAKES_MESSAGES, 'dynamodb:GetItem', 'dynamodb:PutItem', READS_A_SECRET],
  'reminder-publisher': [
    ...TAKES_MESSAGES,
    'dynamodb:BatchGetItem',
    'dynamodb:UpdateItem',
    'sns:Publish',
    'sqs:SendMessage',
  ],
  'email-sender': [
    ...TAKES_MESSAGES,
    'dynamodb:GetItem',
    'dynamodb:Query',
    'dynamodb:UpdateItem',
    READS_A_SECRET,
    'ses:SendEmail',
  ],
  'sms-sender': [
    ...TAKES_MESSAGES,
    'dynamodb:GetItem',
    'dynamodb:Query',
    'dynamodb:UpdateItem',
    READS_A_SECRET,
    'sms-voice:SendTextMessage',
  ],
  'message-feedback': [...TAKES_MESSAGES, 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
  'contacts-api': [
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
    'dynamodb:DeleteItem',
    READS_A_SECRET,
    'sns:Publish',
  ],
  unsubscribe: ['dynamodb:GetItem', 'dynamodb:UpdateItem', READS_A_SECRET],
  'expiry-reminders': [...GIVES_UP_TO_A_QUEUE, 'dynamodb:Query', 'dynamodb:GetItem', 'dynamodb:PutItem'],
  sweeper: [
    ...GIVES_UP_TO_A_QUEUE,
    'dynamodb:Query',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
    READS_A_SECRET,
  ],
  dispatcher: [
    ...GIVES_UP_TO_A_QUEUE,
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
    'sns:Publish',
    'events:PutEvents',
    'dynamodb:PutItem',
  ],
};

/** The resources that cannot be named to the end, and why. */
const WIDE_RESOURCES = [[/:sender-id\/KEIZOKU\*"/, 'the ARN of a sender id ends with the country']] as const;

const purposeOf = (resource: unknown): string | undefined =>
  WIDE_RESOURCES.find(([pattern]) => pattern.test(JSON.stringify(resource)))?.[1];

describe('what must not be lost', () => {
  test('the table has the key schema of the code, a stream of both images, and recovery', () => {
    prod.data.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: DUE_INDEX,
          KeySchema: [
            { AttributeName: 'duePk', KeyType: 'HASH' },
            { AttributeName: 'dueSk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
        {
          IndexName: REVIEW_INDEX,
          KeySchema: [
            { AttributeName: 'reviewPk', KeyType: 'HASH' },
            { AttributeName: 'reviewSk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true },
      Replicas: [
        Match.objectLike({
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        }),
      ],
    });
  });

  test.each([
    ['prod', 'Retain', true],
    ['dev', 'Delete', false],
    ['local', 'Delete', false],
  ])('in %s tables, bus, archive and secrets have the policy %s', (stage, policy, isProtected) => {
    const { all, dataStack } = { prod, dev, local }[stage] ?? prod;
    const stateful = [
      'AWS::DynamoDB::GlobalTable',
      'AWS::Events::EventBus',
      'AWS::Events::Archive',
      'AWS::SecretsManager::Secret',
    ];
    for (const type of stateful) {
      const found = ofType(all, type);
      expect(found.length).toBeGreaterThan(0);
      for (const [, { DeletionPolicy }] of found) expect(DeletionPolicy).toBe(policy);
    }
    expect(dataStack.terminationProtection).toBe(isProtected);
  });

  test('no secret value stands in a template', () => {
    for (const [, { Properties }] of ofType(prod.all, 'AWS::SecretsManager::Secret'))
      expect(Properties).not.toHaveProperty('SecretString');
    expect(JSON.stringify(prod.all)).not.toMatch(/sk_(test|live)_|whsec_[A-Za-z0-9]/);
  });
});

describe('queues and asynchronous paths', () => {
  test('every queue has a dead-letter queue or is where failures end', () => {
    for (const [id, { Properties }] of queues)
      expect([id, Properties.RedrivePolicy !== undefined || failureIds.has(id)]).toEqual([id, true]);
  });

  test('every queue where failures end has an alarm that says what it means for people and what to do', () => {
    const watched = new Set(alarms.flatMap(([, { Properties }]) => referredIn(Properties.Dimensions)));
    expect([...failureIds].filter((id) => !watched.has(id))).toEqual([]);
  });

  test('the alarms may publish where they ring', () => {
    const [alarmTopic = ''] = alarms.flatMap(([, { Properties }]) => referredIn(Properties.AlarmActions));
    const statements = ofType(prod.all, 'AWS::SNS::TopicPolicy')
      .filter(([, { Properties }]) => referredIn(Properties.Topics).includes(alarmTopic))
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
    expect(statements).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    );
  });

  test('a renewal in review and money that is held call for a person, where the alarms ring too', () => {
    const [alarmTopic] = alarms.flatMap(([, { Properties }]) => referredIn(Properties.AlarmActions));
    const calls = ofType(prod.all, 'AWS::Events::Rule')
      .map(([, { Properties }]) => Properties)
      .filter(({ Targets }) => referredIn(Targets[0].Arn)[0] === alarmTopic);
    expect(calls.map(({ EventPattern }) => EventPattern)).toEqual(
      expect.arrayContaining([
        { source: ['keizoku'], 'detail-type': ['renewal.status_changed'], detail: { status: ['needs_review'] } },
        { source: ['keizoku'], 'detail-type': ['payment.held'] },
        { source: ['keizoku'], 'detail-type': ['payment.disputed'] },
        { source: ['keizoku'], 'detail-type': ['renewal.served_for_nothing'] },
        { source: ['keizoku'], 'detail-type': ['carrier.float_low', 'carrier.float_restored'] },
      ]),
    );
  });

  test('every alarm names its impact, rings, and leads to a step that the runbook has', () => {
    const runbook = readFileSync(join(PROJECT, 'docs/runbook.md'), 'utf8');
    expect(alarms.length).toBeGreaterThan(10);
    for (const [, { Properties }] of alarms) {
      const [, impact = '', anchor = ''] =
        /^(.+) What to do: docs\/runbook\.md#([\w-]+)$/.exec(Properties.AlarmDescription) ?? [];
      expect(impact).toMatch(/(Travellers|travellers|people)/);
      // The step has a heading and words of its own below it.
      expect([anchor, new RegExp(`<a id="${anchor}"></a>\n### .+\n[^#\n][^#]{80,}`).test(runbook)]).toEqual([
        anchor,
        true,
      ]);
      expect(Properties.AlarmActions).toHaveLength(1);
    }
  });

  test('a queue hides a message for six times the time-out of its function', () => {
    for (const [, { Properties }] of ofType(prod.all, 'AWS::Lambda::EventSourceMapping')) {
      const queue = prod.all[referredIn(Properties.EventSourceArn)[0] ?? ''];
      if (queue?.Type !== 'AWS::SQS::Queue') continue;
      const worker = prod.all[referredIn(Properties.FunctionName)[0] ?? ''];
      expect(queue.Properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * worker?.Properties.Timeout);
      expect(Properties.ScalingConfig.MaximumConcurrency).toBeGreaterThanOrEqual(2);
    }
  });

  test('every source reports which messages failed', () => {
    const sources = ofType(prod.all, 'AWS::Lambda::EventSourceMapping');
    expect(sources).toHaveLength(8);
    for (const [, { Properties }] of sources)
      expect(Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
  });

  test('a poison record leaves the stream: halved, finite tries and age, a failure queue', () => {
    prod.service.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      StartingPosition: 'TRIM_HORIZON',
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 5,
      MaximumRecordAgeInSeconds: 21_600,
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    });
  });

  test('schedules are those of EventBridge Scheduler, with retries and a dead-letter queue', () => {
    const schedules = ofType(prod.all, 'AWS::Scheduler::Schedule');
    expect(schedules).toHaveLength(5);
    for (const [, { Properties }] of schedules)
      expect(Properties.Target).toMatchObject({ RetryPolicy: { MaximumRetryAttempts: 2 }, DeadLetterConfig: {} });
    expect(ofType(prod.all, 'AWS::Events::Rule').filter(([, { Properties }]) => Properties.ScheduleExpression)).toEqual(
      [],
    );
  });

  test.each([
    ['sweeper', 20 * 60],
    ['expiry-reminders', 20 * 60],
    ['carrier-watch', 20 * 60],
    ['reconciler', 26 * 60 * 60],
    ['carrier-reconciler', 26 * 60 * 60],
  ])('%s rings when it has not run for %d seconds, which no data counts as', (name, seconds) => {
    const [[id = ''] = []] = functions.filter(
      ([, { Properties }]) => Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME === name,
    );
    const [silent, ...others] = alarms
      .map(([, { Properties }]) => Properties)
      .filter(({ MetricName, Dimensions }) => MetricName === 'Invocations' && referredIn(Dimensions).includes(id));
    expect(others).toEqual([]);
    expect(silent).toMatchObject({
      TreatMissingData: 'breaching',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      Statistic: 'Sum',
      AlarmDescription: expect.stringMatching(
        / It has not run for [\w ]+\. What to do: docs\/runbook\.md#has-not-run$/,
      ),
    });
    expect(silent.Period * silent.EvaluationPeriods).toBe(seconds);
  });

  test('nothing runs on a schedule without an alarm for its silence', () => {
    const woken = ofType(prod.all, 'AWS::Scheduler::Schedule').flatMap(([, { Properties }]) =>
      referredIn(Properties.Target.Arn),
    );
    const watched = alarms
      .filter(([, { Properties }]) => Properties.TreatMissingData === 'breaching')
      .flatMap(([, { Properties }]) => referredIn(Properties.Dimensions));
    expect(watched.sort()).toEqual(woken.sort());
  });

  test('a stream that lags and an API that fails ring too', () => {
    const watched = alarms.map(([, { Properties }]) => `${Properties.MetricName} >= ${Properties.Threshold}`);
    expect(watched).toEqual(expect.arrayContaining(['IteratorAge >= 600000', '5xx >= 5']));
  });

  test('only services that act for our own topic or rule may fill a queue', () => {
    for (const [id, { Properties }] of ofType(prod.all, 'AWS::SQS::QueuePolicy'))
      for (const { Effect, Principal, Condition } of Properties.PolicyDocument.Statement)
        if (Effect === 'Allow' && Principal.Service)
          expect([id, referredIn(Condition?.ArnEquals?.['aws:SourceArn'])]).toEqual([id, [expect.any(String)]]);
  });

  test('queues and topics refuse what is not encrypted in transit', () => {
    const policies = [...ofType(prod.all, 'AWS::SQS::QueuePolicy'), ...ofType(prod.all, 'AWS::SNS::TopicPolicy')];
    const covered = new Set<string>();
    for (const [, { Properties }] of policies)
      if (JSON.stringify(Properties.PolicyDocument).includes('"aws:SecureTransport":"false"'))
        for (const id of referredIn(Properties.Queues ?? Properties.Topics)) covered.add(id);
    const all = [...queues, ...ofType(prod.all, 'AWS::SNS::Topic')].map(([id]) => id);
    expect(all.filter((id) => !covered.has(id))).toEqual([]);
  });

  test('each channel gets its messages and no others, as they were published', () => {
    const subscriptions = ofType(prod.all, 'AWS::SNS::Subscription').map(([, { Properties }]) => Properties);
    // Without a filter: what is reported of messages.
    expect(subscriptions.map(({ FilterPolicy }) => FilterPolicy?.channel)).toEqual(
      expect.arrayContaining([['sms'], ['email'], undefined]),
    );
    expect(subscriptions).toHaveLength(3);
    for (const { RawMessageDelivery } of subscriptions) expect(RawMessageDelivery).toBe(true);
  });
});

const webhookOf = ({ name }: { readonly name: string }): string => `webhook-${name}`;
const carrierWebhookOf = ({ name }: { readonly name: string }): string => `carrier-webhook-${name}`;
/** Where a function reads its environment. */
const sourceOf = (name: string): string => {
  if (name.startsWith('webhook-')) return 'payment-webhook/endpoint.ts';
  if (name.startsWith('carrier-webhook-')) return 'carrier-webhook/endpoint.ts';
  return join(name, 'index.ts');
};

describe('functions', () => {
  test('each folder is a function, and each function a folder', () => {
    const folders = readdirSync(join(PROJECT, 'functions')).filter((name) =>
      existsSync(join(PROJECT, 'functions', name, 'index.ts')),
    );
    const { payments, carriers } = stageConfig((key) => (key === 'stage' ? 'prod' : undefined));
    const webhooks = [...payments.map(webhookOf), ...carriers.map(carrierWebhookOf)];
    const names = functions.map(([, { Properties }]) => Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME);
    expect([...names].sort()).toEqual([...folders, ...webhooks].sort());
  });

  test('each provider that an account may be at has an entry of its own, with nothing but its protocol', () => {
    const providers = stageConfig((key) => (key === 'stage' ? 'local' : undefined)).payments.map(
      ({ provider }) => provider,
    );
    for (const provider of providers) {
      const source = readFileSync(join(PROJECT, 'functions/payment-webhook', `${provider}.ts`), 'utf8');
      const imported = [...source.matchAll(/shared\/payments\/(\w+)\//g)].map(([, folder]) => folder);
      expect(new Set(imported)).toEqual(new Set([provider]));
    }
  });

  test.each(functions.map(([id, { Properties }]) => [Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME, id]))(
    '%s runs on nodejs24.x and gets just the variables that it reads',
    (name, id) => {
      const { Properties } = prod.all[id] ?? { Properties: {} };
      expect(Properties.Runtime).toBe('nodejs24.x');
      expect(Properties.Architectures).toEqual(['arm64']);
      const source = readFileSync(join(PROJECT, 'functions', sourceOf(name)), 'utf8');
      const [, list = ''] = /environment\(([^)]*)\)/.exec(source) ?? [];
      const asked = [...list.matchAll(/'([A-Z_]+)'/g)].map(([, variable]) => variable ?? '');
      const given = Object.keys(Properties.Environment.Variables).filter(
        (variable) => !variable.startsWith('POWERTOOLS_'),
      );
      expect(given.sort()).toEqual(asked.sort());
    },
  );

  test('each function has a role of its own', () => {
    const roles = functions.map(([, { Properties }]) => referredIn(Properties.Role)[0]);
    expect(new Set(roles).size).toBe(functions.length);
  });

  test('roles have policies of ours alone, with named actions on named resources', () => {
    for (const [id, { Properties }] of ofType(prod.all, 'AWS::IAM::Role'))
      expect([id, Properties.ManagedPolicyArns]).toEqual([id, undefined]);
    for (const [id, { Properties }] of ofType(prod.all, 'AWS::IAM::Policy'))
      for (const { Action, Resource } of Properties.PolicyDocument.Statement) {
        for (const action of [Action].flat())
          expect([id, action]).toEqual([id, expect.stringMatching(/^[\w-]+:[A-Z]\w+$/)]);
        const wide = [Resource].flat().filter((resource) => JSON.stringify(resource).includes('*'));
        expect([id, wide.map(purposeOf)]).toEqual([id, wide.map(() => expect.any(String))]);
      }
  });

  test.each(Object.entries(RIGHTS))('%s may do just what it does', (name, expected) => {
    const [, lambda] =
      functions.find(([, { Properties }]) => Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME === name) ?? [];
    const role = referredIn(lambda?.Properties.Role)[0] ?? '';
    const statements = ofType(prod.all, 'AWS::IAM::Policy')
      .filter(([, { Properties }]) => referredIn(Properties.Roles).includes(role))
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
    const rights = statements.flatMap(({ Action }: { Action: string | string[] }) => [Action].flat());
    expect([...new Set(rights)].sort()).toEqual([...new Set([...WRITES_ITS_LOG, ...expected])].sort());
  });
});

describe('the HTTP API', () => {
  test('routes', () => {
    const keys = ofType(prod.all, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties.RouteKey);
    expect(keys.sort()).toEqual([
      '$default',
      'DELETE /v1/lines/{lineId}',
      'DELETE /v1/lines/{lineId}/contacts/{channel}',
      'GET /docs',
      'GET /openapi.json',
      'GET /u/{token}',
      'GET /v1/activation-jobs',
      'GET /v1/carriers',
      'GET /v1/lines',
      'GET /v1/lines/{lineId}',
      'GET /v1/lines/{lineId}/advice',
      'GET /v1/lines/{lineId}/comparison',
      'GET /v1/lines/{lineId}/contacts',
      'GET /v1/lines/{lineId}/periods',
      'GET /v1/lines/{lineId}/plans',
      'GET /v1/lines/{lineId}/preview',
      'GET /v1/lines/{lineId}/renewals',
      'GET /v1/link',
      'GET /v1/link/plans',
      'GET /v1/link/preview',
      'GET /v1/link/renewals/{renewalId}',
      'GET /v1/link/renewals/{renewalId}/receipt',
      'GET /v1/reconciliations',
      'GET /v1/renewals/{renewalId}',
      'GET /v1/renewals/{renewalId}/receipt',
      'GET /v1/reviews',
      'GET /v1/reviews/{renewalId}',
      'PATCH /v1/lines/{lineId}',
      'POST /u/{token}',
      'POST /v1/activation-jobs/{renewalId}',
      'POST /v1/carrier-webhooks/soracom',
      'POST /v1/lines',
      'POST /v1/lines/{lineId}/contacts/{channel}/verification',
      'POST /v1/lines/{lineId}/links/revocation',
      'POST /v1/link/renewals',
      'POST /v1/link/renewals/{renewalId}/look-up',
      'POST /v1/link/renewals/{renewalId}/payments',
      'POST /v1/renewals',
      'POST /v1/renewals/{renewalId}/cancellation',
      'POST /v1/renewals/{renewalId}/look-up',
      'POST /v1/renewals/{renewalId}/payments',
      'POST /v1/reviews/{renewalId}',
      'POST /v1/reviews/{renewalId}/resolution',
      'POST /v1/webhooks/paypal',
      'POST /v1/webhooks/stripe',
      'PUT /v1/carriers/{account}/maintenance',
      'PUT /v1/lines/{lineId}/contacts/{channel}',
      'PUT /v1/lines/{lineId}/contacts/{channel}/subscription',
      'PUT /v1/lines/{lineId}/language',
    ]);
  });

  test('it is throttled, and its access log holds no path', () => {
    const [[, stage] = []] = ofType(prod.all, 'AWS::ApiGatewayV2::Stage');
    expect(stage?.Properties.DefaultRouteSettings.ThrottlingRateLimit).toBeGreaterThan(0);
    expect(stage?.Properties.AccessLogSettings.Format).not.toContain('path');
  });
});

describe('the configuration', () => {
  const context = (given: Record<string, unknown>) => () => stageConfig((key) => given[key]);

  test('an unknown stage is refused with the stages there are', () => {
    expect(context({ stage: 'production' })).toThrow('the stage is one of local, dev, prod');
  });

  test('an address that is none is refused', () => {
    expect(context({ stage: 'local', publicUrl: 'not a url' })).toThrow('publicUrl');
  });

  test('a machine gives its own addresses to the local stage only', () => {
    const given = { publicUrl: 'http://127.0.0.1:5555/', issuerUrl: 'http://127.0.0.1:6666' };
    expect(context({ stage: 'local', ...given })()).toMatchObject({
      publicUrl: 'http://127.0.0.1:5555',
      token: { keySetUrl: 'http://127.0.0.1:6666/.well-known/jwks.json' },
    });
    expect(context({ stage: 'prod', ...given })().publicUrl).toMatch(/^https:/);
  });
});

describe('what is reported of messages', () => {
  const only = (type: string): Resource => {
    const [found, ...others] = ofType(prod.all, type);
    if (!found || others.length > 0) throw new Error(`not one ${type}`);
    return found[1];
  };
  const [topicId = ''] = referredIn(
    only('AWS::SES::ConfigurationSetEventDestination').Properties.EventDestination.SnsDestination,
  );

  test('bounces, complaints and what became of SMS go to one topic; what people open or follow does not', () => {
    expect(only('AWS::SES::ConfigurationSetEventDestination').Properties.EventDestination.MatchingEventTypes).toEqual([
      'bounce',
      'complaint',
      'delivery',
      'reject',
    ]);
    const [sms, ...others] = only('AWS::SMSVOICE::ConfigurationSet').Properties.EventDestinations;
    expect(others).toEqual([]);
    expect(referredIn(sms.SnsDestination)).toEqual([topicId]);
    expect(sms.MatchingEventTypes).toEqual(expect.arrayContaining(['TEXT_DELIVERED', 'TEXT_INVALID', 'TEXT_SPAM']));
  });

  test('both services may publish there, for this account alone, before anything is made that does', () => {
    const policies = ofType(prod.all, 'AWS::SNS::TopicPolicy').filter(([, { Properties }]) =>
      referredIn(Properties.Topics).includes(topicId),
    );
    const allowed = policies
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
      .filter(({ Effect }: { Effect: string }) => Effect === 'Allow');
    for (const { Action, Condition } of allowed) {
      expect(Action).toBe('sns:Publish');
      expect(JSON.stringify(Condition)).toContain('SourceAccount');
    }
    expect(JSON.stringify(allowed)).toContain('ses.amazonaws.com');
    expect(JSON.stringify(allowed)).toContain('sms-voice.amazonaws.com');
    expect(only('AWS::SMSVOICE::ConfigurationSet').DependsOn).toEqual(
      expect.arrayContaining(policies.map(([id]) => id)),
    );
  });

  test("the day's cap of SMS rings before it is reached and when it is", () => {
    const spend = alarms.filter(([, { Properties }]) => Properties.MetricName === 'SmsSpendPercent');
    expect(spend.map(([, { Properties }]) => [Properties.Threshold, Properties.Statistic])).toEqual([
      [80, 'Maximum'],
      [100, 'Maximum'],
    ]);
  });
});
