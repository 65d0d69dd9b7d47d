import { describe, expect, test } from '@jest/globals';
import type { RenewalStatus } from '../../shared/domain/renewal/renewal.ts';
import type { DomainEvent } from '../../shared/outbox/domain-event.ts';
import { ofType, referredIn, synthesized } from './synthesized.ts';

const { all, service } = synthesized('prod');

interface Widget {
  readonly type: 'text' | 'log' | 'metric' | 'alarm';
  readonly x: number;
  readonly y: number;
  readonly properties: {
    readonly title?: string;
    readonly query?: string;
    readonly alarms?: readonly string[];
    readonly metrics?: readonly (readonly unknown[])[];
  };
}

const dashboards = ofType(all, 'AWS::CloudWatch::Dashboard').map(([, { Properties }]) => Properties);

/** The body with the logical id in place of what it refers to. */
const bodyOf = (parts: readonly unknown[]): string =>
  parts.map((part) => (typeof part === 'string' ? part : (referredIn(part)[0] ?? 'imported'))).join('');

const text = bodyOf(dashboards[0]?.DashboardBody['Fn::Join'][1] ?? []);
const { widgets }: { widgets: readonly Widget[] } = JSON.parse(text);
const titled = (title: string): Widget['properties'] => {
  const found = widgets.find(({ properties }) => properties.title === title);
  if (!found) throw new Error(`no widget ${title}`);
  return found.properties;
};
const logicalIdsOf = (type: string): readonly string[] => ofType(all, type).map(([id]) => id);

/** Each of them has to be thought of: the compiler refuses a list that lacks one. */
const STATUSES = {
  awaiting_payment: true,
  activating: true,
  active: true,
  refunding: true,
  refund_needs_details: true,
  refunded: true,
  needs_review: true,
  expired: true,
  cancelled: true,
  closed: true,
} as const satisfies Record<RenewalStatus, true>;

/** What an event means for the list of calls: somebody has to do something, or not. */
const CALLS = {
  'payment.held': true,
  'payment.disputed': true,
  'renewal.served_for_nothing': true,
  'carrier.float_low': true,
  'carrier.unreachable': true,
  'carrier.float_restored': false,
  'carrier.reachable': false,
  'renewal.status_changed': false,
  'reconciliation.finished': false,
  'line.recycled': false,
  'line.end_changed': false,
  'message.outcome_unknown': false,
} as const satisfies Record<DomainEvent['type'], boolean>;

const quotedIn = (query = ''): readonly string[] => [...query.matchAll(/"([\w.]+)"/g)].map(([, word = '']) => word);

test('there is one, named after its stage, in the stack that can be deployed anew', () => {
  expect(dashboards).toMatchObject([{ DashboardName: 'keizoku-prod' }]);
  service.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
});

