import { describe, expect, test } from '@jest/globals';
import { ofType, referredIn, synthesized } from './synthesized.ts';

const { all } = synthesized('prod');

const [functionId, lambda] =
  ofType(all, 'AWS::Lambda::Function').find(
    ([, { Properties }]) => Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME === 'carrier-reconciler',
  ) ?? [];
if (!functionId || !lambda) throw new Error('no such function');

describe('the daily comparison with carriers', () => {
  test('runs once a day, an hour after that of payments, and has the time that it needs', () => {
    const expressions = ofType(all, 'AWS::Scheduler::Schedule')
      .filter(([, { Properties }]) => referredIn(Properties.Target.Arn).includes(functionId))
      .map(([, { Properties }]) => Properties.ScheduleExpression);
    expect(expressions).toEqual([expect.stringMatching(/^cron\(0 21 /)]);
    expect(lambda.Properties.Timeout).toBe(600);
  });

  test('knows the accounts whose books name what was paid', () => {
    expect(lambda.Properties.Environment.Variables.PAYMENT_ACCOUNT_NAMES).toBe('stripe,paypal');
  });

  test('counts what it repaired and what stayed open, each by its own function, and rings for the latter', () => {
    const filters = ofType(all, 'AWS::Logs::MetricFilter').flatMap(([, { Properties }]) =>
      Properties.MetricTransformations.map((each: { MetricName: string; MetricValue: string }) => ({
        logGroup: referredIn(Properties.LogGroupName)[0] ?? '',
        pattern: Properties.FilterPattern,
        name: each.MetricName,
        value: each.MetricValue,
      })),
    );
    const ours = filters.filter(({ name }) => name.startsWith('CarrierReconciliation'));
    expect(ours.map(({ name, value }) => [name, value])).toEqual([
      ['CarrierReconciliationRepaired', '$.repaired'],
      ['CarrierReconciliationOpen', '$.open'],
    ]);
    for (const { logGroup, pattern } of ours) {
      expect(referredIn(lambda.Properties.LoggingConfig)).toEqual([logGroup]);
      expect(pattern).toBe('{ $.message = "reconciled" }');
    }
    const rings = ofType(all, 'AWS::CloudWatch::Alarm')
      .map(([, { Properties }]) => Properties)
      .filter(({ MetricName }) => MetricName === 'CarrierReconciliationOpen');
    expect(rings).toMatchObject([
      { Threshold: 1, AlarmDescription: expect.stringContaining('docs/runbook.md#carrier-reconciliation') },
    ]);
    const payments = filters.filter(({ name }) => name.startsWith('Reconciliation'));
    expect(payments.map(({ name }) => name)).toEqual(['ReconciliationRepaired', 'ReconciliationOpen']);
    expect(payments.map(({ logGroup }) => logGroup)).not.toContain(ours[0]?.logGroup);
  });
});
