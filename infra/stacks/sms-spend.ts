import { Duration, type Stack } from 'aws-cdk-lib';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { peopleAlarm } from '../constructs/alarm.ts';
import type { ServiceFunction } from '../constructs/service-function.ts';

const NEAR_PERCENT = 80;
const FULL_PERCENT = 100;
const PERIOD = Duration.minutes(5);

/** Calls people before the day's cap of SMS is used up, and when it is; and when blocks of numbers get too many. */
export const watchSmsSpend = (stack: Stack, sender: ServiceFunction, notify: ITopic): void => {
  const used = new MetricFilter(stack, 'sms-spend', {
    logGroup: sender.function.logGroup,
    metricNamespace: 'Keizoku',
    metricName: 'SmsSpendPercent',
    filterPattern: FilterPattern.stringValue('$.message', '=', 'sms spend'),
    metricValue: '$.usedPercent',
  }).metric({ period: PERIOD, statistic: 'Maximum' });
  peopleAlarm(stack, 'sms-spend-near', {
    metric: used,
    threshold: NEAR_PERCENT,
    errorImpact: 'Soon travellers get no SMS any more today: most of what they may cost a day is spent.',
    runbook: 'sms-spend',
    notify,
  });
  peopleAlarm(stack, 'sms-spend-full', {
    metric: used,
    threshold: FULL_PERCENT,
    errorImpact: 'Travellers without e-mail get no reminders and no codes today: what SMS may cost a day is spent.',
    runbook: 'sms-spend',
    notify,
  });
  const pumped = new MetricFilter(stack, 'sms-velocity', {
    logGroup: sender.function.logGroup,
    metricNamespace: 'Keizoku',
    metricName: 'SmsHeldBackByPrefix',
    filterPattern: FilterPattern.stringValue('$.reason', '=', 'prefix_velocity'),
    metricValue: '1',
  });
  peopleAlarm(stack, 'sms-velocity-alarm', {
    metric: pumped.metric({ period: PERIOD, statistic: 'Sum' }),
    errorImpact: 'Somebody may be pumping SMS, or travellers with neighbouring numbers get none for an hour.',
    runbook: 'sms-spend',
    notify,
  });
};
