import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { ServiceFunction } from './service-function.ts';

interface QueueWorkerProps {
  readonly worker: ServiceFunction;
  readonly batchSize: number;
  readonly maxConcurrency: number;
  /** What it means for people when a message fails for good. */
  readonly errorImpact: string;
  readonly runbook: string;
  readonly notify: ITopic;
}

/** AWS recommends six times the function's time-out, so that a message does not come back while it is worked on. */
const VISIBILITY_FACTOR = 6;
const MAX_RECEIVES = 5;
const KEPT_DAYS = 4;

/** A queue and the function that works it off, message by message. */
export class QueueWorker extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, props: QueueWorkerProps) {
    super(scope, id);
    const { worker, batchSize, maxConcurrency, errorImpact, runbook, notify } = props;
    const { queue: deadLetters } = new DeadLetterQueue(this, 'dead-letters', { errorImpact, runbook, notify });
    this.queue = new Queue(this, 'queue', {
      visibilityTimeout: Duration.seconds(worker.timeout.toSeconds() * VISIBILITY_FACTOR),
      retentionPeriod: Duration.days(KEPT_DAYS),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
    worker.function.addEventSource(
      new SqsEventSource(this.queue, { batchSize, maxConcurrency, reportBatchItemFailures: true }),
    );
    const redriven =
      'What fails goes back to its queue, and after the last try to the dead-letter queue of that queue.';
    acknowledge(worker, 'Serverless-LambdaDLQ', redriven);
    acknowledge(worker, 'Serverless-LambdaEventSourceMappingDestination', redriven);
  }
}
