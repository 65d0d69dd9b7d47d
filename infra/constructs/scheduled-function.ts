import { Duration } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { peopleAlarm, type Silence, silenceAlarm } from './alarm.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { ServiceFunction } from './service-function.ts';

interface ScheduledFunctionProps {
  readonly worker: ServiceFunction;
  readonly rhythm: Rhythm;
  readonly errorImpact: string;
  readonly runbook: string;
  readonly notify: ITopic;
}

/** When it runs, how long a run is worth making up for, and how long it may be silent before somebody has to know. */
interface Rhythm {
  readonly expression: ScheduleExpression;
  readonly maxAge: Duration;
  readonly silence: Silence;
}

const RETRIES = 2;
const SILENT_TICKS = 4;
/** One of a day and something for a late start. */
const SILENT_HOURS = 26;

/** The next tick does the same work again, so an old one is worth little. */
export const everyMinutes = (minutes: number): Rhythm => ({
  expression: ScheduleExpression.rate(Duration.minutes(minutes)),
  maxAge: Duration.minutes(10),
  silence: { period: Duration.minutes(minutes * SILENT_TICKS), periods: 1 },
});

export const dailyAt = (hourUtc: number): Rhythm => ({
  expression: ScheduleExpression.cron({ minute: '0', hour: String(hourUtc) }),
  maxAge: Duration.hours(4),
  silence: { period: Duration.hours(1), periods: SILENT_HOURS },
});

/** The library's target may call every version of its function, and so would its role. */
class ThisVersion extends LambdaInvoke {
  protected override addTargetActionToRole(role: IRole): void {
    role.addToPrincipalPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.targetArn] }));
  }
}

/** A function that an EventBridge Scheduler schedule wakes again and again. */
export class ScheduledFunction extends Construct {
  constructor(scope: Construct, id: string, props: ScheduledFunctionProps) {
    super(scope, id);
    const { worker, rhythm, errorImpact, runbook, notify } = props;
    const { queue } = new DeadLetterQueue(this, 'dead-letters', { errorImpact, runbook, notify });
    worker.function.configureAsyncInvoke({
      maxEventAge: rhythm.maxAge,
      retryAttempts: RETRIES,
      onFailure: new SqsDestination(queue),
    });
    acknowledge(
      worker,
      'Serverless-LambdaDLQ',
      'It has a failure destination instead, which takes the same events and says beside them why they failed.',
    );
    new Schedule(this, 'schedule', {
      schedule: rhythm.expression,
      target: new ThisVersion(worker.function, {
        deadLetterQueue: queue,
        maxEventAge: rhythm.maxAge,
        retryAttempts: RETRIES,
      }),
    });
    peopleAlarm(this, 'errors', {
      metric: worker.function.metricErrors({ period: rhythm.silence.period }),
      ...{ errorImpact, runbook, notify },
    });
    silenceAlarm(this, 'silence', {
      metric: worker.function.metricInvocations({ period: rhythm.silence.period }),
      silence: rhythm.silence,
      ...{ errorImpact, runbook: 'has-not-run', notify },
    });
  }
}
