import { Duration, type Stack } from 'aws-cdk-lib';
import { ConfigurationSet, EmailIdentity, EmailSendingEvent, EventDestination, Identity } from 'aws-cdk-lib/aws-ses';
import { CfnConfigurationSet } from 'aws-cdk-lib/aws-smsvoice';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { acknowledge } from '../constructs/acknowledge.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ChannelSubscription } from '../constructs/topic-subscription.ts';
import type { StageConfig } from '../stage.ts';
import type { DataStack } from './data.ts';
import { addFeedback } from './feedback.ts';
import { watchSmsSpend } from './sms-spend.ts';

interface Surroundings {
  readonly config: StageConfig;
  readonly data: DataStack;
  readonly messages: ITopic;
  readonly notify: ITopic;
}

const SEND_TIMEOUT = Duration.seconds(60);
/** Nothing of what people open or follow. */
const EMAIL_EVENTS = [
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.DELIVERY,
  EmailSendingEvent.REJECT,
];
/** Where it ended; what is under way is not asked for. */
const SMS_EVENTS = [
  'TEXT_DELIVERED',
  'TEXT_INVALID',
  'TEXT_INVALID_MESSAGE',
  'TEXT_UNREACHABLE',
  'TEXT_CARRIER_UNREACHABLE',
  'TEXT_BLOCKED',
  'TEXT_CARRIER_BLOCKED',
  'TEXT_PROTECT_BLOCKED',
  'TEXT_SPAM',
  'TEXT_TTL_EXPIRED',
];

/** One sender for each channel, fed by the topic through a queue of its own; and what is reported of what they send. */
export const addSenders = (stack: Stack, { config, data, messages, notify }: Surroundings): void => {
  const { table, linkKeys } = data;
  const events = addFeedback(stack, { config, table, notify });
  const sms = smsSender(stack, config, data, events);
  const senders = [
    ['email', emailSender(stack, config, data, events), 'e-mail'],
    ['sms', sms, 'SMS'],
  ] as const;
  watchSmsSpend(stack, sms, notify);
  for (const [channel, sender, words] of senders) {
    // What is on sale is one partition, read once for many messages.
    sender.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:Query'], table.tableArn);
    sender.allow(['secretsmanager:GetSecretValue'], linkKeys.secretArn);
    const reason = {
      errorImpact: `Travellers do not get their messages by ${words}.`,
      runbook: 'messages-fail',
      notify,
    };
    const queue = new QueueWorker(stack, `${channel}-messages`, {
      ...{ worker: sender, batchSize: 5, maxConcurrency: config.workerConcurrency },
      ...reason,
    });
    new ChannelSubscription(stack, `${channel}-subscription`, { topic: messages, channel, sender: queue, ...reason });
  }
};

/** Where reminders lead to, and what signs it. */
const linking = ({ links, publicUrl }: StageConfig, { linkKeys }: DataStack) => ({
  LINK_URL: links.site ?? publicUrl,
  LINK_DAYS_AFTER: String(links.daysAfter),
  LINK_KEYS_SECRET_ARN: linkKeys.secretArn,
});

const emailSender = (stack: Stack, config: StageConfig, data: DataStack, events: ITopic): ServiceFunction => {
  const set = new ConfigurationSet(stack, 'email-set', { configurationSetName: `keizoku-${config.stage}` });
  set.addEventDestination('events', {
    destination: EventDestination.snsTopic(events),
    events: [...EMAIL_EVENTS],
  });
  const identity = new EmailIdentity(stack, 'email-from', { identity: Identity.email(config.emailFrom) });
  const sender = new ServiceFunction(stack, 'email-sender', {
    config,
    timeout: SEND_TIMEOUT,
    environment: {
      TABLE_NAME: data.table.tableName,
      PUBLIC_URL: config.publicUrl,
      ...linking(config, data),
      EMAIL_FROM: config.emailFrom,
      EMAIL_CONFIGURATION_SET: `keizoku-${config.stage}`,
    },
  });
  const setArn = stack.formatArn({
    service: 'ses',
    resource: 'configuration-set',
    resourceName: set.configurationSetName,
  });
  sender.allow(['ses:SendEmail'], identity.emailIdentityArn, setArn);
  return sender;
};

const smsSender = (stack: Stack, config: StageConfig, data: DataStack, events: ITopic): ServiceFunction => {
  const set = new CfnConfigurationSet(stack, 'sms-set', {
    configurationSetName: `keizoku-${config.stage}`,
    eventDestinations: [
      {
        eventDestinationName: 'message-events',
        enabled: true,
        matchingEventTypes: [...SMS_EVENTS],
        snsDestination: { topicArn: events.topicArn },
      },
    ],
  });
  // It may only be made once its topic lets the service in.
  set.node.addDependency(events);
  const sender = new ServiceFunction(stack, 'sms-sender', {
    config,
    timeout: SEND_TIMEOUT,
    environment: {
      TABLE_NAME: data.table.tableName,
      ...linking(config, data),
      SMS_CONFIGURATION_SET: `keizoku-${config.stage}`,
      SMS_ORIGINATION_IDENTITY: config.smsOriginationIdentity,
      SMS_POLICY: stack.toJsonString(config.sms),
    },
  });
  const identity = originOf(config.smsOriginationIdentity);
  const resource = 'arn' in identity ? identity.arn : stack.formatArn({ service: 'sms-voice', ...identity });
  sender.allow(['sms-voice:SendTextMessage'], set.attrArn, resource);
  if (resource.endsWith('*'))
    acknowledge(
      sender,
      // The account is known at deployment only, and the finding writes it like this.
      `AwsSolutions-IAM5[Resource::${resource.replace(stack.account, '<AWS::AccountId>')}]`,
      'The ARN of a sender id ends with the country, and that of a number with an id that the configuration does not know.',
    );
  return sender;
};

/** Which resource an origination identity is: a pool, a number or a sender id, by its ARN, its id or its name. */
const originOf = (
  identity: string,
): { readonly arn: string } | { readonly resource: string; readonly resourceName: string } => {
  if (identity.startsWith('arn:')) return { arn: identity };
  if (identity.startsWith('pool-')) return { resource: 'pool', resourceName: identity };
  if (identity.startsWith('phone-')) return { resource: 'phone-number', resourceName: identity };
  if (/^\+?\d/.test(identity)) return { resource: 'phone-number', resourceName: '*' };
  return { resource: 'sender-id', resourceName: `${identity}*` };
};
