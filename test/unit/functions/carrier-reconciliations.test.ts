import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { carrierReconciler } from '../../../functions/carrier-reconciler/handler.ts';
import { reconciliationsAnswer } from '../../../functions/staff-api/answers.ts';
import { reconciliationsPage } from '../../../functions/staff-api/reconciliation-page.ts';
import { reconciliationsView } from '../../../functions/staff-api/reconciliation-view.ts';
import type { CarrierReconciliation } from '../../../shared/domain/reconciliation/carrier-reconciliation.ts';
import type { DomainEvent } from '../../../shared/outbox/domain-event.ts';
import { NOW } from '../domain/given.ts';
import { memoryLog } from '../http/http-event.ts';

const report = (change: Partial<CarrierReconciliation> = {}): CarrierReconciliation => ({
  kind: 'carrier',
  account: 'esimgo',
  day: 20_727,
  ranAt: NOW,
  theirs: 4,
  ours: 9,
  differences: [
    { kind: 'record_differs', reference: 'R1', code: 'end' },
    { kind: 'line_differs', reference: 'L2', code: 'sim_absent' },
    { kind: 'served_for_nothing', reference: 'R3' },
    { kind: 'unknown_to_us', reference: 'L4', period: 'p-4' },
    { kind: 'failed', reference: 'L5', code: 'timeout' },
    { kind: 'repaired', reference: 'R6', what: ['taking_back'] },
    { kind: 'settled', reference: 'R7', code: 'missing' },
  ],
  unlisted: 2,
  skipped: { under_way: 3, no_record: 1 },
  ...change,
});

const view = (each = report()) => z.parse(reconciliationsAnswer, reconciliationsView([each]));
const facts = { kind: 'carrier', account: 'esimgo', day: '2026-10-01', theirs: 4, ours: 9, repaired: 1, open: 7 };

describe('a comparison with a carrier', () => {
  test('as data: what is open, what a person has settled, and what was not compared', () => {
    const { reports } = view();
    expect(reports[0]).toMatchObject({ ...facts, unlisted: 2 });
    expect(reports[0]?.differences).toEqual(
      report().differences.map((each) => ({ ...each, text: expect.any(String) })),
    );
    expect(reports[0]?.skipped).toEqual([
      { why: 'under_way', text: 'a renewal of it was under way', lines: 3 },
      { why: 'no_record', text: 'this carrier has no record that can be read', lines: 1 },
    ]);
  });

  test('says of each difference what it is and what becomes of it', () => {
    expect(view().reports[0]?.differences.map(({ text }) => text)).toEqual([
      'The carrier has another end than the traveller was promised. Its money waits in the review queue.',
      'The carrier does not know the SIM any more, before the service was over. Look at the SIM at the carrier.',
      'It was given up, and the carrier serves it. It waits in the review queue.',
      'The carrier serves a period that no renewal of ours stands for: find out who bought it. Nothing was changed.',
      'Could not be compared this time; the next run tries again.',
      'It was given up and the carrier serves it: it is being taken back.',
      'The carrier does not show this renewal. A person has settled it.',
    ]);
  });

  test('as a page, apart from those of payments, and what the carrier wrote is text and nothing else', () => {
    const evil = report({
      differences: [{ kind: 'unknown_to_us', reference: 'L1', period: '<script>&' }],
      unlisted: 0,
    });
    const page = reconciliationsPage(view(evil));
    expect(page).not.toContain('<script>');
    const [payments = '', carriers = ''] = page.split('<h1>Reconciliation of carriers</h1>');
    expect(payments).not.toContain('esimgo');
    expect(carriers).toContain('Nothing was changed. &lt;script&gt;&amp;');
    expect(carriers).toContain('class="open">1</td>');
    expect(carriers).toContain('not compared, because a renewal of it was under way: 3');
  });
});

describe('the function that compares carriers', () => {
  test('tells of each account in the log, which the metric counts, and on the bus; what failed makes it fail', async () => {
    const log = memoryLog();
    const put: DomainEvent[] = [];
    const bus = {
      async put(events: readonly (DomainEvent & { id: string })[]) {
        put.push(...events);
        return [];
      },
    };
    const run = carrierReconciler({ reconcile: async () => ({ reports: [report()], failed: ['airalo'] }), bus, log });
    await expect(run()).rejects.toThrow('not compared: airalo');
    expect(log.entries).toEqual([{ level: 'info', message: 'reconciled', facts }]);
    expect(put).toEqual([{ type: 'reconciliation.finished', id: 'esimgo', detail: facts }]);
  });
});