describe('what people wait for', () => {
  test('comes first, with what is paid and not active at its head', () => {
    const titles = [...widgets]
      .sort((a, b) => a.y - b.y || a.x - b.x)
      .flatMap(({ properties }) => properties.title ?? []);
    expect(titles.slice(0, 9)).toEqual([
      'Paid and not active',
      'Money on its way back',
      'Waiting for a person',
      'Somebody was called',
      'Renewals by the state that they came into',
      'Books that differ',
      'Lines found due for a reminder',
      'Reminders',
      'Notices of renewals',
    ]);
  });

  test.each<[string, readonly (keyof typeof STATUSES)[], keyof typeof STATUSES | undefined]>([
    ['Paid and not active', ['activating'], 'active'],
    ['Money on its way back', ['refunding', 'refund_needs_details'], 'refunded'],
    ['Waiting for a person', ['needs_review'], undefined],
  ])('%s lists the renewals that were seen last in %j', (title, statuses, endedBy) => {
    const { query = '' } = titled(title);
    const [logGroup] = ofType(all, 'AWS::Logs::LogGroup').find(
      ([, { Properties }]) => Properties.LogGroupName === '/aws/events/keizoku-prod',
    ) ?? [''];
    expect(query).toMatch(new RegExp(`^SOURCE '${logGroup}' \\| filter`));
    expect(query).toContain('stats latest(detail.status) as status, max(@timestamp) as since');
    expect(query).toContain(`filter status in [${statuses.map((status) => `"${status}"`).join(', ')}]`);
    expect(quotedIn(query)).toEqual(['renewal.status_changed', ...(endedBy ? [endedBy] : []), ...statuses]);
    // Only the one state that ends the wait has its name in its name.
    if (endedBy) expect(Object.keys(STATUSES).filter((status) => status.includes(endedBy))).toEqual([endedBy]);
  });

  test('calls for somebody are the events that need one, and no others', () => {
    const needing = Object.entries(CALLS).flatMap(([type, needs]) => (needs ? [type] : []));
    expect([...quotedIn(titled('Somebody was called').query)].sort()).toEqual(needing.sort());
  });

  test('every state of a renewal is counted as it comes', () => {
    const shown = titled('Renewals by the state that they came into').metrics ?? [];
    expect(shown.map(([, , , status]) => status).sort()).toEqual(Object.keys(STATUSES).sort());
    const filter = ofType(all, 'AWS::Logs::MetricFilter').find(
      ([, { Properties }]) => Properties.MetricTransformations[0].MetricName === 'Renewals',
    );
    expect(filter?.[1].Properties).toMatchObject({
      FilterPattern: '{ $.detail-type = "renewal.status_changed" }',
      MetricTransformations: [{ MetricValue: '1', Dimensions: [{ Key: 'Status', Value: '$.detail.status' }] }],
    });
  });

  test.each([
    ['Reminders', 'reminder'],
    ['Notices of renewals', 'notice'],
  ])('%s are counted by channel and by what became of them, in the logs of both senders', (title, kind) => {
    const shown = titled(title).metrics ?? [];
    expect(shown).toHaveLength(8);
    for (const [namespace, name, ...dimensions] of shown)
      expect([namespace, name, dimensions]).toEqual(['Keizoku', 'Messages', expect.arrayContaining(['Kind', kind])]);
    const filters = ofType(all, 'AWS::Logs::MetricFilter').filter(
      ([, { Properties }]) => Properties.MetricTransformations[0].MetricName === 'Messages',
    );
    expect(filters.flatMap(([, { Properties }]) => referredIn(Properties.LogGroupName)).sort()).toEqual([
      expect.stringMatching(/^emailsender/),
      expect.stringMatching(/^smssender/),
    ]);
  });

  test('every metric of ours that is shown is counted somewhere', () => {
    const counted = new Set(
      ofType(all, 'AWS::Logs::MetricFilter').map(
        ([, { Properties }]) => Properties.MetricTransformations[0].MetricName,
      ),
    );
    const ours = widgets.flatMap(({ properties }) => properties.metrics ?? []).filter(([first]) => first === 'Keizoku');
    expect(ours.length).toBeGreaterThan(0);
    expect(ours.map(([, name]) => name).filter((name) => !counted.has(name))).toEqual([]);
  });
});

describe('what it hangs on', () => {
  const shownIn = (...titles: readonly string[]): string =>
    JSON.stringify(titles.map((title) => titled(title).metrics ?? []));

  test('every alarm', () => {
    const listed = widgets.flatMap(({ properties }) => properties.alarms ?? []);
    // CloudWatch shows no more in one place.
    expect(listed.length).toBeLessThanOrEqual(100);
    const shown = JSON.stringify(listed);
    expect(logicalIdsOf('AWS::CloudWatch::Alarm').filter((id) => !shown.includes(id))).toEqual([]);
  });

  test('every queue: how old its oldest message is, and how many failed for good', () => {
    const queues = ofType(all, 'AWS::SQS::Queue');
    const ages = shownIn(
      'Queues: age of the oldest message, in seconds',
      'Failed for good: age of the oldest message, in seconds',
    );
    expect(queues.filter(([id]) => !ages.includes(id)).map(([id]) => id)).toEqual([]);
    const failed = shownIn('Failed for good: messages');
    const ends = queues.filter(([, { Properties }]) => Properties.RedrivePolicy === undefined).map(([id]) => id);
    expect(ends.filter((id) => !failed.includes(id))).toEqual([]);
  });

  test.each(['errors', 'throttled', 'milliseconds (p95)'])('every function: %s', (what) => {
    const shown = shownIn(`Functions: ${what}`);
    expect(logicalIdsOf('AWS::Lambda::Function').filter((id) => !shown.includes(id))).toEqual([]);
  });

  test('the API, the table and its changes', () => {
    expect(shownIn('API: requests', 'API: milliseconds')).toMatch(/"Count".*"4xx".*"5xx".*"Latency"/);
    expect(shownIn('Table: capacity units')).toMatch(/"ConsumedReadCapacityUnits".*"ConsumedWriteCapacityUnits"/);
    expect(shownIn('Table: throttled')).toContain('"ThrottledRequests"');
    expect(shownIn('Table: failed at AWS')).toContain('"SystemErrors"');
    expect(shownIn('Changes of the table: age of the oldest, in milliseconds')).toContain('"IteratorAge"');
  });
});
