import { ArnFormat, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type EventBus, type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ILogGroup, LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';

interface EventLogProps {
  readonly bus: EventBus;
  readonly source: string;
  /** EventBridge writes only to groups whose name begins with `/aws/events/`. */
  readonly logGroupName: `/aws/events/${string}`;
  readonly retention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  readonly notify: ITopic;
}

const RETRIES = 10;

/** Every domain event in one log group, where an operator can search; a brand adds rules of its own to the bus. */
export class EventLog extends Construct {
  readonly logGroup: ILogGroup;

  constructor(scope: Construct, id: string, props: EventLogProps) {
    super(scope, id);
    const { bus, source, logGroupName, retention, removalPolicy, notify } = props;
    const logGroup = new LogGroup(this, 'events', { logGroupName, retention, removalPolicy });
    const events = new ServicePrincipal('events.amazonaws.com');
    this.logGroup = logGroup;
    logGroup.grantWrite(events);
    const { queue } = new DeadLetterQueue(this, 'unlogged', {
      errorImpact: 'Domain events are missing from the log; travellers notice nothing.',
      runbook: 'events-missing',
      notify,
    });
    // The target of aws-events-targets brings a custom resource with a function of its own along; a policy does it.
    const target: IRuleTarget = {
      bind: () => ({
        arn: Stack.of(this).formatArn({
          service: 'logs',
          resource: 'log-group',
          resourceName: logGroup.logGroupName,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
        deadLetterConfig: { arn: queue.queueArn },
        retryPolicy: { maximumRetryAttempts: RETRIES },
      }),
    };
    const rule = new Rule(this, 'all', { eventBus: bus, eventPattern: { source: [source] }, targets: [target] });
    // Without the condition a rule of any account could put messages here.
    queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [events],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
      }),
    );
  }
}
