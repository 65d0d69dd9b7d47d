import { CfnOutput, Duration, type Stack } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { WholeSubscription } from '../constructs/topic-subscription.ts';
import type { StageConfig } from '../stage.ts';

interface Surroundings {
  readonly config: StageConfig;
  readonly table: TableV2;
  readonly notify: ITopic;
}

const FEEDBACK_TIMEOUT = Duration.seconds(30);
/** Who reports, and hands on what people answer. */
const REPORTERS = ['ses.amazonaws.com', 'sms-voice.amazonaws.com'];

/**
 * What SES and End User Messaging report of messages, and the SMS that people answer: one topic, one queue, one function.
 * The topic has no key of its own: these two services may publish under none but a customer's.
 */
export const addFeedback = (stack: Stack, { config, table, notify }: Surroundings): ITopic => {
  const topic = new Topic(stack, 'message-events', { enforceSSL: true });
  topic.addToResourcePolicy(
    new PolicyStatement({
      actions: ['sns:Publish'],
      principals: REPORTERS.map((service) => new ServicePrincipal(service)),
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  );
  const feedback = new ServiceFunction(stack, 'message-feedback', {
    config,
    timeout: FEEDBACK_TIMEOUT,
    environment: { TABLE_NAME: table.tableName },
  });
  feedback.allow(['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem'], table.tableArn);
  const reason = {
    errorImpact:
      'Travellers who called messages off, or whom none reaches, are still written to: reports are not noted.',
    runbook: 'feedback-fails',
    notify,
  };
  const worker = new QueueWorker(stack, 'message-reports', {
    ...{ worker: feedback, batchSize: 10, maxConcurrency: config.workerConcurrency },
    ...reason,
  });
  new WholeSubscription(stack, 'message-events-subscription', { topic, worker, ...reason });
  // A number that takes answers is made by hand: this is where its two-way messages go.
  new CfnOutput(stack, 'MessageEventsTopicArn', { value: topic.topicArn });
  return topic;
};
