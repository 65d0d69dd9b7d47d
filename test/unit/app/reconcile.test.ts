import { describe, expect, test } from '@jest/globals';
import { newCaptures } from '../../../shared/domain/reconciliation/ledger.ts';
import { MAX_DIFFERENCES, openDifferences } from '../../../shared/domain/reconciliation/reconciliation.ts';
import {
  MAX_PAYMENTS_PER_RENEWAL,
  paymentReference,
  type RenewalId,
  renewalIdFrom,
} from '../../../shared/domain/values/ids.ts';
import { formatInstant, instant, plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { money } from '../../../shared/domain/values/money.ts';
import { LINE_ID, NOW, PRICE, yen } from '../domain/given.ts';
import { type PayingWorld, payingWorld, sessionOf } from './paying-world.ts';

const captured = (id: RenewalId, number = 1, amount = PRICE) =>
  ({ kind: 'captured', captureId: `pi_${sessionOf(id, number)}`, amount }) as const;

/** What the dispatcher writes down of a captured payment, on the day before the comparison. */
const inBooks = async (world: PayingWorld, id: RenewalId): Promise<void> => {
  for (const entry of newCaptures(undefined, await world.stored(id))) await world.store.noteCaptured(entry);
};

const paidYesterday = async (world: PayingWorld, key = 'key-0001'): Promise<RenewalId> => {
  const id = await world.paid(key);
  await inBooks(world, id);
  return id;
};

const nextDay = (world: PayingWorld): void => {
  world.state.now += ROLLING_DAY_MS;
};

const reportOf = async (world: PayingWorld, account = 'stripe') => {
  const { reports } = await world.reconcile();
  const report = reports.find((each) => each.account === account);
  if (!report) throw new Error('no report');
  return report;
};

describe('given books that agree', () => {
  test('when they are compared, then there is nothing to tell, and no renewal is read or written', async () => {
    const world = await payingWorld();
    const id = await paidYesterday(world);
    nextDay(world);
    const before = await world.store.renewal(id);
    const read: string[] = [];
    const { renewal } = world.store;
    world.store.renewal = async (asked) => {
      read.push(asked);
      return renewal(asked);
    };
    const report = await reportOf(world);
    expect(report).toEqual({
      kind: 'payments',
      account: 'stripe',
      day: Math.floor(NOW / ROLLING_DAY_MS),
      ranAt: plusMs(NOW, ROLLING_DAY_MS),
      theirs: 1,
      ours: 1,
      differences: [],
      unlisted: 0,
    });
    expect(formatInstant(instant(report.day * ROLLING_DAY_MS))).toBe('2026-10-01T00:00:00Z');
    expect([read, await renewal(id)]).toEqual([[], before]);
  });

  test('when it is run again, then there is another report beside the first', async () => {
    const world = await payingWorld();
    await world.reconcile();
    world.state.now += 1;
    await world.reconcile();
    const reports = await world.store.reconciliations();
    expect(reports.map(({ account, ranAt }) => [account, ranAt - NOW])).toEqual([
      ['stripe', 1],
      ['paypal', 1],
      ['stripe', 0],
      ['paypal', 0],
    ]);
  });

  test("when today's payments are not in the days that are compared, then they are no difference", async () => {
    const world = await payingWorld();
    await paidYesterday(world);
    expect(await reportOf(world)).toMatchObject({ ours: 0, differences: [] });
  });

  test('when somebody else takes payments through the same account, then those are not ours to judge', async () => {
    const world = await payingWorld();
    world.payments.books.push(
      { account: 'stripe', reference: undefined, reports: [{ kind: 'captured', captureId: 'pi_x', amount: PRICE }] },
      { account: 'stripe', reference: 'shop-77', reports: [{ kind: 'captured', captureId: 'pi_y', amount: PRICE }] },
    );
    expect((await reportOf(world)).differences).toEqual([]);
  });
});

describe('given a provider that knows more', () => {
  test('when a webhook never came, then the payment is written down and the renewal goes on', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    world.payments.pay(sessionOf(id), PRICE);
    nextDay(world);
    const report = await reportOf(world);
    expect(report.differences).toEqual([{ kind: 'repaired', reference: paymentReference(id, 1), what: ['captured'] }]);
    expect([openDifferences(report), (await world.stored(id)).status]).toEqual([0, 'activating']);
    expect((await reportOf(world)).differences).toEqual([]);
  });

  test('when money came for an order that has ended, then it goes back', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    await world.cancel(id);
    world.payments.books.push({ account: 'stripe', reference: paymentReference(id, 1), reports: [captured(id)] });
    expect((await reportOf(world)).differences).toMatchObject([{ kind: 'repaired', what: ['captured'] }]);
    await world.rest([id]);
    expect([(await world.stored(id)).status, [...world.payments.refunded.values()]]).toEqual(['cancelled', [1_980]]);
  });

  test('when somebody refunded at the provider, then that is written down', async () => {
    const world = await payingWorld();
    const id = await paidYesterday(world);
    await world.activate(id);
    const session = world.payments.sessions[0];
    session?.refundsMinor.push(500);
    nextDay(world);
    expect((await reportOf(world)).differences).toMatchObject([{ kind: 'repaired', what: ['refunded'] }]);
    expect((await world.stored(id)).payments).toMatchObject([{ refundedMinor: 500, verdict: 'keep' }]);
    expect((await reportOf(world)).differences).toEqual([]);
  });

  test('when it was paid twice under one reference, then the second one goes back', async () => {
    const world = await payingWorld();
    const id = await paidYesterday(world);
    await world.activate(id);
    const twice = { kind: 'captured', captureId: 'pi_second', amount: PRICE } as const;
    world.payments.books.push({ account: 'stripe', reference: paymentReference(id, 1), reports: [twice] });
    nextDay(world);
    expect((await reportOf(world)).differences).toMatchObject([{ kind: 'repaired', what: ['captured'] }]);
    await world.rest([id]);
    expect((await world.stored(id)).status).toBe('active');
    expect([...world.payments.refunded]).toEqual([[paymentReference(id, 2), 1_980]]);
  });

  test('when it shows another amount for the same payment, then that is a difference that stays open', async () => {
    const world = await payingWorld();
    const id = await paidYesterday(world);
    Object.assign(world.payments.sessions[0] ?? {}, { captured: yen(1_800) });
    nextDay(world);
    const report = await reportOf(world);
    expect(report.differences).toEqual([
      { kind: 'amount_differs', reference: paymentReference(id, 1), captureId: captured(id).captureId },
    ]);
    expect(openDifferences(report)).toBe(1);
  });
});

