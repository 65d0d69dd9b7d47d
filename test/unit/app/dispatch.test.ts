import { describe, expect, test } from '@jest/globals';
import { dispatch } from '../../../shared/app/dispatch.ts';
import type { LedgerEntry } from '../../../shared/domain/reconciliation/reconciliation.ts';
import type { Renewal } from '../../../shared/domain/renewal/renewal.ts';
import type { TableChange } from '../../../shared/table/stream.ts';
import { aCapture, aLine, aRenewal, END, later, NOW, RENEWAL_ID } from '../domain/given.ts';

const run = async (changes: readonly TableChange[], refuses: Partial<Record<string, readonly string[]>> = {}) => {
  const out: Record<string, { id: string }[]> = { activations: [], refunds: [], topic: [], bus: [] };
  const noted: LedgerEntry[] = [];
  const take = (name: string) => async (entries: readonly { id: string }[]) => {
    out[name]?.push(...entries);
    return refuses[name] ?? [];
  };
  const failed = await dispatch({
    activations: { send: take('activations') },
    refunds: { send: take('refunds') },
    topic: { publish: take('topic') },
    bus: { put: take('bus') },
    store: {
      async noteCaptured(entry) {
        if (refuses['ledger']) throw new Error('the table is throttled');
        noted.push(entry);
      },
    },
    clock: () => NOW,
  })(changes);
  return { out, noted, failed: [...failed] };
};

const change = (after: Renewal, before?: Renewal, id = '1'): TableChange => ({
  id,
  kind: 'renewal',
  after,
  ...(before && { before }),
});

describe('what a change of the table sets in motion', () => {
  test('paid → one activation and one event', async () => {
    const { out } = await run([change(aRenewal('activating'), aRenewal('awaiting_payment'))]);
    expect(out['activations']).toEqual([{ id: '1', body: JSON.stringify({ renewalId: RENEWAL_ID }) }]);
    expect(out['bus']).toEqual([
      { id: '1', type: 'renewal.status_changed', detail: { renewalId: RENEWAL_ID, status: 'activating' } },
    ]);
    expect([out['refunds'], out['topic']]).toEqual([[], []]);
  });

  test('a number that belongs to another SIM → one event, once', async () => {
    const recycled = aLine({ recycledAt: NOW });
    const lineChange = (after: typeof recycled, before?: typeof recycled): TableChange => ({
      id: '1',
      kind: 'line',
      after,
      ...(before && { before }),
    });
    const told = [{ id: '1', type: 'line.recycled', detail: { lineId: recycled.lineId } }];
    expect((await run([lineChange(recycled, aLine())])).out['bus']).toEqual(told);
    expect((await run([lineChange(recycled, recycled)])).out['bus']).toEqual([]);
    expect((await run([lineChange(aLine(), aLine())])).out['bus']).toEqual([]);
  });

  test('captured → one row in our books, and the same row when it is told again', async () => {
    const paid = change(aRenewal('activating'), aRenewal('awaiting_payment'));
    const { noted } = await run([paid, paid, change(aRenewal('active'), aRenewal('activating'), '2')]);
    const row = {
      account: 'stripe',
      reference: `${RENEWAL_ID}01`,
      captureId: 'pi_1',
      captured: aRenewal('activating').price,
    };
    expect(noted).toEqual([expect.objectContaining(row), expect.objectContaining(row)]);
  });

  test('captured, and our books cannot be written → the change comes again', async () => {
    const paid = change(aRenewal('activating'), aRenewal('awaiting_payment'));
    expect((await run([paid], { ledger: ['fails'] })).failed).toEqual(['1']);
  });

  test('disputed → somebody is told, and told how it ended', async () => {
    const before = aRenewal('active');
    const disputed = (state: 'open' | 'lost') =>
      aRenewal('active', { payments: [aCapture({ disputes: { dp_1: { state, amountMinor: 1_980 } } })] });
    const { out } = await run([change(disputed('open'), before), change(disputed('lost'), disputed('open'), '2')]);
    const told = (id: string, state: string) => ({
      id,
      type: 'payment.disputed',
      detail: { renewalId: RENEWAL_ID, payment: 1, state },
    });
    expect(out['bus']).toEqual([told('1', 'open'), told('2', 'lost')]);
  });

  test('active → a notice on every channel', async () => {
    const { out } = await run([change(aRenewal('active'), aRenewal('activating'))]);
    expect(out['topic']?.map((message) => ('channel' in message ? message.channel : undefined)).sort()).toEqual([
      'email',
      'sms',
    ]);
    expect(out['activations']).toEqual([]);
  });

  test('postponed → the same work, later; the same again → nothing', async () => {
    const postponed = aRenewal('activating', { retryAt: later(30_000), postponed: 1 });
    const { out } = await run([change(postponed, aRenewal('activating'))]);
    expect(out['activations']).toEqual([expect.objectContaining({ delayMs: 30_000 })]);
    const again = await run([change(postponed, postponed)]);
    expect(Object.values(again.out).flat()).toEqual([]);
  });

  test('not delivered → a refund', async () => {
    const { out } = await run([change(aRenewal('refunding'), aRenewal('activating'))]);
    expect(out['refunds']).toHaveLength(1);
  });

  test('a line with a new end → an event, and one for each message whose outcome nobody knows', async () => {
    const before = aLine({
      claims: { '3d.sms': { state: 'claimed', at: NOW }, '3d.email': { state: 'sent', at: NOW } },
    });
    const { out } = await run([{ id: '7', kind: 'line', before, after: aLine({ expiryVersion: 2, endsAt: END }) }]);
    expect(out['bus']?.map((event) => ('type' in event ? event.type : undefined))).toEqual([
      'line.end_changed',
      'message.outcome_unknown',
    ]);
  });

  test('what any receiver did not take is answered, and only that', async () => {
    const changes = [
      change(aRenewal('active'), aRenewal('activating'), '1'),
      change(aRenewal('activating'), undefined, '2'),
    ];
    expect((await run(changes, { bus: ['2'] })).failed).toEqual(['2']);
    expect((await run(changes, { topic: ['1'], activations: ['2'] })).failed.sort()).toEqual(['1', '2']);
  });
});
