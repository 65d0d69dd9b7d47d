import { Duration, type Stack } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmStatusWidget,
  Dashboard,
  type IMetric,
  type IWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Operation, type TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import type { EventLog } from '../constructs/event-log.ts';
import { graph, WIDTH } from '../constructs/graph.ts';
import type { PublicApi } from '../constructs/http-api.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import type { StageConfig } from '../stage.ts';
import { peopleRows } from './dashboard-people.ts';

interface DashboardProps {
  readonly config: StageConfig;
  readonly table: TableV2;
  readonly eventLog: EventLog;
  readonly http: PublicApi;
}

/** Longer than the deadline of a plan that is carried out by an API; the range can be changed on the page. */
const RANGE = Duration.days(7);
const ALARMS_HEIGHT = 8;

const OPERATIONS = [
  ...[Operation.GET_ITEM, Operation.BATCH_GET_ITEM, Operation.QUERY, Operation.TRANSACT_GET_ITEMS],
  ...[Operation.PUT_ITEM, Operation.UPDATE_ITEM, Operation.DELETE_ITEM, Operation.TRANSACT_WRITE_ITEMS],
];

/** One page: what people wait for first, then what it hangs on. What is added to the stack before appears by itself. */
export const addDashboard = (stack: Stack, { config, table, eventLog, http }: DashboardProps): void => {
  const constructs = stack.node.findAll();
  const functions = constructs.filter((each) => each instanceof ServiceFunction);
  const named = (name: string): ServiceFunction => {
    const found = functions.find(({ node }) => node.id === name);
    if (!found) throw new Error(`no function ${name} for the dashboard`);
    return found;
  };
  const explanation = new TextWidget({
    markdown: `# Keizoku ${config.stage}\nThe lists are made from the events within the range of this page. What to do stands in \`docs/runbook.md\`.`,
    width: WIDTH.all,
    height: 2,
  });
  new Dashboard(stack, 'dashboard', {
    dashboardName: `keizoku-${config.stage}`,
    defaultInterval: RANGE,
    widgets: [
      [explanation],
      ...peopleRows(stack, {
        events: eventLog.logGroup,
        planner: named('expiry-reminders'),
        senders: [named('email-sender'), named('sms-sender')],
      }),
      [
        new AlarmStatusWidget({
          title: 'Alarms',
          alarms: constructs.filter((each) => each instanceof Alarm),
          width: WIDTH.all,
          height: ALARMS_HEIGHT,
        }),
      ],
      apiRow(http),
      queueRow(
        constructs.filter((each) => each instanceof QueueWorker),
        constructs.filter((each) => each instanceof DeadLetterQueue),
      ),
      functionRow(functions),
      tableRow(table, named('dispatcher')),
    ],
  });
};

const apiRow = ({ api }: PublicApi): IWidget[] => [
  graph('API: requests', [api.metricCount(), api.metricClientError(), api.metricServerError()], WIDTH.half),
  graph(
    'API: milliseconds',
    ['p50', 'p95', 'p99'].map((statistic) => api.metricLatency({ statistic, label: statistic })),
    WIDTH.half,
  ),
];

const queueRow = (workers: readonly QueueWorker[], failures: readonly DeadLetterQueue[]): IWidget[] => {
  // `…/activations/dead-letters` is the one of `activations`.
  const nameOf = ({ node }: DeadLetterQueue): string => node.path.split('/').slice(1).join(' ');
  return [
    graph(
      'Queues: age of the oldest message, in seconds',
      workers.map(({ queue, node }) => queue.metricApproximateAgeOfOldestMessage({ label: node.id })),
      WIDTH.third,
    ),
    graph(
      'Failed for good: messages',
      failures.map((each) =>
        each.queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', label: nameOf(each) }),
      ),
      WIDTH.third,
    ),
    graph(
      'Failed for good: age of the oldest message, in seconds',
      failures.map((each) => each.queue.metricApproximateAgeOfOldestMessage({ label: nameOf(each) })),
      WIDTH.third,
    ),
  ];
};

const functionRow = (functions: readonly ServiceFunction[]): IWidget[] => {
  const ofEach = (metric: (each: ServiceFunction, label: string) => IMetric): readonly IMetric[] =>
    functions.map((each) => metric(each, each.node.id));
  return [
    graph(
      'Functions: errors',
      ofEach((each, label) => each.function.metricErrors({ label })),
      WIDTH.third,
    ),
    graph(
      'Functions: throttled',
      ofEach((each, label) => each.function.metricThrottles({ label })),
      WIDTH.third,
    ),
    graph(
      'Functions: milliseconds (p95)',
      ofEach((each, label) => each.function.metricDuration({ statistic: 'p95', label })),
      WIDTH.third,
    ),
  ];
};

const tableRow = (table: TableV2, dispatcher: ServiceFunction): IWidget[] => [
  graph(
    'Table: capacity units',
    [table.metricConsumedReadCapacityUnits(), table.metricConsumedWriteCapacityUnits()],
    WIDTH.quarter,
  ),
  graph(
    'Table: throttled',
    [table.metricThrottledRequestsForOperations({ operations: OPERATIONS, label: 'requests' })],
    WIDTH.quarter,
  ),
  graph(
    'Table: failed at AWS',
    [table.metricSystemErrorsForOperations({ operations: OPERATIONS, label: 'requests' })],
    WIDTH.quarter,
  ),
  graph(
    'Changes of the table: age of the oldest, in milliseconds',
    [dispatcher.function.metric('IteratorAge', { statistic: 'Maximum', label: 'dispatcher' })],
    WIDTH.quarter,
  ),
];
