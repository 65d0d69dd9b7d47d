import { beforeEach, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Fence, Line } from '../../shared/domain/line/line.ts';
import { settleLine } from '../../shared/domain/line/settle.ts';
import { type HoldReason, PAYMENT_METHODS, type Payment } from '../../shared/domain/payment/payment.ts';
import type { CarrierReconciliation } from '../../shared/domain/reconciliation/carrier-reconciliation.ts';
import type { LedgerEntry, Reconciliation } from '../../shared/domain/reconciliation/reconciliation.ts';
import type { Renewal, RenewalStatus, Resolution } from '../../shared/domain/renewal/renewal.ts';
import { lineId, paymentReference, type RenewalId, renewalIdFrom } from '../../shared/domain/values/ids.ts';
import { type Instant, instant, plusMs, ROLLING_DAY_MS } from '../../shared/domain/values/instant.ts';
import { money } from '../../shared/domain/values/money.ts';
import { DUE_DAYS_BACK, dayOf } from '../../shared/table/keys.ts';
import {
  DUE_PAGE_SIZE,
  RECONCILIATIONS_SHOWN,
  REVIEW_PAGE_SIZE,
  type Store,
  type StoredRenewal,
} from '../../shared/table/store.ts';
import {
  aCapture,
  aClosedPayment,
  aGrant,
  aHeld,
  aLine,
  anOpenPayment,
  aPlan,
  aRenewal,
  bound,
  END,
  EXAMPLES,
  LINE_ID,
  later,
  NOW,
  RENEWAL_ID,
} from '../unit/domain/given.ts';

const FOUR_DAYS = { unit: 'day', count: 4, day: { kind: 'rolling' } } as const;
const fence = (change: Partial<Fence> = {}): Fence => ({
  renewalId: RENEWAL_ID,
  attempt: 1,
  grantedAt: NOW,
  targetEnd: plusMs(END, 3 * ROLLING_DAY_MS),
  submittedAt: NOW,
  emptyLookUps: 0,
  ...change,
});
const letters = (number: number): string => number.toString(16).toUpperCase().padStart(12, '0');
const numberedLine = (number: number, at: Instant): Line =>
  aLine({ lineId: lineId(letters(number)), nextReminder: { threshold: '3d', at } });
const numberedRenewal = (number: number): RenewalId =>
  renewalIdFrom(
    LINE_ID,
    Uint8Array.from({ length: 10 }, (_, index) => (index < 8 ? 0 : (number >> (index === 8 ? 8 : 0)) & 255)),
  );

const HOLD_REASONS: readonly HoldReason[] = [
  'amount_mismatch',
  'merchant_mismatch',
  'refund_failed',
  'activation_outcome_unknown',
  'missing_at_provider',
  'opened_by_staff',
];

const must = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('nothing is stored');
  return value;
};

