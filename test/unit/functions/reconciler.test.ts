import { describe, expect, test } from '@jest/globals';
import { reconciler } from '../../../functions/reconciler/handler.ts';
import type { Reconciliation } from '../../../shared/domain/reconciliation/reconciliation.ts';
import type { DomainEvent } from '../../../shared/outbox/domain-event.ts';
import { NOW } from '../domain/given.ts';
import { memoryLog } from '../http/http-event.ts';

const report = (change: Partial<Reconciliation> = {}): Reconciliation => ({
  kind: 'payments',
  account: 'stripe',
  day: 20_727,
  ranAt: NOW,
  theirs: 7,
  ours: 6,
  differences: [
    { kind: 'repaired', reference: 'R1', what: ['captured'] },
    { kind: 'unknown_to_us', reference: 'R2' },
    { kind: 'failed', reference: 'R3', code: 'busy' },
  ],
  unlisted: 4,
  ...change,
});

const run = async (
  reports: readonly Reconciliation[],
  failed: readonly string[] = [],
  lost: readonly string[] = [],
) => {
  const log = memoryLog();
  const put: (DomainEvent & { id: string })[] = [];
  const bus = {
    async put(events: readonly (DomainEvent & { id: string })[]) {
      put.push(...events);
      return lost;
    },
  };
  const outcome = await reconciler({ reconcile: async () => ({ reports, failed }), bus, log })().then(
    () => 'done',
    (error: Error) => error.message,
  );
  return { log, put, outcome };
};

const facts = { kind: 'payments', account: 'stripe', day: '2026-10-01', theirs: 7, ours: 6, repaired: 1, open: 6 };

describe('the reconciler', () => {
  test('tells of each account in the log, which the metric counts, and on the bus', async () => {
    const { log, put, outcome } = await run([report(), report({ account: 'paypal', differences: [], unlisted: 0 })]);
    const other = { ...facts, account: 'paypal', repaired: 0, open: 0 };
    expect(outcome).toBe('done');
    expect(log.entries).toEqual([
      { level: 'info', message: 'reconciled', facts },
      { level: 'info', message: 'reconciled', facts: other },
    ]);
    expect(put).toEqual([
      { type: 'reconciliation.finished', id: 'stripe', detail: facts },
      { type: 'reconciliation.finished', id: 'paypal', detail: other },
    ]);
  });

  test('given an account that was not compared, then the run fails with its name, and the others are told all the same', async () => {
    const { put, outcome } = await run([report()], ['paypal', 'antom']);
    expect([put.length, outcome]).toEqual([1, 'not compared: paypal, antom']);
  });

  test('given a bus that was not told, then the run fails', async () => {
    expect((await run([report()], [], ['stripe'])).outcome).toBe('compared, and the event bus was not told: stripe');
  });

  test('given no account at all, then there is nothing to tell', async () => {
    expect(await run([])).toMatchObject({ put: [], outcome: 'done' });
  });
});
