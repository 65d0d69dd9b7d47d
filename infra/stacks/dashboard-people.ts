import type { Stack } from 'aws-cdk-lib';
import { type IMetric, type IWidget, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { graph, WIDTH } from '../constructs/graph.ts';
import type { ServiceFunction } from '../constructs/service-function.ts';
import { callsForPeople, waitingRenewals } from '../constructs/waiting-renewals.ts';

interface PeopleProps {
  /** Every event of the domain. */
  readonly events: ILogGroup;
  /** Finds the lines that are to be reminded. */
  readonly planner: ServiceFunction;
  readonly senders: readonly ServiceFunction[];
}

const NAMESPACE = 'Keizoku';

/** The states of a renewal, in the order in which they are gone through. */
const STATUSES = [
  ...['awaiting_payment', 'activating', 'active', 'refunding', 'refund_needs_details', 'refunded'],
  ...['needs_review', 'expired', 'cancelled', 'closed'],
];
const CALLS = [
  ...['payment.held', 'payment.disputed', 'renewal.served_for_nothing'],
  ...['carrier.float_low', 'carrier.unreachable'],
];
const CHANNELS = ['email', 'sms'];
const RESULTS = ['sent', 'failed', 'unknown', 'suppressed'];

/** What travellers wait for, and what they were told. */
export const peopleRows = (stack: Stack, { events, planner, senders }: PeopleProps): readonly IWidget[][] => {
  countMessages(stack, senders);
  return [
    [
      waitingRenewals({ events, title: 'Paid and not active', statuses: ['activating'], endedBy: 'active' }),
      waitingRenewals({
        ...{ events, title: 'Money on its way back' },
        ...{ statuses: ['refunding', 'refund_needs_details'], endedBy: 'refunded' },
      }),
      waitingRenewals({ events, title: 'Waiting for a person', statuses: ['needs_review'] }),
    ],
    [
      callsForPeople(events, CALLS),
      graph('Renewals by the state that they came into', renewals(stack, events), WIDTH.third),
      graph('Books that differ', differences(), WIDTH.third),
    ],
    [
      graph('Lines found due for a reminder', [dueLines(stack, planner)], WIDTH.third),
      graph('Reminders', messages('reminder'), WIDTH.third),
      graph('Notices of renewals', messages('notice'), WIDTH.third),
    ],
  ];
};

const renewals = (stack: Stack, logGroup: ILogGroup): readonly IMetric[] => {
  const counted = new MetricFilter(stack, 'renewals-by-status', {
    logGroup,
    metricNamespace: NAMESPACE,
    metricName: 'Renewals',
    filterPattern: FilterPattern.stringValue('$.detail-type', '=', 'renewal.status_changed'),
    metricValue: '1',
    dimensions: { Status: '$.detail.status' },
  });
  return STATUSES.map((status) =>
    counted.metric({ dimensionsMap: { Status: status }, statistic: 'Sum', label: status }),
  );
};

/** As {@link watchDifferences} counts them. */
const differences = (): readonly IMetric[] =>
  ['Reconciliation', 'CarrierReconciliation'].flatMap((kind) =>
    ['Open', 'Repaired'].map(
      (what) => new Metric({ namespace: NAMESPACE, metricName: `${kind}${what}`, statistic: 'Sum' }),
    ),
  );

const dueLines = (stack: Stack, planner: ServiceFunction): IMetric =>
  new MetricFilter(stack, 'lines-due', {
    logGroup: planner.function.logGroup,
    metricNamespace: NAMESPACE,
    metricName: 'LinesDue',
    filterPattern: FilterPattern.stringValue('$.message', '=', 'due lines handed out'),
    metricValue: '$.lines',
  }).metric({ statistic: 'Sum', label: 'lines' });

const countMessages = (stack: Stack, senders: readonly ServiceFunction[]): void => {
  for (const sender of senders)
    new MetricFilter(stack, `${sender.node.id}-messages-counted`, {
      logGroup: sender.function.logGroup,
      metricNamespace: NAMESPACE,
      metricName: 'Messages',
      filterPattern: FilterPattern.stringValue('$.message', '=', 'message handled'),
      metricValue: '1',
      dimensions: { Kind: '$.kind', Channel: '$.channel', Result: '$.result' },
    });
};

/** By channel, and by what became of them; `suppressed` ones were no longer true, or had been sent before. */
const messages = (kind: 'reminder' | 'notice'): readonly IMetric[] =>
  CHANNELS.flatMap((channel) =>
    RESULTS.map(
      (result) =>
        new Metric({
          namespace: NAMESPACE,
          metricName: 'Messages',
          dimensionsMap: { Kind: kind, Channel: channel, Result: result },
          statistic: 'Sum',
          label: `${channel} ${result}`,
        }),
    ),
  );