test('given more captures under one reference than a renewal can hold, then those are listed as open', async () => {
  const world = await payingWorld();
  const id = await paidYesterday(world);
  for (let number = 2; number <= MAX_PAYMENTS_PER_RENEWAL + 1; number += 1)
    world.payments.books.push({
      account: 'stripe',
      reference: paymentReference(id, 1),
      reports: [{ kind: 'captured', captureId: `pi_${number}`, amount: PRICE }],
    });
  nextDay(world);
  const { differences } = await reportOf(world);
  expect(differences).toHaveLength(MAX_PAYMENTS_PER_RENEWAL);
  expect(differences.at(-1)).toEqual({ kind: 'failed', reference: paymentReference(id, 1), code: 'too_many_payments' });
});

describe('given a reference of ours that we have nothing under', () => {
  test.each([
    ['a renewal', () => paymentReference(renewalIdFrom(LINE_ID, new Uint8Array(10)), 1)],
    ['a payment', (id: RenewalId) => paymentReference(id, 2)],
  ])('when it is %s that is not stored, then a person has to look', async (_what, referenceOf) => {
    const world = await payingWorld();
    const id = await world.ordered();
    const reference = referenceOf(id);
    world.payments.books.push({
      account: 'stripe',
      reference,
      reports: [{ kind: 'captured', captureId: 'pi_x', amount: PRICE }],
    });
    const report = await reportOf(world);
    expect([report.differences, openDifferences(report)]).toEqual([[{ kind: 'unknown_to_us', reference }], 1]);
  });

  test('when another account shows a payment of ours, then it is not believed', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    world.payments.books.push({ account: 'paypal', reference: paymentReference(id, 1), reports: [captured(id)] });
    const report = await reportOf(world, 'paypal');
    expect(report.differences).toMatchObject([{ kind: 'unknown_to_us' }]);
    expect((await world.stored(id)).status).toBe('awaiting_payment');
  });
});

