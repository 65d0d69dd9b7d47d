import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { CallForPeople } from '../constructs/call-for-people.ts';
import { EventLog } from '../constructs/event-log.ts';
import { PublicApi } from '../constructs/http-api.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { everyMinutes, ScheduledFunction } from '../constructs/scheduled-function.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { StreamWorker } from '../constructs/stream-worker.ts';
import type { StageConfig } from '../stage.ts';
import { addCarrierReconciler } from './carrier-comparison.ts';
import { addCarrierWatch, addCarrierWebhooks, addUsageRefresher, carrierAccounts } from './carriers.ts';
import { addCatalogue } from './catalogue.ts';
import { addContacts } from './contacts.ts';
import { addDashboard } from './dashboard.ts';
import type { DataStack } from './data.ts';
import { addReconciler, addWebhooks, paymentAccounts } from './payments.ts';
import { addSenders } from './senders.ts';

interface ServiceStackProps extends StackProps {
  readonly config: StageConfig;
  readonly data: DataStack;
}

/** Ends within API Gateway's 30 seconds, so that a caller gets our answer and not the gateway's. */
const API_TIMEOUT = Duration.seconds(29);
/** A worker may have to log in at the carrier, call it and read back; a payment provider may need three calls of 8 s. */
const WORKER_TIMEOUT = Duration.seconds(60);
/** Everything it answers is in its bundle. */
const DOCS_TIMEOUT = Duration.seconds(10);
const DISPATCH_TIMEOUT = Duration.seconds(30);
const TICK_TIMEOUT = Duration.minutes(5);

const SEND = ['sqs:SendMessage'];
const READ_SECRET = ['secretsmanager:GetSecretValue'];

const API_ROUTES = [
  'GET /v1/lines',
  'POST /v1/lines',
  'GET /v1/lines/{lineId}',
  'PATCH /v1/lines/{lineId}',
  'DELETE /v1/lines/{lineId}',
  'GET /v1/lines/{lineId}/periods',
  'GET /v1/lines/{lineId}/renewals',
  'GET /v1/lines/{lineId}/comparison',
  'GET /v1/lines/{lineId}/advice',
  'GET /v1/lines/{lineId}/plans',
  'GET /v1/lines/{lineId}/preview',
  'POST /v1/renewals',
  'GET /v1/renewals/{renewalId}',
  'GET /v1/renewals/{renewalId}/receipt',
  'POST /v1/renewals/{renewalId}/payments',
  'POST /v1/renewals/{renewalId}/cancellation',
  'POST /v1/renewals/{renewalId}/look-up',
  'POST /v1/lines/{lineId}/links/revocation',
  '$default',
];

const LINK_ROUTES = [
  'GET /v1/link',
  'GET /v1/link/plans',
  'GET /v1/link/preview',
  'POST /v1/link/renewals',
  'GET /v1/link/renewals/{renewalId}',
  'GET /v1/link/renewals/{renewalId}/receipt',
  'POST /v1/link/renewals/{renewalId}/payments',
  'POST /v1/link/renewals/{renewalId}/look-up',
];

const STAFF_ROUTES = [
  'GET /v1/reviews',
  'GET /v1/reviews/{renewalId}',
  'POST /v1/reviews/{renewalId}',
  'POST /v1/reviews/{renewalId}/resolution',
  'GET /v1/reconciliations',
  'GET /v1/carriers',
  'PUT /v1/carriers/{account}/maintenance',
  'GET /v1/activation-jobs',
  'POST /v1/activation-jobs/{renewalId}',
];

const DOCS_ROUTES = ['GET /openapi.json', 'GET /docs'];

/** A gateway's authorizer cannot explain a refusal, nor be made before the issuer's key set can be read. */
const TOKENS =
  "The function verifies the traveller's token against the issuer's keys, and whose line or renewal it is.";
const LINKS =
  'The function verifies the signed link, which opens one line and what was ordered through it, and that it was not called back.';
const STAFF_TOKENS = "The function verifies the token against the issuer's keys, and that it has the role `staff`.";
const READERS =
  'Everybody: it says how the interface works, as the published source does, and reads nothing of anybody.';

