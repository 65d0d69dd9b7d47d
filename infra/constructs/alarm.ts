import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

interface PeopleAlarmProps {
  readonly metric: IMetric;
  /** Rings at this value or above. */
  readonly threshold?: number;
  /** What the failure means for people, first thing in the alarm's text. */
  readonly errorImpact: string;
  /** The heading in `docs/runbook.md` that says what to do. */
  readonly runbook: string;
  readonly notify: ITopic;
}

/** An alarm that says what its failure means for people and what to do about it. */
export const peopleAlarm = (scope: Construct, id: string, props: PeopleAlarmProps): Alarm => {
  const { metric, threshold = 1, errorImpact, runbook, notify } = props;
  const alarm = new Alarm(scope, id, {
    metric,
    threshold,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    alarmDescription: `${errorImpact} What to do: docs/runbook.md#${runbook}`,
  });
  alarm.addAlarmAction(new SnsAction(notify));
  return alarm;
};

/** So many periods in a row without a single run. */
export interface Silence {
  readonly period: Duration;
  readonly periods: number;
}

interface SilenceAlarmProps {
  /** Counts runs, in periods of `silence`. */
  readonly metric: IMetric;
  readonly silence: Silence;
  readonly errorImpact: string;
  readonly runbook: string;
  readonly notify: ITopic;
}

/** Rings when something that should run all the time does not: no data is the failure. */
export const silenceAlarm = (scope: Construct, id: string, props: SilenceAlarmProps): Alarm => {
  const { metric, silence, errorImpact, runbook, notify } = props;
  const silent = Duration.minutes(silence.period.toMinutes() * silence.periods);
  const alarm = new Alarm(scope, id, {
    metric,
    threshold: 1,
    evaluationPeriods: silence.periods,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.BREACHING,
    alarmDescription: `${errorImpact} It has not run for ${silent.toHumanString()}. What to do: docs/runbook.md#${runbook}`,
  });
  alarm.addAlarmAction(new SnsAction(notify));
  return alarm;
};
