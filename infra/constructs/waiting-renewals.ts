import { LogQueryWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { WIDTH } from './graph.ts';

interface WaitingRenewalsProps {
  /** Every event of the domain. */
  readonly events: ILogGroup;
  readonly title: string;
  /** Of the state that a renewal was seen in last. */
  readonly statuses: readonly string[];
  /** Ends the wait, also where it is noted in the same instant as the state before it. */
  readonly endedBy?: string;
}

const MAX_ROWS = 50;
const HEIGHT = 7;

/** The renewals that are in one of some states, longest first, as their events tell it. */
export const waitingRenewals = ({ events, title, statuses, endedBy }: WaitingRenewalsProps): LogQueryWidget => {
  const isIn = `status in [${listed(statuses)}]`;
  const stats = 'stats latest(detail.status) as status, max(@timestamp) as since';
  const by = 'by detail.renewalId as renewal';
  return table(title, events, [
    'filter `detail-type` = "renewal.status_changed"',
    ...(endedBy === undefined
      ? [`${stats} ${by}`, `filter ${isIn}`]
      : [`${stats}, sum(strcontains(detail.status, "${endedBy}")) as ended ${by}`, `filter ${isIn} and ended = 0`]),
    'sort since asc',
  ]);
};

/** What no rule could settle, newest first. */
export const callsForPeople = (events: ILogGroup, types: readonly string[]): LogQueryWidget =>
  table('Somebody was called', events, [
    `filter \`detail-type\` in [${listed(types)}]`,
    'fields @timestamp, `detail-type`, detail.renewalId, detail.account',
    'sort @timestamp desc',
  ]);

const listed = (words: readonly string[]): string => words.map((word) => `"${word}"`).join(', ');

const table = (title: string, { logGroupName }: ILogGroup, queryLines: readonly string[]): LogQueryWidget =>
  new LogQueryWidget({
    title,
    logGroupNames: [logGroupName],
    queryLines: [...queryLines, `limit ${MAX_ROWS}`],
    width: WIDTH.third,
    height: HEIGHT,
  });
