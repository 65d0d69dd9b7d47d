import { PublishCommand } from '@aws-sdk/client-sns';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { invokeAsynchronously } from './asynchronous.ts';
import { accessKeyOf } from './callers.ts';
import type { Account, CreateResource } from './deployment.ts';
import type { Engines } from './engines.ts';
import type { EventBuses } from './event-bus.ts';
import type { FunctionHost } from './lambda/function-host.ts';
import type { MessageEvents } from './message-events.ts';
import { customResourceKind } from './resources/custom-resources.ts';
import { eventSourceKind, type SourceSinks } from './resources/event-sources.ts';
import { eventBusKind, ruleKind, type TargetOf } from './resources/events.ts';
import { functionKind } from './resources/functions.ts';
import type { HttpApis } from './resources/http.ts';
import { emailEventsKind, emailIdentityKind, emailSetKind, smsSetKind } from './resources/messaging.ts';
import { logGroupKind, secretKind } from './resources/names.ts';
import { queueKind } from './resources/queues.ts';
import { policyKind, roleKind } from './resources/roles.ts';
import { type ScheduleTarget, scheduleKind } from './resources/schedules.ts';
import { tableKind } from './resources/table.ts';
import { subscriptionKind, topicKind } from './resources/topics.ts';
import { type Rights, whatIsMissing } from './rights/rights.ts';
import type { Scheduler } from './scheduler.ts';
import type { Secrets } from './secrets.ts';

export interface Services {
  readonly account: Account;
  readonly awsUrl: string;
  readonly engines: Engines;
  readonly functions: FunctionHost;
  readonly buses: EventBuses;
  readonly schedules: Scheduler;
  readonly secrets: Secrets;
  readonly http: HttpApis;
  readonly rights: Rights;
  readonly messageEvents: MessageEvents;
  readonly sinks: SourceSinks;
  readonly foundTable: (tableName: string) => void;
  readonly secretValues: Readonly<Record<string, () => string>>;
  /** Appends to a log group, which is a file here. */
  readonly writeLog: (group: string, line: string) => void;
}

/** Every resource type that means something on this machine. */
export const resourceKinds = (services: Services): ReadonlyMap<string, CreateResource> => {
  const {
    account,
    awsUrl,
    engines,
    functions,
    buses,
    schedules,
    secrets,
    http,
    sinks,
    secretValues,
    foundTable,
    rights,
    messageEvents,
  } = services;

  const sendTo = async (queueArn: string, body: string): Promise<void> => {
    await engines.sqs.send(new SendMessageCommand({ QueueUrl: sinks.queueUrl(queueArn), MessageBody: body }));
  };

  const targetOf: TargetOf = (arn) => {
    const service = arn.split(':')[2];
    if (service === 'sqs') return (event) => sendTo(arn, JSON.stringify(event));
    if (service === 'sns')
      return async (event) =>
        void (await engines.sns.send(new PublishCommand({ TopicArn: arn, Message: JSON.stringify(event) })));
    if (service === 'logs') {
      const group = arn.split(':log-group:')[1]?.replace(/:\*$/, '') ?? arn;
      return async (event) => services.writeLog(group, JSON.stringify(event));
    }
    if (service === 'lambda') return (event) => fire({ arn, input: JSON.stringify(event), maxRetries: 2 });
    return undefined;
  };

  const fire = ({ arn, input, maxRetries, deadLetterArn }: Omit<ScheduleTarget, 'roleArn'>): Promise<void> =>
    invokeAsynchronously(
      () => functions.invoke(arn, JSON.parse(input)),
      maxRetries,
      async ({ errorType, errorMessage }) => {
        if (deadLetterArn !== undefined) await sendTo(deadLetterArn, input);
        else throw new Error(`${arn} failed: ${errorType} ${errorMessage}`);
      },
    );

  const fireScheduled = async ({ roleArn, ...target }: ScheduleTarget): Promise<void> => {
    const [lacking] = rights.missing(roleArn, [{ action: 'lambda:InvokeFunction', resource: target.arn }]);
    if (lacking) throw new Error(whatIsMissing('the scheduler', roleArn, lacking));
    await fire(target);
  };

  const variablesFor = (functionName: string): Record<string, string> => ({
    AWS_REGION: account.region,
    AWS_DEFAULT_REGION: account.region,
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_ACCESS_KEY_ID: accessKeyOf(functionName),
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_ENDPOINT_URL: awsUrl,
    TZ: ':UTC',
  });

  return new Map([
    ['AWS::DynamoDB::Table', tableKind(engines.dynamo, account, foundTable)],
    ['AWS::DynamoDB::GlobalTable', tableKind(engines.dynamo, account, foundTable)],
    ['AWS::SQS::Queue', queueKind(engines, (name) => `${awsUrl}/${account.accountId}/${name}`)],
    ['AWS::SNS::Topic', topicKind(engines.sns)],
    ['AWS::SNS::Subscription', subscriptionKind(engines.sns)],
    ['AWS::Lambda::Function', functionKind({ functions, rights }, account, variablesFor)],
    ['AWS::Lambda::EventSourceMapping', eventSourceKind(sinks, rights)],
    ['AWS::Events::EventBus', eventBusKind(buses, account)],
    ['AWS::Events::Rule', ruleKind(buses, targetOf)],
    ['AWS::Scheduler::Schedule', scheduleKind(schedules, fireScheduled)],
    ['AWS::SecretsManager::Secret', secretKind(secrets, account, (name) => secretValues[name])],
    ['AWS::Logs::LogGroup', logGroupKind(account)],
    ['AWS::CloudFormation::CustomResource', customResourceKind(functions)],
    ['AWS::IAM::Role', roleKind(rights, account)],
    ['AWS::IAM::Policy', policyKind(rights)],
    ['AWS::SES::ConfigurationSet', emailSetKind],
    ['AWS::SES::EmailIdentity', emailIdentityKind],
    ['AWS::SES::ConfigurationSetEventDestination', emailEventsKind(messageEvents)],
    ['AWS::SMSVOICE::ConfigurationSet', smsSetKind(account, messageEvents)],
    ...Object.entries(http.kinds),
  ]);
};
