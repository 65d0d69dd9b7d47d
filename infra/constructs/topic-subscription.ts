import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { SubscriptionFilter } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { QueueWorker } from './queue-worker.ts';

interface ChannelSubscriptionProps {
  readonly topic: ITopic;
  readonly channel: string;
  readonly sender: QueueWorker;
  readonly errorImpact: string;
  readonly runbook: string;
  readonly notify: ITopic;
}

interface WholeSubscriptionProps {
  readonly topic: ITopic;
  readonly worker: QueueWorker;
  readonly errorImpact: string;
  readonly runbook: string;
  readonly notify: ITopic;
}

/** Everything that a topic gets, as it was published, to one queue. */
export class WholeSubscription extends Construct {
  constructor(scope: Construct, id: string, props: WholeSubscriptionProps) {
    super(scope, id);
    const { topic, worker, errorImpact, runbook, notify } = props;
    const { queue } = new DeadLetterQueue(this, 'undelivered', { errorImpact, runbook, notify });
    topic.addSubscription(new SqsSubscription(worker.queue, { rawMessageDelivery: true, deadLetterQueue: queue }));
  }
}

/** The messages of one channel, from the topic to the queue of its sender, as they were published. */
export class ChannelSubscription extends Construct {
  constructor(scope: Construct, id: string, props: ChannelSubscriptionProps) {
    super(scope, id);
    const { topic, channel, sender, errorImpact, runbook, notify } = props;
    const { queue } = new DeadLetterQueue(this, 'undelivered', { errorImpact, runbook, notify });
    topic.addSubscription(
      new SqsSubscription(sender.queue, {
        rawMessageDelivery: true,
        filterPolicy: { channel: SubscriptionFilter.stringFilter({ allowlist: [channel] }) },
        deadLetterQueue: queue,
      }),
    );
  }
}
