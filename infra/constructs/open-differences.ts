import { Duration, type Stack } from 'aws-cdk-lib';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { peopleAlarm } from './alarm.ts';
import type { ServiceFunction } from './service-function.ts';

interface OpenDifferencesProps {
  /** Begins the names of what is made here. */
  readonly id: string;
  /** Begins the names of both metrics. */
  readonly metricName: string;
  readonly comparer: ServiceFunction;
  readonly errorImpact: string;
  readonly runbook: string;
  readonly notify: ITopic;
}

/** Counts what a function that compares books has repaired, and calls people for what it had to leave open. */
export const watchDifferences = (stack: Stack, props: OpenDifferencesProps): void => {
  const { id, metricName, comparer, errorImpact, runbook, notify } = props;
  const count = (field: 'repaired' | 'open') =>
    new MetricFilter(stack, `${id}-${field}`, {
      logGroup: comparer.function.logGroup,
      metricNamespace: 'Keizoku',
      metricName: `${metricName}${field === 'open' ? 'Open' : 'Repaired'}`,
      filterPattern: FilterPattern.stringValue('$.message', '=', 'reconciled'),
      metricValue: `$.${field}`,
    });
  count('repaired');
  peopleAlarm(stack, `${id}-open-alarm`, {
    metric: count('open').metric({ period: Duration.hours(1), statistic: 'Sum' }),
    errorImpact,
    runbook,
    notify,
  });
};
