import { describe, expect, test } from '@jest/globals';
import { settleLine } from '../../../../shared/domain/line/settle.ts';
import { parseInstant } from '../../../../shared/domain/values/instant.ts';
import { aLine, aPlan, END, later, NOW, RENEWAL_ID } from '../given.ts';

const newEnd = parseInstant('2026-10-07T00:00:00+09:00');
const fence = {
  renewalId: RENEWAL_ID,
  attempt: 1,
  startsAt: END,
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

describe('given a line whose attempt was confirmed, when it takes the new end in', () => {
  test('then end, version, terms, data and reminders are new and the fence is free', () => {
    const settled = settleLine(held, newEnd, aPlan({ planId: 'japan-5d', version: 2, graceMs: 5 }), NOW);
    const { fence: _released, ...free } = held;
    expect(settled).toEqual({
      ...free,
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
    const settled = settleLine(before, newEnd, aPlan({ quietHours }), NOW);
    expect([settled.dataReminder, settled.quietHours]).toEqual([undefined, quietHours]);
    expect(settled.nextReminder?.at).toBe(END);
    expect(settleLine(before, newEnd, aPlan(), NOW).quietHours).toBeUndefined();
  });

  test('then its end never moves back', () => {
    expect(settleLine(held, NOW, aPlan(), NOW).endsAt).toBe(END);
  });

  test('then no reminder is left when all of them have no use any more', () => {
    expect(settleLine(held, newEnd, aPlan({ reminders: [] }), NOW).nextReminder).toBeUndefined();
    expect(settleLine(held, newEnd, aPlan(), newEnd).nextReminder).toBeUndefined();
  });
});