/** What can be deployed anew at any time: everything that runs. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, { config, data, ...props }: ServiceStackProps) {
    super(scope, id, props);
    const { table, bus } = data;

    const notify = new Topic(this, 'alarms', { enforceSSL: true });
    // A policy of its own replaces the one that lets the account's alarms in.
    notify.addToResourcePolicy(
      new PolicyStatement({
        actions: ['sns:Publish'],
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        resources: [notify.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    const messages = new Topic(this, 'messages', {
      enforceSSL: true,
      masterKey: Alias.fromAliasName(this, 'sns-key', 'alias/aws/sns'),
    });

    const make = (name: string, timeout: Duration, environment: Readonly<Record<string, string>>): ServiceFunction =>
      new ServiceFunction(this, name, { config, timeout, environment });
    const onTable = { TABLE_NAME: table.tableName };
    const payments = paymentAccounts(this, config, data);
    const paying = { PAYMENT_ACCOUNTS: payments.environment };
    const carriers = carrierAccounts(this, config, data);
    const activating = { CARRIER_ACCOUNTS: carriers.environment };
    const token = {
      TOKEN_ISSUER: config.token.issuer,
      TOKEN_AUDIENCE: config.token.audience,
      TOKEN_KEY_SET_URL: config.token.keySetUrl,
    };

    const activationWorker = make('activation-worker', WORKER_TIMEOUT, {
      ...onTable,
      ...activating,
    });
    const activations = new QueueWorker(this, 'activations', {
      worker: activationWorker,
      batchSize: 5,
      maxConcurrency: config.workerConcurrency,
      errorImpact: 'Travellers have paid and their SIM is not renewed; the sweeper tries again until the deadline.',
      runbook: 'activations-fail',
      notify,
    });
    activationWorker.allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], table.tableArn);
    activationWorker.allow(READ_SECRET, ...carriers.secretArns);

    const refundWorker = make('refund-worker', WORKER_TIMEOUT, { ...onTable, ...paying });
    const refunds = new QueueWorker(this, 'refunds', {
      worker: refundWorker,
      batchSize: 5,
      maxConcurrency: config.workerConcurrency,
      errorImpact: 'Travellers wait for money that was promised back; the sweeper tries again.',
      runbook: 'refunds-fail',
      notify,
    });
    refundWorker.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], table.tableArn);
    refundWorker.allow(READ_SECRET, ...payments.secretArns);

    const publisher = make('reminder-publisher', WORKER_TIMEOUT, {
      ...onTable,
      MESSAGE_TOPIC_ARN: messages.topicArn,
      ACTIVATION_QUEUE_URL: activations.queue.queueUrl,
    });
    const pages = new QueueWorker(this, 'reminder-pages', {
      worker: publisher,
      batchSize: 1,
      maxConcurrency: config.workerConcurrency,
      errorImpact: 'Travellers are not reminded that their SIM ends.',
      runbook: 'reminders-fail',
      notify,
    });
    publisher.allow(['dynamodb:BatchGetItem', 'dynamodb:UpdateItem'], table.tableArn);
    publisher.allow(['sns:Publish'], messages.topicArn);
    publisher.allow(SEND, activations.queue.queueArn);

    addSenders(this, { config, data, messages, notify });

    const planner = make('expiry-reminders', TICK_TIMEOUT, { ...onTable, REMINDER_QUEUE_URL: pages.queue.queueUrl });
    planner.allow(['dynamodb:Query'], `${table.tableArn}/index/due`);
    planner.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], table.tableArn);
    planner.allow(SEND, pages.queue.queueArn);
    new ScheduledFunction(this, 'expiry-reminders-schedule', {
      worker: planner,
      rhythm: everyMinutes(config.tickMinutes),
      errorImpact: 'Travellers are not reminded that their SIM ends.',
      runbook: 'reminders-fail',
      notify,
    });

    const sweeper = make('sweeper', TICK_TIMEOUT, {
      ...onTable,
      ...paying,
      ACTIVATION_QUEUE_URL: activations.queue.queueUrl,
      REFUND_QUEUE_URL: refunds.queue.queueUrl,
    });
    sweeper.allow(['dynamodb:Query'], `${table.tableArn}/index/due`);
    // An order that expires gives its place of a promotion back: an update of what counts them.
    sweeper.allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], table.tableArn);
    sweeper.allow(READ_SECRET, ...payments.secretArns);
    sweeper.allow(SEND, activations.queue.queueArn, refunds.queue.queueArn);
    new ScheduledFunction(this, 'sweeper-schedule', {
      worker: sweeper,
      rhythm: everyMinutes(config.tickMinutes),
      errorImpact: 'Lost webhooks and lost work are not found: travellers may wait for a renewal they paid for.',
      runbook: 'sweeper-fails',
      notify,
    });

    const dispatcher = make('dispatcher', DISPATCH_TIMEOUT, {
      ...onTable,
      ACTIVATION_QUEUE_URL: activations.queue.queueUrl,
      REFUND_QUEUE_URL: refunds.queue.queueUrl,
      MESSAGE_TOPIC_ARN: messages.topicArn,
      EVENT_BUS_NAME: bus.eventBusName,
    });
    dispatcher.allow(SEND, activations.queue.queueArn, refunds.queue.queueArn);
    dispatcher.allow(['sns:Publish'], messages.topicArn);
    dispatcher.allow(['events:PutEvents'], bus.eventBusArn);
    dispatcher.allow(['dynamodb:PutItem'], table.tableArn);
    new StreamWorker(this, 'table-changes', {
      worker: dispatcher,
      table,
      sortKeys: [{ prefix: 'RNW#' }, 'LINE'],
      errorImpact: 'Travellers who paid wait until the sweeper finds them: changes of renewals set nothing in motion.',
      runbook: 'dispatcher-fails',
      notify,
    });
    new CallForPeople(this, 'call-for-people', { bus, source: 'keizoku', notify });
    const eventLog = new EventLog(this, 'event-log', {
      bus,
      source: 'keizoku',
      logGroupName: `/aws/events/keizoku-${config.stage}`,
      retention: config.logRetention,
      removalPolicy: config.removalPolicy,
      notify,
    });

    addCatalogue(this, { config, data });

    const usageRefreshes = addUsageRefresher(this, { config, data, carriers, notify });
    addCarrierWatch(this, { config, data, carriers, usageRefreshes, notify });

    const renewalApi = make('renewal-api', API_TIMEOUT, {
      ...onTable,
      ...paying,
      ...activating,
      ...token,
      PUBLIC_URL: config.publicUrl,
      SELLER: JSON.stringify(config.seller),
      USAGE_QUEUE_URL: usageRefreshes.queueUrl,
      REQUESTS_PER_SECOND: String(config.apiRateLimit),
      LINK_KEYS_SECRET_ARN: data.linkKeys.secretArn,
    });
    renewalApi.allow(
      [
        'dynamodb:GetItem',
        'dynamodb:BatchGetItem',
        'dynamodb:Query',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
        'dynamodb:DeleteItem',
      ],
      table.tableArn,
    );
    renewalApi.allow(READ_SECRET, ...payments.secretArns, ...carriers.secretArns, data.linkKeys.secretArn);
    renewalApi.allow(SEND, usageRefreshes.queueArn);

    const staffApi = make('staff-api', API_TIMEOUT, { ...onTable, ...activating, ...token });
    staffApi.allow(['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], table.tableArn);
    staffApi.allow(['dynamodb:Query'], `${table.tableArn}/index/review`);

    const apiDocs = make('api-docs', DOCS_TIMEOUT, {});

    addReconciler(this, { config, data, payments, notify });
    addCarrierReconciler(this, { config, data, carriers, notify });

    const http = new PublicApi(this, 'http', {
      config,
      routes: [
        { keys: API_ROUTES, to: renewalApi, admits: TOKENS },
        { keys: LINK_ROUTES, to: renewalApi, admits: LINKS },
        { keys: STAFF_ROUTES, to: staffApi, admits: STAFF_TOKENS },
        { keys: DOCS_ROUTES, to: apiDocs, admits: READERS },
        ...addContacts(this, { config, data, messages, token }),
        ...addWebhooks(this, { config, data, notify }),
        ...addCarrierWebhooks(this, { config, data, usageRefreshes, notify }),
      ],
      errorImpact: 'Travellers cannot see or renew their SIM, and payments are noted late.',
      runbook: 'api-fails',
      notify,
    });
    addDashboard(this, { config, table, eventLog, http });
    new CfnOutput(this, 'ApiUrl', { value: http.url });
  }
}
