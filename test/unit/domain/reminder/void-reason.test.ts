import { describe, expect, test } from '@jest/globals';
import type { Line } from '../../../../shared/domain/line/line.ts';
import { type ReminderMessage, voidClaimId, voidReason } from '../../../../shared/domain/reminder/void-reason.ts';
import { HOUR_MS, plusMs } from '../../../../shared/domain/values/instant.ts';
import { aLine, aPlan, END, NOW } from '../given.ts';

const MESSAGE: ReminderMessage = { threshold: '1d', channel: 'sms', expiryVersion: 1, endsAt: END };
const OF_DATA = { ...MESSAGE, threshold: 'd80', allowanceBytes: 3_000_000_000 };
const GRACE = {
  graceMs: 48 * HOUR_MS,
  reminders: [...aPlan().reminders, { kind: 'at_end', id: 'end' }, { kind: 'in_grace', id: 'grace', afterEndMs: 1 }],
} as const satisfies Partial<Line>;

describe('given a reminder that was planned', () => {
  test.each<[string, Line | undefined, ReminderMessage, string | undefined]>([
    ['nothing has changed', aLine(), MESSAGE, undefined],
    ['there is more time', aLine({ expiryVersion: 2, endsAt: plusMs(END, 1) }), MESSAGE, 'renewed'],
    ['time was taken back', aLine({ expiryVersion: 2, endsAt: plusMs(END, -1) }), MESSAGE, 'refunded'],
    ['it does not say for which end', aLine({ expiryVersion: 2 }), { ...MESSAGE, endsAt: undefined }, 'renewed'],
    ['the number belongs to another SIM', aLine({ recycledAt: NOW }), MESSAGE, 'recycled'],
    ['the line is gone', undefined, MESSAGE, 'unbound'],
    ['it was claimed', aLine({ claims: { '1d.sms': { state: 'sent', at: NOW } } }), MESSAGE, 'already_claimed'],
    ['another channel was claimed', aLine({ claims: { '1d.email': { state: 'sent', at: NOW } } }), MESSAGE, undefined],
    ['the line has ended', aLine({ endsAt: NOW }), { ...MESSAGE, endsAt: NOW }, 'too_late'],
    ['it is about data', aLine(), OF_DATA, undefined],
    [
      'data was added',
      aLine({ usage: { remainingBytes: 1, totalBytes: 6_000_000_000, asOf: NOW } }),
      OF_DATA,
      'renewed',
    ],
    ['it is about data, and the line has ended', aLine({ ...GRACE, endsAt: NOW }), OF_DATA, 'too_late'],
    ['it is meant for the end', aLine({ ...GRACE, endsAt: NOW }), { ...MESSAGE, threshold: 'end' }, undefined],
    ['it is meant for the grace', aLine({ ...GRACE, endsAt: NOW }), { ...MESSAGE, threshold: 'grace' }, undefined],
    [
      'grace is over',
      aLine({ ...GRACE, endsAt: plusMs(NOW, -48 * HOUR_MS) }),
      { ...MESSAGE, threshold: 'grace' },
      'too_late',
    ],
    ['it is meant for before the end', aLine({ ...GRACE, endsAt: NOW }), MESSAGE, 'too_late'],
  ])('when %s', (_when, line, message, reason) => {
    expect(voidReason(line, message, NOW)).toBe(reason);
  });

  test('when it is recorded, then one of an older end stands beside those of the current one', () => {
    expect(voidClaimId(MESSAGE, aLine())).toBe('1d.sms');
    expect(voidClaimId(MESSAGE, aLine({ expiryVersion: 2 }))).toBe('1d.sms.v1');
  });
});
