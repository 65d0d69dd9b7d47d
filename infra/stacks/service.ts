import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Alias } from 'aws-cdk-lib/aws-kms';
import { ConfigurationSet, EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { CfnConfigurationSet } from 'aws-cdk-lib/aws-smsvoice';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { EventLog } from '../constructs/event-log.ts';
import { PublicApi } from '../constructs/http-api.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { ScheduledFunction } from '../constructs/scheduled-function.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { StreamWorker } from '../constructs/stream-worker.ts';
import { ChannelSubscription } from '../constructs/topic-subscription.ts';
import type { DataStack } from './data.ts';

interface ServiceStackProps extends StackProps {
  readonly config: StageConfig;
  readonly data: DataStack;
}

/** Ends within API Gateway's 30 seconds, so that a caller gets our answer and not the gateway's. */
const API_TIMEOUT = Duration.seconds(29);
/** A worker may have to log in at the carrier, call it and read back; a payment provider may need three calls of 8 s. */
const WORKER_TIMEOUT = Duration.seconds(60);
const DISPATCH_TIMEOUT = Duration.seconds(30);
const TICK_TIMEOUT = Duration.minutes(5);

const API_ROUTES = [
  'GET /v1/lines/{lineId}',
  'GET /v1/lines/{lineId}/plans',
  'GET /v1/lines/{lineId}/preview',
  'POST /v1/renewals',
  'GET /v1/renewals/{renewalId}',
  'GET /v1/renewals/{renewalId}/receipt',
  '$default',
];

/** What can be deployed anew at any time: everything that runs. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, { config, data, ...props }: ServiceStackProps) {
    super(scope, id, props);
    const { table, bus, stripe, soracom } = data;

    const notify = new Topic(this, 'alarms', { enforceSSL: true });
    const messages = new Topic(this, 'messages', {
      enforceSSL: true,
      masterKey: Alias.fromAliasName(this, 'sns-key', 'alias/aws/sns'),
    });

    const make = (name: string, timeout: Duration, environment: Readonly<Record<string, string>>): ServiceFunction =>
      new ServiceFunction(this, name, { config, timeout, environment });
    const onTable = { TABLE_NAME: table.tableName };
    const withStripe = { STRIPE_SECRET_ARN: stripe.secretArn };

    const activationWorker = make('activation-worker', WORKER_TIMEOUT, {
      ...onTable,
      SORACOM_SECRET_ARN: soracom.secretArn,
    });
    const activations = new QueueWorker(this, 'activations', {
      worker: activationWorker,
      batchSize: 5,
      maxConcurrency: config.workerConcurrency,
      errorImpact: 'Travellers have paid and their SIM is not renewed; the sweeper tries again until the deadline.',
      runbook: 'activations-fail',
      notify,
    });
    table.grant(activationWorker.function, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem');
    soracom.grantRead(activationWorker.function);

    const refundWorker = make('refund-worker', WORKER_TIMEOUT, { ...onTable, ...withStripe });
    const refunds = new QueueWorker(this, 'refunds', {
      worker: refundWorker,
      batchSize: 5,
      maxConcurrency: config.workerConcurrency,
      errorImpact: 'Travellers wait for money that was promised back; the sweeper tries again.',
      runbook: 'refunds-fail',
      notify,
    });
    table.grant(refundWorker.function, 'dynamodb:GetItem', 'dynamodb:PutItem');
    stripe.grantRead(refundWorker.function);

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
    table.grant(publisher.function, 'dynamodb:BatchGetItem', 'dynamodb:UpdateItem');
    messages.grantPublish(publisher.function);
    activations.queue.grantSendMessages(publisher.function);

    this.addSenders({ config, data, messages, notify });

    const planner = make('expiry-reminders', TICK_TIMEOUT, { ...onTable, REMINDER_QUEUE_URL: pages.queue.queueUrl });
    grantDueIndex(table, planner);
    pages.queue.grantSendMessages(planner.function);
    new ScheduledFunction(this, 'expiry-reminders-schedule', {
      worker: planner,
      everyMinutes: config.tickMinutes,
      errorImpact: 'Travellers are not reminded that their SIM ends.',
      runbook: 'reminders-fail',
      notify,
    });

    const sweeper = make('sweeper', TICK_TIMEOUT, {
      ...onTable,
      ...withStripe,
      ACTIVATION_QUEUE_URL: activations.queue.queueUrl,
      REFUND_QUEUE_URL: refunds.queue.queueUrl,
    });
    grantDueIndex(table, sweeper);
    table.grant(sweeper.function, 'dynamodb:GetItem', 'dynamodb:PutItem');
    stripe.grantRead(sweeper.function);
    for (const { queue } of [activations, refunds]) queue.grantSendMessages(sweeper.function);
    new ScheduledFunction(this, 'sweeper-schedule', {
      worker: sweeper,
      everyMinutes: config.tickMinutes,
      errorImpact: 'Lost webhooks and lost work are not found: travellers may wait for a renewal they paid for.',
      runbook: 'sweeper-fails',
      notify,
    });

    const dispatcher = make('dispatcher', DISPATCH_TIMEOUT, {
      ACTIVATION_QUEUE_URL: activations.queue.queueUrl,
      REFUND_QUEUE_URL: refunds.queue.queueUrl,
      MESSAGE_TOPIC_ARN: messages.topicArn,
      EVENT_BUS_NAME: bus.eventBusName,
    });
    for (const { queue } of [activations, refunds]) queue.grantSendMessages(dispatcher.function);
    messages.grantPublish(dispatcher.function);
    bus.grantPutEventsTo(dispatcher.function);
    new StreamWorker(this, 'table-changes', {
      worker: dispatcher,
      table,
      sortKeys: [{ prefix: 'RNW#' }, 'LINE'],
      errorImpact: 'Travellers who paid wait until the sweeper finds them: changes of renewals set nothing in motion.',
      runbook: 'dispatcher-fails',
      notify,
    });
    new EventLog(this, 'event-log', {
      bus,
      source: 'keizoku',
      logGroupName: `/aws/events/keizoku-${config.stage}`,
      retention: config.logRetention,
      removalPolicy: config.removalPolicy,
      notify,
    });

    const renewalApi = make('renewal-api', API_TIMEOUT, {
      ...onTable,
      ...withStripe,
      PUBLIC_URL: config.publicUrl,
      TOKEN_ISSUER: config.token.issuer,
      TOKEN_AUDIENCE: config.token.audience,
      TOKEN_KEY_SET_URL: config.token.keySetUrl,
    });
    table.grant(renewalApi.function, 'dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:PutItem');
    stripe.grantRead(renewalApi.function);

    const paymentWebhook = make('payment-webhook', API_TIMEOUT, { ...onTable, ...withStripe });
    table.grant(paymentWebhook.function, 'dynamodb:GetItem', 'dynamodb:PutItem');
    stripe.grantRead(paymentWebhook.function);

    const http = new PublicApi(this, 'http', {
      config,
      routes: [
        { keys: API_ROUTES, to: renewalApi },
        { keys: ['POST /v1/webhooks/stripe'], to: paymentWebhook },
      ],
      errorImpact: 'Travellers cannot see or renew their SIM, and payments are noted late.',
      runbook: 'api-fails',
      notify,
    });
    new CfnOutput(this, 'ApiUrl', { value: http.url });
  }

  /** One sender for each channel, fed by the topic through a queue of its own. */
  private addSenders({ config, data: { table }, messages, notify }: Senders): void {
    const environment = { TABLE_NAME: table.tableName, PUBLIC_URL: config.publicUrl };
    const reads = ['dynamodb:GetItem', 'dynamodb:UpdateItem'];

    const emailSet = new ConfigurationSet(this, 'email-set', { configurationSetName: `keizoku-${config.stage}` });
    const identity = new EmailIdentity(this, 'email-from', { identity: Identity.email(config.emailFrom) });
    const emailSender = new ServiceFunction(this, 'email-sender', {
      config,
      timeout: WORKER_TIMEOUT,
      environment: { ...environment, EMAIL_FROM: config.emailFrom, EMAIL_CONFIGURATION_SET: `keizoku-${config.stage}` },
    });
    identity.grantSendEmail(emailSender.function);
    emailSender.function.addToRolePolicy(
      new PolicyStatement({ actions: ['ses:SendEmail'], resources: [this.configurationSetArn(emailSet)] }),
    );

    const smsSet = new CfnConfigurationSet(this, 'sms-set', { configurationSetName: `keizoku-${config.stage}` });
    const smsSender = new ServiceFunction(this, 'sms-sender', {
      config,
      timeout: WORKER_TIMEOUT,
      environment: {
        ...environment,
        SMS_CONFIGURATION_SET: `keizoku-${config.stage}`,
        SMS_ORIGINATION_IDENTITY: config.smsOriginationIdentity,
      },
    });
    smsSender.function.addToRolePolicy(
      new PolicyStatement({
        actions: ['sms-voice:SendTextMessage'],
        // The origination identity is a number, a pool or a sender id: whichever the account has.
        resources: [
          smsSet.attrArn,
          ...['phone-number', 'sender-id', 'pool'].map((kind) =>
            this.formatArn({ service: 'sms-voice', resource: kind, resourceName: '*' }),
          ),
        ],
      }),
    );

    for (const [channel, sender] of [['email', emailSender] as const, ['sms', smsSender] as const]) {
      table.grant(sender.function, ...reads);
      const reason = {
        errorImpact: `Travellers do not get their messages by ${channel === 'sms' ? 'SMS' : 'e-mail'}.`,
        runbook: 'messages-fail',
        notify,
      };
      const queue = new QueueWorker(this, `${channel}-messages`, {
        ...{ worker: sender, batchSize: 5, maxConcurrency: config.workerConcurrency },
        ...reason,
      });
      new ChannelSubscription(this, `${channel}-subscription`, { topic: messages, channel, sender: queue, ...reason });
    }
  }

  private configurationSetArn(set: ConfigurationSet): string {
    return this.formatArn({ service: 'ses', resource: 'configuration-set', resourceName: set.configurationSetName });
  }
}

interface Senders {
  readonly config: StageConfig;
  readonly data: DataStack;
  readonly messages: Topic;
  readonly notify: Topic;
}

const grantDueIndex = (table: DataStack['table'], { function: reader }: ServiceFunction): void => {
  reader.addToRolePolicy(
    new PolicyStatement({ actions: ['dynamodb:Query'], resources: [`${table.tableArn}/index/due`] }),
  );
};
