import { describe, expect, test } from '@jest/globals';
import { settleLine, startNext } from '../../../../shared/domain/line/settle.ts';
import { HOUR_MS, parseInstant, plusMs, ROLLING_DAY_MS } from '../../../../shared/domain/values/instant.ts';
import { aGrant, aLine, aPlan, END, later, NOW, OTHER_RENEWAL_ID, RENEWAL_ID } from '../given.ts';

const newEnd = parseInstant('2026-10-07T00:00:00+09:00');
const fence = {
  renewalId: RENEWAL_ID,
  attempt: 1,
  grantedAt: NOW,
  targetEnd: newEnd,
  submittedAt: NOW,
  emptyLookUps: 0,
};
const held = aLine({
  fence,
  fenceRev: 7,
  nextReminder: { threshold: '1d', at: later(1) },
  claims: { '3d.sms': { state: 'sent', at: NOW } },
});
const ONE_DAY = { unit: 'day', count: 1, day: { kind: 'rolling' } } as const;

describe('given a line whose attempt was confirmed, when it takes the grant in', () => {
  test('then end, version, terms, data and reminders are new and the fence is free', () => {
    const grant = aGrant();
    const settled = settleLine(held, grant, aPlan({ planId: 'japan-5d', version: 2, graceMs: 5 }), NOW);
    const { fence: _released, ...free } = held;
    expect(settled).toEqual({
      ...free,
      grants: [grant],
      endsAt: newEnd,
      expiryVersion: 2,
      plan: { planId: 'japan-5d', version: 2 },
      graceMs: 5,
      nextReminder: { threshold: '3d', at: parseInstant('2026-10-03T20:59:00+09:00') },
      usage: { remainingBytes: 3_500_000_000, totalBytes: 6_000_000_000, asOf: NOW },
      claims: {},
      fenceRev: 8,
    });
  });

  test('then reminders of data are armed again, and the quiet hours are those of the new plan', () => {
    const told = { threshold: 'd95', usedPercent: 95, totalBytes: 3_000_000_000 };
    const before = { ...held, dataReminder: told, quietHours: { fromMinute: 1, untilMinute: 2 } };
    const quietHours = { fromMinute: 0, untilMinute: 0 };
    const settled = settleLine(before, aGrant(), aPlan({ quietHours }), NOW);
    expect([settled.dataReminder, settled.quietHours]).toEqual([undefined, quietHours]);
    expect(settled.nextReminder?.at).toBe(END);
    expect(settleLine(before, aGrant(), aPlan(), NOW).quietHours).toBeUndefined();
  });

  test('then no reminder is left when all of them have no use any more', () => {
    expect(settleLine(held, aGrant(), aPlan({ reminders: [] }), NOW).nextReminder).toBeUndefined();
    expect(settleLine(held, aGrant(), aPlan(), newEnd).nextReminder).toBeUndefined();
  });

  test('then a plan that cannot be renewed closes it, and one that can opens it again', () => {
    const closed = settleLine(held, aGrant(), aPlan({ final: true }), NOW);
    expect(closed.final).toBe(true);
    expect(settleLine(closed, aGrant({ renewalId: OTHER_RENEWAL_ID }), aPlan(), NOW).final).toBeUndefined();
  });
});

describe('given a plan that ends what runs, when it is granted', () => {
  const reset = { stacking: 'reset_from_now', length: ONE_DAY } as const;

  test('then the end moves back to that of the new period, in a version of its own, with its data alone', () => {
    const settled = settleLine(held, aGrant(reset), aPlan(reset), NOW);
    expect(settled).toMatchObject({
      endsAt: plusMs(NOW, ROLLING_DAY_MS),
      expiryVersion: 2,
      usage: { remainingBytes: 3_000_000_000, totalBytes: 3_000_000_000 },
    });
  });
});

describe('given a plan with a period of its own, when it is granted', () => {
  test('then one that runs beside what is there and ends before it leaves the end and its reminders alone', () => {
    const parallel = { stacking: 'parallel', length: ONE_DAY } as const;
    const settled = settleLine(held, aGrant(parallel), aPlan({ ...parallel, planId: 'japan-1d' }), NOW);
    expect(settled).toMatchObject({
      endsAt: END,
      expiryVersion: held.expiryVersion,
      plan: held.plan,
      claims: held.claims,
      nextReminder: held.nextReminder,
      usage: { remainingBytes: 3_500_000_000, totalBytes: 6_000_000_000 },
    });
    expect(settled.fence).toBeUndefined();
  });

  test('then the data of one that waits cannot be used yet', () => {
    for (const stacking of ['queue_after_expiry', 'queue_on_depletion'] as const)
      expect(settleLine(held, aGrant({ stacking }), aPlan({ stacking }), NOW).usage).toEqual(held.usage);
  });
});

describe('given periods that wait for data to be used up', () => {
  const waits = { stacking: 'queue_on_depletion', length: ONE_DAY, allowanceBytes: 7 } as const;
  const plan = aPlan(waits);
  const first = aGrant(waits);
  const second = aGrant({ ...waits, renewalId: OTHER_RENEWAL_ID });
  const empty = { remainingBytes: 0, totalBytes: 100, asOf: later(HOUR_MS) };
  const waiting = aLine({ grants: [first, second], usage: empty });

  test('when that happens, then the first begins with its data, and the second goes on waiting', () => {
    const started = startNext(waiting, later(HOUR_MS), plan, later(2 * HOUR_MS));
    expect(started?.grants).toEqual([{ ...first, startedAt: later(HOUR_MS) }, second]);
    expect(started?.usage).toEqual({ remainingBytes: 7, totalBytes: 107, asOf: empty.asOf });
    // It ends before what the SIM was valid for anyway.
    expect([started?.endsAt, started?.expiryVersion]).toEqual([END, 1]);
  });

  test('when it ends later than everything else, then the end is new', () => {
    const at = plusMs(END, -HOUR_MS);
    const started = startNext(waiting, at, plan, at);
    expect([started?.endsAt, started?.expiryVersion]).toEqual([plusMs(at, ROLLING_DAY_MS), 2]);
  });

  test.each([
    ['nothing waits', aLine({ usage: empty }), later(HOUR_MS)],
    ['a renewal is under way', aLine({ grants: [first], fence }), later(HOUR_MS)],
    ['everything else has ended', waiting, END],
  ])('when %s, then nothing begins', (_when, line, at) => {
    expect(startNext(line, at, plan, at)).toBeUndefined();
  });
});
