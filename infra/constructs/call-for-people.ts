import { type EventBus, type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';

interface CallForPeopleProps {
  readonly bus: EventBus;
  readonly source: string;
  readonly notify: ITopic;
}

const RETRIES = 10;

/** What no rule of the product can settle: money waits, or nothing can be sold, until a person has looked. */
const PATTERNS: Readonly<Record<string, EventPattern>> = {
  'renewal-in-review': { detailType: ['renewal.status_changed'], detail: { status: ['needs_review'] } },
  'money-held': { detailType: ['payment.held'] },
  'served-for-nothing': { detailType: ['renewal.served_for_nothing'] },
  'payment-disputed': { detailType: ['payment.disputed'] },
  // Also when there is enough again: whoever is about to fill it up should know.
  'carrier-credit': { detailType: ['carrier.float_low', 'carrier.float_restored'] },
  'carrier-outage': { detailType: ['carrier.unreachable', 'carrier.reachable'] },
};

/** Tells those who watch the alarms each time a person is needed. */
export class CallForPeople extends Construct {
  constructor(scope: Construct, id: string, { bus, source, notify }: CallForPeopleProps) {
    super(scope, id);
    const { queue: deadLetterQueue } = new DeadLetterQueue(this, 'untold', {
      errorImpact: 'Money of travellers, or what they want to buy, waits for a person, and nobody was told.',
      runbook: 'somebody-has-to-look',
      notify,
    });
    for (const [name, pattern] of Object.entries(PATTERNS))
      new Rule(this, name, {
        eventBus: bus,
        eventPattern: { source: [source], ...pattern },
        targets: [new SnsTopic(notify, { deadLetterQueue, retryAttempts: RETRIES })],
      });
  }
}