describe('given a payment that we hold for captured and the provider does not', () => {
  test('when they are compared, then it is held for a person and listed in the queue', async () => {
    const world = await payingWorld();
    const id = await paidYesterday(world);
    await world.activate(id);
    world.payments.forget(sessionOf(id));
    nextDay(world);
    const report = await reportOf(world);
    expect(report).toMatchObject({ theirs: 0, ours: 1 });
    expect(report.differences).toEqual([
      { kind: 'unknown_to_provider', reference: paymentReference(id, 1), captureId: captured(id).captureId },
    ]);
    const renewal = await world.stored(id);
    expect([renewal.status, renewal.payments]).toMatchObject([
      'active',
      [{ verdict: 'review', held: { reason: 'missing_at_provider', since: world.clock() } }],
    ]);
    expect((await world.queue()).renewals).toEqual([renewal]);
  });

  test('when it is only older than the days that were listed, then it is asked for by itself and is there', async () => {
    const world = await payingWorld();
    const id = await paidYesterday(world);
    Object.assign(world.payments.of('stripe') ?? {}, { list: async function* () {} });
    nextDay(world);
    expect((await reportOf(world)).differences).toEqual([]);
    expect((await world.stored(id)).payments).toMatchObject([{ verdict: 'keep' }]);
  });

  test('when it cannot be asked for, then the next run tries again and nothing is held', async () => {
    const world = await payingWorld();
    const id = await paidYesterday(world);
    world.payments.forget(sessionOf(id));
    Object.assign(world.payments.of('stripe') ?? {}, {
      async *list() {
        yield { reference: undefined, reports: [] };
        world.payments.unreachable(1);
      },
    });
    nextDay(world);
    const report = await reportOf(world);
    expect(report.differences).toMatchObject([{ kind: 'failed', code: 'payment_provider_unavailable' }]);
    expect((await world.stored(id)).payments).toMatchObject([{ verdict: 'keep' }]);
  });

  test('when our books name a renewal that is not stored, then a person has to look', async () => {
    const world = await payingWorld();
    const reference = paymentReference(renewalIdFrom(LINE_ID, new Uint8Array(10)), 1);
    await world.store.noteCaptured({ account: 'stripe', reference, captureId: 'pi_x', captured: PRICE, at: NOW });
    nextDay(world);
    expect((await reportOf(world)).differences).toEqual([{ kind: 'unknown_to_us', reference, captureId: 'pi_x' }]);
  });
});

describe('given an account that cannot be asked', () => {
  test('when they are compared, then the other one is all the same, and the run names what was not', async () => {
    const world = await payingWorld();
    const id = await world.ordered('paypal');
    world.payments.approve(sessionOf(id));
    await world.payments.of('paypal')?.capture({ sessionId: sessionOf(id), reference: paymentReference(id, 1) });
    world.payments.setDown('stripe', true);
    nextDay(world);
    const { reports, failed } = await world.reconcile();
    expect([failed, reports.map(({ account }) => account)]).toEqual([['stripe'], ['paypal']]);
    expect((await world.stored(id)).status).toBe('activating');
    expect(await world.store.reconciliations()).toEqual(reports);
    expect(world.log.entries).toMatchObject([{ level: 'error', facts: { account: 'stripe' } }]);
  });

  test('when a renewal cannot be written, then its account is named as failed, and the next run settles it', async () => {
    const world = await payingWorld();
    const id = await world.ordered();
    world.payments.pay(sessionOf(id), PRICE);
    nextDay(world);
    world.failWrite(1, 'before');
    expect((await world.reconcile()).failed).toEqual(['stripe']);
    expect((await world.reconcile()).failed).toEqual([]);
    expect((await world.stored(id)).status).toBe('activating');
  });
});

test('given more differences than are listed, then the rest is counted', async () => {
  const world = await payingWorld();
  for (let number = 0; number < MAX_DIFFERENCES + 7; number += 1) {
    const reference = paymentReference(
      renewalIdFrom(
        LINE_ID,
        Uint8Array.from({ length: 10 }, (_, at) => (at === 0 ? number : 0)),
      ),
      1,
    );
    const reports = [{ kind: 'captured', captureId: `pi_${number}`, amount: money(1, 'JPY') }] as const;
    world.payments.books.push({ account: 'stripe', reference, reports });
  }
  const report = await reportOf(world);
  expect([report.differences.length, report.unlisted, openDifferences(report)]).toEqual([
    MAX_DIFFERENCES,
    7,
    MAX_DIFFERENCES + 7,
  ]);
  expect(report.theirs).toBe(MAX_DIFFERENCES + 7);
});
