import { Duration } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { peopleAlarm } from './alarm.ts';

interface DeadLetterQueueProps {
  readonly errorImpact: string;
  readonly runbook: string;
  readonly notify: ITopic;
}

/** The longest that SQS keeps a message. */
const KEPT_DAYS = 14;

/** Where work ends that failed for good: nothing is lost, and somebody is told. */
export class DeadLetterQueue extends Construct {
  readonly queue: IQueue;

  constructor(scope: Construct, id: string, { errorImpact, runbook, notify }: DeadLetterQueueProps) {
    super(scope, id);
    const queue = new Queue(this, 'queue', {
      retentionPeriod: Duration.days(KEPT_DAYS),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    const end =
      'Failures end here: an alarm calls somebody at the first message, and there is nowhere further to move it.';
    acknowledge(queue, 'AwsSolutions-SQS3', end);
    acknowledge(queue, 'Serverless-SQSRedrivePolicy', end);
    peopleAlarm(this, 'alarm', {
      metric: queue.metricApproximateNumberOfMessagesVisible({ statistic: 'max' }),
      errorImpact,
      runbook,
      notify,
    });
    this.queue = queue;
  }
}
