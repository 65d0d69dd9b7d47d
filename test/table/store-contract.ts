import { beforeEach, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Fence, Line } from '../../shared/domain/line/line.ts';
import { settleLine } from '../../shared/domain/line/settle.ts';
import type { Payment } from '../../shared/domain/payment/payment.ts';
import type { RenewalStatus } from '../../shared/domain/renewal/renewal.ts';
import { lineId, type RenewalId, renewalIdFrom } from '../../shared/domain/values/ids.ts';
import { type Instant, instant, plusMs, ROLLING_DAY_MS } from '../../shared/domain/values/instant.ts';
import { DUE_DAYS_BACK } from '../../shared/table/keys.ts';
import { DUE_PAGE_SIZE, type Store, type StoredRenewal } from '../../shared/table/store.ts';
import {
  aCapture,
  aLine,
  anOpenPayment,
  aPlan,
  aRenewal,
  END,
  EXAMPLES,
  LINE_ID,
  later,
  NOW,
  RENEWAL_ID,
} from '../unit/domain/given.ts';

const fence = (change: Partial<Fence> = {}): Fence => ({
  renewalId: RENEWAL_ID,
  attempt: 1,
  startsAt: END,
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
        ['captured and partly refunded', aCapture({ refundedMinor: 5, verdict: 'review' })],
      ])('a payment that is %s', async (_name, payment) => {
        await store.createRenewal(aRenewal('awaiting_payment', { payments: [payment] }), undefined);
        const { renewal, due } = must(await store.renewal(RENEWAL_ID));
        expect([renewal.payments, due]).toEqual([[payment], undefined]);
      });

      test('a line with everything that may be missing, and without it', async () => {
        const bare = aLine({ contacts: { language: 'ja' } });
        await store.addLine(bare);
        expect(await store.line(LINE_ID)).toEqual(bare);
        const full = aLine({
          lineId: lineId('FAB000000000'),
          contacts: { language: 'zh-CN', phone: '+8613800000000', email: 'a@example.com' },
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
        const [first, second] = [aPlan(), aPlan({ version: 2, days: 4 })];
        await store.addPlan(first);
        await store.addPlan(second);
        await store.addPlan(second);
        expect(await store.plan({ planId: first.planId, version: 1 })).toEqual(first);
        expect(await store.plan({ planId: first.planId, version: 2 })).toEqual(second);
        expect(await store.plansOnSale()).toEqual([second]);
      });

      test('a plan version that is there stays as it is, on sale too, whatever is added under its number', async () => {
        await store.addPlan(aPlan());
        await store.addPlan(aPlan({ days: 9 }));
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
        const next = settleLine(held, fence().targetEnd, aPlan(), NOW);
        expect(await store.settleLine(line, next)).toBe(false);
        expect(await store.settleLine(held, next)).toBe(true);
        expect(await store.line(LINE_ID)).toEqual(next);
        expect(next).toMatchObject({ endsAt: fence().targetEnd, expiryVersion: 2, claims: {} });
      });

      test('settling an end that has passed plans no reminder', async () => {
        const line = await addLine({ nextReminder: { threshold: '3d', at: NOW } });
        const after = plusMs(END, 10 * ROLLING_DAY_MS);
        expect(await store.settleLine(line, settleLine(line, END, aPlan(), after))).toBe(true);
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
  });
