import { Duration } from 'aws-cdk-lib';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { peopleAlarm, silenceAlarm } from './alarm.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { ServiceFunction } from './service-function.ts';

interface ScheduledFunctionProps {
  readonly worker: ServiceFunction;
  readonly everyMinutes: number;
  readonly errorImpact: string;
  readonly runbook: string;
  readonly notify: ITopic;
}

/** The next tick does the same work again, so an old one is worth little. */
const MAX_AGE_MINUTES = 10;
const RETRIES = 2;
const SILENT_TICKS = 4;

/** A function that an EventBridge Scheduler schedule wakes again and again. */
export class ScheduledFunction extends Construct {
  constructor(scope: Construct, id: string, props: ScheduledFunctionProps) {
    super(scope, id);
    const { worker, everyMinutes, errorImpact, runbook, notify } = props;
    const { queue } = new DeadLetterQueue(this, 'dead-letters', { errorImpact, runbook, notify });
    worker.function.configureAsyncInvoke({
      maxEventAge: Duration.minutes(MAX_AGE_MINUTES),
      retryAttempts: RETRIES,
      onFailure: new SqsDestination(queue),
    });
    new Schedule(this, 'schedule', {
      schedule: ScheduleExpression.rate(Duration.minutes(everyMinutes)),
      target: new LambdaInvoke(worker.function, {
        deadLetterQueue: queue,
        maxEventAge: Duration.minutes(MAX_AGE_MINUTES),
        retryAttempts: RETRIES,
      }),
    });
    peopleAlarm(this, 'errors', {
      metric: worker.function.metricErrors({ period: Duration.minutes(everyMinutes * SILENT_TICKS) }),
      ...{ errorImpact, runbook, notify },
    });
    silenceAlarm(this, 'silence', {
      metric: worker.function.metricInvocations({ period: Duration.minutes(everyMinutes * SILENT_TICKS) }),
      ...{ errorImpact, runbook, notify },
    });
  }
}