/** What every store does: run against the one in memory and against the table on the real engine. */
export const storeContract = (name: string, makeStore: () => Promise<Store>): void =>
  describe(name, () => {
    let store: Store;
    beforeEach(async () => {
      store = await makeStore();
    });

    const create = async (
      status: RenewalStatus = 'awaiting_payment',
      due: Instant | undefined = later(600_000),
    ): Promise<StoredRenewal> => {
      await store.createRenewal(aRenewal(status), due);
      return must(await store.renewal(RENEWAL_ID));
    };
    const addLine = async (change: Partial<Line> = {}): Promise<Line> => {
      await store.addLine(aLine(change));
      return must(await store.line(LINE_ID));
    };

    test('what was never written is not there', async () => {
      expect(await store.line(LINE_ID)).toBeUndefined();
      expect(await store.renewal(RENEWAL_ID)).toBeUndefined();
      expect(await store.plan({ planId: 'x', version: 1 })).toBeUndefined();
      expect(await store.activationContext(RENEWAL_ID)).toBeUndefined();
      expect(await store.orderContext({ lineId: LINE_ID, planId: 'x', renewalId: RENEWAL_ID })).toEqual({});
      expect(await store.lines([LINE_ID])).toEqual([]);
    });

    describe('round trips', () => {
      test.each(Object.keys(EXAMPLES) as RenewalStatus[])('a renewal that is %s', async (status) => {
        const { renewal, rev, due } = await create(status);
        expect([renewal, rev, due]).toEqual([EXAMPLES[status], 1, later(600_000)]);
      });

      test.each<[string, Payment]>([
        ['created', anOpenPayment()],
        ['processing', anOpenPayment({ status: 'processing' } as Partial<Payment>)],
        ['requires_action', anOpenPayment({ status: 'requires_action' } as Partial<Payment>)],
        ['capturing', anOpenPayment({ status: 'capturing', key: 'k' } as Partial<Payment>)],
        ['failed', aClosedPayment({ status: 'failed' } as Partial<Payment>)],
        ['cancelled, and opened under a key', aClosedPayment({ status: 'cancelled', key: 'k' } as Partial<Payment>)],
        ['captured and partly refunded', aCapture({ refundedMinor: 5, verdict: 'send_back' })],
        [
          'captured, with everything that may be missing',
          aHeld('refund_failed', {
            key: 'k',
            refundedMinor: 500,
            refundParts: { r1: 500, 'a.b#c': 0, 'with space': 7 },
            detailsAskedAt: later(1),
            disputes: { dp_1: { state: 'open', amountMinor: 300 } },
          }),
        ],
        ['captured, without any part of a refund yet', aCapture({ refundParts: {} })],
        ...(['won', 'lost'] as const).map((state): [string, Payment] => [
          `a dispute that is ${state}`,
          aCapture({ disputes: { dp_1: { state, amountMinor: 1_980 } } }),
        ]),
        ...HOLD_REASONS.map((reason): [string, Payment] => [`held because of ${reason}`, aHeld(reason)]),
        ...PAYMENT_METHODS.map((method): [string, Payment] => [`made by ${method}`, aCapture({ method })]),
      ])('a payment that is %s', async (_name, payment) => {
        await store.createRenewal(aRenewal('awaiting_payment', { payments: [payment] }), undefined);
        const { renewal, due } = must(await store.renewal(RENEWAL_ID));
        expect([renewal.payments, due]).toEqual([[payment], undefined]);
      });

      test('a renewal with every decision that a person can make', async () => {
        const exits: readonly Resolution['exit'][] = ['open', 'activate_again', 'mark_active', 'send_back', 'close'];
        const resolutions = exits.map((exit, index) => ({
          at: later(index),
          by: 'sato',
          exit,
          note: 'カード会社に確認: "ok"',
        }));
        const renewal = aRenewal('closed', { resolutions });
        await store.createRenewal(renewal, undefined);
        expect(must(await store.renewal(RENEWAL_ID)).renewal).toEqual(renewal);
      });

      test.each<[string, Renewal]>([
        ['activating, put off', aRenewal('activating', { postponed: 3, retryAt: later(5) })],
        ['refunding, put off', aRenewal('refunding', { retryAt: later(5) })],
        ...(['carrier_refused', 'deadline_passed', 'payment_returned', 'decided_in_review'] as const).flatMap(
          (reason): [string, Renewal][] => [
            [`refunded because of ${reason}`, aRenewal('refunded', { reason })],
            [`waiting for details because of ${reason}`, aRenewal('refund_needs_details', { reason })],
          ],
        ),
        ...(['amount_mismatch', 'merchant_mismatch', 'activation_outcome_unknown', 'refund_failed'] as const).map(
          (reason): [string, Renewal] => [`in review because of ${reason}`, aRenewal('needs_review', { reason })],
        ),
      ])('%s', async (_name, renewal) => {
        await store.createRenewal(renewal, undefined);
        expect(must(await store.renewal(RENEWAL_ID)).renewal).toEqual(renewal);
      });

      test('many payments of one renewal, in their order', async () => {
        const payments = Array.from({ length: 32 }, (_, index) =>
          aCapture({ number: index + 1, captureId: `pi_${index + 1}`, account: index % 2 === 0 ? 'stripe' : 'paypal' }),
        );
        await store.createRenewal(aRenewal('active', { payments }), undefined);
        expect(must(await store.renewal(RENEWAL_ID)).renewal.payments).toEqual(payments);
      });

      test('a line with everything that may be missing, and without it', async () => {
        const bare = aLine({ contacts: { language: 'ja' } });
        await store.addLine(bare);
        expect(await store.line(LINE_ID)).toEqual(bare);
        const full = aLine({
          lineId: lineId('FAB000000000'),
          contacts: bound({ language: 'zh-CN', phone: '+8613800000000', email: 'a@example.com' }),
          nextReminder: { threshold: '3d', at: NOW },
          claims: { '3d.sms': { state: 'sent', at: NOW } },
          fence: fence(),
          fenceRev: 7,
        });
        await store.addLine(full);
        expect(await store.line(full.lineId)).toEqual(full);
      });

      test('any instants, amounts and texts', () => {
        let number = 0;
        return fc.assert(
          fc.asyncProperty(
            fc.integer({ min: 0, max: 4_102_444_800_000 }).map(instant),
            fc.integer({ min: 0, max: 10 ** 12 }),
            fc.string({ unit: 'grapheme', maxLength: 30 }),
            async (at, amountMinor, what) => {
              number += 1;
              const renewal = {
                ...aRenewal('awaiting_payment'),
                renewalId: numberedRenewal(number),
                payBy: at,
                price: { amountMinor, currency: 'JPY' },
                trail: [{ at, what }],
              };
              await store.createRenewal(renewal, at);
              expect(await store.renewal(renewal.renewalId)).toEqual({ renewal, rev: 1, due: at });
            },
          ),
          { numRuns: 50 },
        );
      });

      test('plan versions stay, and the newest is on sale', async () => {
        const [first, second] = [aPlan(), aPlan({ version: 2, length: FOUR_DAYS })];
        await store.addPlan(first);
        await store.addPlan(second);
        await store.addPlan(second);
        expect(await store.plan({ planId: first.planId, version: 1 })).toEqual(first);
        expect(await store.plan({ planId: first.planId, version: 2 })).toEqual(second);
        expect(await store.plansOnSale()).toEqual([second]);
      });

      test('a plan version that is there stays as it is, on sale too, whatever is added under its number', async () => {
        await store.addPlan(aPlan());
        await store.addPlan(aPlan({ length: FOUR_DAYS }));
        expect(await store.plan({ planId: aPlan().planId, version: 1 })).toEqual(aPlan());
        expect(await store.plansOnSale()).toEqual([aPlan()]);
      });

      test('a line that is asked for twice comes once', async () => {
        const line = await addLine();
        expect(await store.lines([LINE_ID, LINE_ID])).toEqual([line]);
      });

      test('what an order and an activation need comes together', async () => {
        const line = await addLine();
        await store.addPlan(aPlan());
        const stored = await create();
        const ids = { lineId: LINE_ID, planId: aPlan().planId, renewalId: RENEWAL_ID };
        expect(await store.orderContext(ids)).toEqual({ line, plan: aPlan(), existing: stored });
        expect(await store.activationContext(RENEWAL_ID)).toEqual({ line, stored });
      });
    });

    describe('creating a renewal', () => {
      test('the second one is told what is there, and changes nothing', async () => {
        const first = await create('active');
        expect(await store.createRenewal(aRenewal('awaiting_payment'), NOW)).toEqual(first);
        expect(await store.renewal(RENEWAL_ID)).toEqual(first);
      });

      test('of ten at once one is created', async () => {
        const answers = await Promise.all(
          Array.from({ length: 10 }, (_, index) =>
            store.createRenewal(aRenewal('awaiting_payment', { requestHash: String(index) }), undefined),
          ),
        );
        expect(answers.filter((existing) => existing === undefined)).toHaveLength(1);
        const { renewal } = must(await store.renewal(RENEWAL_ID));
        for (const existing of answers) if (existing) expect(existing.renewal).toEqual(renewal);
      });
    });

    describe('saving a renewal', () => {
      test('given the revision that was read, then it is saved and the next one has another revision', async () => {
        const seen = await create();
        expect(await store.saveRenewal(seen, aRenewal('activating'), undefined)).toBe(true);
        expect(await store.renewal(RENEWAL_ID)).toEqual({ renewal: aRenewal('activating'), rev: seen.rev + 1 });
        expect(await store.saveRenewal(seen, aRenewal('expired'), undefined)).toBe(false);
        expect(must(await store.renewal(RENEWAL_ID)).renewal.status).toBe('activating');
      });

      test('of ten at once one wins', async () => {
        const seen = await create();
        const won = await Promise.all(
          Array.from({ length: 10 }, () => store.saveRenewal(seen, aRenewal('activating'), NOW)),
        );
        expect(won.filter(Boolean)).toHaveLength(1);
      });

      test('a renewal that is not there cannot be saved', async () => {
        expect(await store.saveRenewal({ renewal: aRenewal('expired'), rev: 1 }, aRenewal('expired'), undefined)).toBe(
          false,
        );
        expect(await store.renewal(RENEWAL_ID)).toBeUndefined();
      });
    });

    describe('the fence', () => {
      test('is taken, renewed and released by who read it last; a stale reader loses', async () => {
        const seen = await addLine();
        expect(await store.holdFence(seen, fence())).toBe(true);
        const held = must(await store.line(LINE_ID));
        expect([held.fence, held.fenceRev]).toEqual([fence(), seen.fenceRev + 1]);
        expect(await store.holdFence(seen, fence({ attempt: 9 }))).toBe(false);
        expect(await store.holdFence(held, fence({ emptyLookUps: 1 }))).toBe(true);
        expect(await store.releaseFence(held)).toBe(false);
        expect(await store.releaseFence(must(await store.line(LINE_ID)))).toBe(true);
        const released = must(await store.line(LINE_ID));
        expect([released.fence, released.fenceRev]).toEqual([undefined, seen.fenceRev + 3]);
      });

      test('of ten at once one takes it', async () => {
        const seen = await addLine();
        const won = await Promise.all(
          Array.from({ length: 10 }, (_, index) => store.holdFence(seen, fence({ attempt: index }))),
        );
        expect(won.filter(Boolean)).toHaveLength(1);
      });

      test('settling writes the new end, what follows from it, and releases the fence', async () => {
        const line = await addLine({ claims: { '3d.sms': { state: 'sent', at: NOW } } });
        await store.holdFence(line, fence());
        const held = must(await store.line(LINE_ID));
        const next = settleLine(held, aGrant(), aPlan(), NOW);
        expect(await store.settleLine(line, next)).toBe(false);
        expect(await store.settleLine(held, next)).toBe(true);
        expect(await store.line(LINE_ID)).toEqual(next);
        expect(next).toMatchObject({ endsAt: fence().targetEnd, expiryVersion: 2, claims: {} });
      });

      test('settling an end that has passed plans no reminder', async () => {
        const line = await addLine({ nextReminder: { threshold: '3d', at: NOW } });
        const after = plusMs(END, 10 * ROLLING_DAY_MS);
        expect(await store.settleLine(line, settleLine(line, aGrant(), aPlan(), after))).toBe(true);
        expect(must(await store.line(LINE_ID)).nextReminder).toBeUndefined();
        expect((await store.dueLines(after)).ids).toEqual([]);
      });

      test('a renewal is saved together with it, or neither changes', async () => {
        const line = await addLine();
        const stored = await create('activating');
        await store.holdFence(line, fence());
        expect(await store.saveWithFence({ line, stored }, aRenewal('refunding'), NOW, undefined)).toBe(false);
        expect(must(await store.renewal(RENEWAL_ID))).toEqual(stored);

        const held = must(await store.line(LINE_ID));
        const stale = { ...stored, rev: stored.rev + 5 };
        expect(await store.saveWithFence({ line: held, stored: stale }, aRenewal('refunding'), NOW, undefined)).toBe(
          false,
        );
        expect(await store.line(LINE_ID)).toEqual(held);

        expect(await store.saveWithFence({ line: held, stored }, aRenewal('refunding'), NOW, undefined)).toBe(true);
        expect(must(await store.line(LINE_ID)).fence).toBeUndefined();
        expect(must(await store.renewal(RENEWAL_ID)).renewal.status).toBe('refunding');
      });

      test('a renewal may also be saved with a fence that stays', async () => {
        const line = await addLine();
        const stored = await create('activating');
        expect(await store.saveWithFence({ line, stored }, aRenewal('activating'), NOW, fence())).toBe(true);
        expect(must(await store.line(LINE_ID))).toMatchObject({ fence: fence(), fenceRev: line.fenceRev + 1 });
      });
    });

    describe('send attempts', () => {
      test('of a reminder: one claim, only for the current end, and its outcome', async () => {
        const line = await addLine();
        expect(await store.claimReminder(LINE_ID, line.expiryVersion + 1, '3d.sms', NOW)).toBe(false);
        const won = await Promise.all(
          Array.from({ length: 5 }, () => store.claimReminder(LINE_ID, line.expiryVersion, '3d.sms', NOW)),
        );
        expect(won.filter(Boolean)).toHaveLength(1);
        expect(await store.claimReminder(LINE_ID, line.expiryVersion, '3d.email', NOW)).toBe(true);
        expect(await store.recordReminder(LINE_ID, line.expiryVersion, '1d.sms', { state: 'sent', at: NOW })).toBe(
          false,
        );
        expect(await store.recordReminder(LINE_ID, line.expiryVersion, '3d.sms', { state: 'sent', at: later(5) })).toBe(
          true,
        );
        expect(must(await store.line(LINE_ID)).claims).toEqual({
          '3d.sms': { state: 'sent', at: later(5) },
          '3d.email': { state: 'claimed', at: NOW },
        });
      });

      test('of a notice: one claim, only in the status it speaks of, and whoever saves a stale renewal loses', async () => {
        const seen = await create('active');
        expect(await store.claimNotice(RENEWAL_ID, 'refunded', 'renewal_refunded.sms', NOW)).toBe(false);
        expect(await store.claimNotice(RENEWAL_ID, 'active', 'renewal_active.sms', NOW)).toBe(true);
        expect(await store.claimNotice(RENEWAL_ID, 'active', 'renewal_active.sms', NOW)).toBe(false);
        expect(await store.saveRenewal(seen, seen.renewal, undefined)).toBe(false);
        expect(await store.recordNotice(RENEWAL_ID, 'renewal_active.sms', { state: 'failed', at: later(1) })).toBe(
          true,
        );
        expect(await store.recordNotice(RENEWAL_ID, 'renewal_active.email', { state: 'sent', at: NOW })).toBe(false);
        expect(must(await store.renewal(RENEWAL_ID)).renewal.claims).toEqual({
          'renewal_active.sms': { state: 'failed', at: later(1) },
        });
      });
    });

    describe('what has come due', () => {
      const walk = async (due: (cursor?: string) => Promise<{ ids: readonly string[]; cursor?: string }>) => {
        const found: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await due(cursor);
          expect(page.ids.length).toBeLessThanOrEqual(DUE_PAGE_SIZE);
          found.push(...page.ids);
          cursor = page.cursor;
        } while (cursor !== undefined);
        return found.sort();
      };

      test('lines by their next reminder, now and for the days back; none that is later or has none', async () => {
        const now = later(10 * ROLLING_DAY_MS);
        const ages = [0, 1, ROLLING_DAY_MS, DUE_DAYS_BACK * ROLLING_DAY_MS];
        for (const [index, age] of ages.entries()) await store.addLine(numberedLine(index, plusMs(now, -age)));
        await store.addLine(numberedLine(8, plusMs(now, 1)));
        await addLine();
        expect(await walk((cursor) => store.dueLines(now, cursor))).toEqual(ages.map((_, index) => letters(index)));
      });

      test('after an outage of any length, until it has been handled', async () => {
        await store.dueLines(NOW);
        await store.addLine(numberedLine(1, later(ROLLING_DAY_MS)));
        const muchLater = later(200 * ROLLING_DAY_MS);
        for (let tick = 0; tick < 3; tick += 1)
          expect(await walk((cursor) => store.dueLines(plusMs(muchLater, tick * ROLLING_DAY_MS), cursor))).toEqual([
            letters(1),
          ]);
        for (const line of await store.lines([lineId(letters(1))])) await store.planReminder(line, undefined);
        expect(await walk((cursor) => store.dueLines(muchLater, cursor))).toEqual([]);
        await store.addLine(numberedLine(2, muchLater));
        expect(await walk((cursor) => store.dueLines(later(400 * ROLLING_DAY_MS), cursor))).toEqual([letters(2)]);
      });

      test('all of them, over many pages, also when those that were seen move away in between', async () => {
        const count = DUE_PAGE_SIZE * 2 + 7;
        for (let number = 0; number < count; number += 1) await store.addLine(numberedLine(number, later(number)));
        const now = later(count);
        const found = await walk(async (cursor) => {
          const page = await store.dueLines(now, cursor);
          for (const line of await store.lines(page.ids)) await store.planReminder(line, undefined);
          return page;
        });
        expect(found).toHaveLength(count);
        expect((await store.dueLines(now)).ids).toEqual([]);
      });

      test('renewals by their due instant, which a save moves or removes', async () => {
        const ids = [1, 2, 3].map(numberedRenewal);
        for (const renewalId of ids) await store.createRenewal({ ...aRenewal('awaiting_payment'), renewalId }, NOW);
        expect(await walk((cursor) => store.dueRenewals(NOW, cursor))).toEqual([...ids].sort());
        const [moved, done] = await Promise.all(ids.slice(0, 2).map(async (id) => must(await store.renewal(id))));
        await store.saveRenewal(must(moved), must(moved).renewal, later(60_000));
        await store.saveRenewal(must(done), must(done).renewal, undefined);
        expect(await walk((cursor) => store.dueRenewals(NOW, cursor))).toEqual([ids[2]]);
        expect(await walk((cursor) => store.dueRenewals(later(60_000), cursor))).toEqual([ids[0], ids[2]].sort());
      });

      test('a planned reminder is replaced only while the end is the one that was seen', async () => {
        const seen = await addLine({ nextReminder: { threshold: '3d', at: NOW } });
        expect(await store.planReminder({ ...seen, expiryVersion: 9 }, { threshold: '1d', at: later(1) })).toBe(false);
        expect(await store.planReminder(seen, { threshold: '1d', at: later(1) })).toBe(true);
        expect(must(await store.line(LINE_ID)).nextReminder).toEqual({ threshold: '1d', at: later(1) });
        expect([(await store.dueLines(NOW)).ids, (await store.dueLines(later(1))).ids]).toEqual([[], [LINE_ID]]);
      });
    });

    describe('what waits for a person', () => {
      const waiting = (number: number, since: Instant): Renewal => ({
        ...aRenewal('needs_review', { since }),
        renewalId: numberedRenewal(number),
      });

      test('is listed longest first, also held money of a renewal that is over; nothing else is', async () => {
        const held = { ...aRenewal('expired', { payments: [aHeld('refund_failed')] }), renewalId: numberedRenewal(3) };
        const others = [aRenewal('active'), { ...aRenewal('expired'), renewalId: numberedRenewal(4) }];
        for (const renewal of [waiting(1, later(600_000)), waiting(2, later(1)), held, ...others])
          await store.createRenewal(renewal, undefined);
        const { ids, cursor } = await store.reviews();
        expect([ids, cursor]).toEqual([[numberedRenewal(2), held.renewalId, numberedRenewal(1)], undefined]);
      });

      test.each([
        ['', false],
        [', also when what was seen is settled in between', true],
      ])('is listed page by page, each once%s', async (_what, isSettled) => {
        const count = REVIEW_PAGE_SIZE * 2 + 7;
        for (let number = 0; number < count; number += 1)
          await store.createRenewal(waiting(number, later(number)), NOW);
        const found: RenewalId[] = [];
        let cursor: string | undefined;
        do {
          const page = await store.reviews(cursor);
          expect(page.ids.length).toBeLessThanOrEqual(REVIEW_PAGE_SIZE);
          for (const id of isSettled ? page.ids : []) {
            const seen = must(await store.renewal(id));
            await store.saveRenewal(seen, { ...aRenewal('closed'), renewalId: id }, undefined);
          }
          found.push(...page.ids);
          cursor = page.cursor;
        } while (cursor !== undefined);
        expect(found).toEqual(Array.from({ length: count }, (_, number) => numberedRenewal(number)));
        expect((await store.reviews()).ids).toHaveLength(isSettled ? 0 : REVIEW_PAGE_SIZE);
      });

      test('leaves the queue when it is resolved, also together with its line, and may come back', async () => {
        const line = await addLine();
        const stored = await create('needs_review');
        expect((await store.reviews()).ids).toEqual([RENEWAL_ID]);
        await store.saveWithFence({ line, stored }, aRenewal('refunding'), NOW, undefined);
        expect((await store.reviews()).ids).toEqual([]);
        const refunding = must(await store.renewal(RENEWAL_ID));
        await store.saveRenewal(refunding, aRenewal('refunded', { payments: [aHeld('refund_failed')] }), undefined);
        expect((await store.reviews()).ids).toEqual([RENEWAL_ID]);
      });

      test('stays listed while a message about it is claimed and recorded', async () => {
        await create('needs_review');
        await store.claimNotice(RENEWAL_ID, 'needs_review', 'renewal_in_review.sms', NOW);
        await store.recordNotice(RENEWAL_ID, 'renewal_in_review.sms', { state: 'sent', at: NOW });
        expect((await store.reviews()).ids).toEqual([RENEWAL_ID]);
      });
    });

    describe('our books of captured payments', () => {
      const entry = (number: number, change: Partial<LedgerEntry> = {}): LedgerEntry => ({
        account: 'stripe',
        reference: paymentReference(numberedRenewal(number), 1),
        captureId: `pi_${number}`,
        captured: money(1_980, 'JPY'),
        at: NOW,
        ...change,
      });
      const today = dayOf(NOW);

      test('hold each payment once, however often it is noted', async () => {
        for (const _time of ['first', 'second', 'third']) await store.noteCaptured(entry(1));
        await Promise.all([1, 2, 2].map((number) => store.noteCaptured(entry(number))));
        expect(await store.capturedOn('stripe', today)).toEqual([entry(1), entry(2)]);
      });

      test('are kept by account and by day (UTC), to the millisecond', async () => {
        const midnight = instant((today + 1) * ROLLING_DAY_MS);
        const rows = [
          entry(1, { at: instant(today * ROLLING_DAY_MS) }),
          entry(2, { at: plusMs(midnight, -1) }),
          entry(3, { at: midnight }),
          entry(4, { account: 'paypal', captured: money(12, 'USD') }),
        ];
        for (const row of rows) await store.noteCaptured(row);
        expect(await store.capturedOn('stripe', today)).toEqual(rows.slice(0, 2));
        expect(await store.capturedOn('stripe', today + 1)).toEqual(rows.slice(2, 3));
        expect(await store.capturedOn('paypal', today)).toEqual(rows.slice(3));
        expect(await store.capturedOn('paypal', today + 1)).toEqual([]);
        expect(await store.capturedOn('pay', today)).toEqual([]);
      });

      test('hold two payments of one renewal apart', async () => {
        const second = entry(1, { reference: paymentReference(numberedRenewal(1), 2), captureId: 'pi_1b' });
        await store.noteCaptured(entry(1));
        await store.noteCaptured(second);
        expect(await store.capturedOn('stripe', today)).toEqual([entry(1), second]);
      });
    });

    describe('reports of reconciliation', () => {
      const report = (change: Partial<Reconciliation> = {}): Reconciliation => ({
        kind: 'payments',
        account: 'stripe',
        day: dayOf(NOW) - 1,
        ranAt: NOW,
        theirs: 3,
        ours: 2,
        differences: [],
        unlisted: 0,
        ...change,
      });

      test('come back as they were, with every kind of difference', async () => {
        const full = report({
          differences: [
            {
              kind: 'repaired',
              reference: 'R1',
              captureId: 'pi_1',
              what: [
                'requires_action',
                'processing',
                'approved',
                'declined',
                'failed',
                'cancelled',
                'expired',
                'captured',
                'refunded',
                'refund_failed',
                'refund_part',
                'refund_needs_details',
                'disputed',
                'dispute_closed',
              ],
            },
            { kind: 'unknown_to_us', reference: 'somebody <else>' },
            { kind: 'unknown_to_provider', reference: 'R3', captureId: 'pi_3' },
            { kind: 'amount_differs', reference: 'R4', captureId: 'pi_4' },
            { kind: 'failed', reference: 'R5', code: 'busy' },
          ],
          unlisted: 7,
        });
        await store.saveReconciliation(full);
        expect(await store.reconciliations()).toEqual([full]);
      });

      test('of carriers come back as they were too, beside those of payments', async () => {
        const about = { reference: 'R1' };
        const full: CarrierReconciliation = {
          kind: 'carrier',
          account: 'airalo',
          day: dayOf(NOW),
          ranAt: later(1),
          theirs: 3,
          ours: 9,
          differences: [
            { ...about, kind: 'repaired', what: ['recycled', 'checked', 'taking_back'] },
            ...(['end', 'missing', 'twice', 'recycled', 'sim_absent'] as const).flatMap((code) => [
              { ...about, kind: 'record_differs' as const, code },
              { ...about, kind: 'settled' as const, code },
            ]),
            { ...about, kind: 'settled', code: 'served' },
            { ...about, kind: 'line_differs', code: 'end' },
            { ...about, kind: 'line_differs', code: 'sim_absent' },
            { ...about, kind: 'served_for_nothing' },
            { ...about, kind: 'unknown_to_us', period: 'somebody <else>' },
            { ...about, kind: 'failed', code: 'timeout' },
          ],
          unlisted: 7,
          skipped: { under_way: 1, no_record: 2, recycled: 3, out_of_time: 4 },
        };
        const none: CarrierReconciliation = { ...full, account: 'soracom', differences: [], skipped: {} };
        for (const each of [full, none, report()]) await store.saveReconciliation(each);
        expect(await store.reconciliations()).toEqual([none, full, report()]);
      });

      test('are shown newest first, each run and account apart, and no more than some', async () => {
        const runs = Array.from({ length: RECONCILIATIONS_SHOWN }, (_, index) => later(index * ROLLING_DAY_MS));
        for (const ranAt of runs)
          for (const account of ['paypal', 'stripe']) await store.saveReconciliation(report({ account, ranAt }));
        const shown = await store.reconciliations();
        expect(shown).toHaveLength(RECONCILIATIONS_SHOWN);
        expect(shown.slice(0, 3).map(({ account, ranAt }) => [account, ranAt])).toEqual([
          ['stripe', runs.at(-1)],
          ['paypal', runs.at(-1)],
          ['stripe', runs.at(-2)],
        ]);
      });

      test('are none at first', async () => {
        expect(await store.reconciliations()).toEqual([]);
      });
    });
  });
