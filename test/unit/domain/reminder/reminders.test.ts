import { describe, expect, test } from '@jest/globals';
import { claimState, noticeClaimId, reminderClaimId } from '../../../../shared/domain/reminder/claim.ts';
import { nextReminder } from '../../../../shared/domain/reminder/next-reminder.ts';
import { HOUR_MS, MINUTE_MS, plusMs } from '../../../../shared/domain/values/instant.ts';
import { aPlan, END, later, NOW } from '../given.ts';

const { reminders } = aPlan();
/** Nobody sleeps. */
const terms = { endsAt: END, graceMs: 0, zone: 'Asia/Tokyo', quietHours: { fromMinute: 0, untilMinute: 0 } };
const ahead = (hours: number) => plusMs(END, -hours * HOUR_MS);

describe('given a period and its thresholds, when the next reminder is planned', () => {
  test.each([
    ['long before', ahead(100), undefined, { threshold: '3d', at: ahead(72) }],
    ['exactly at the first', ahead(72), undefined, { threshold: '3d', at: ahead(72) }],
    ['after the first has passed, then at once', ahead(50), undefined, { threshold: '3d', at: ahead(50) }],
    ['after two have passed, then only the last of them', ahead(20), undefined, { threshold: '1d', at: ahead(20) }],
    ['after all have passed, then only the last', ahead(1), undefined, { threshold: '2h', at: ahead(1) }],
    ['after the first was handled', ahead(72), '3d', { threshold: '1d', at: ahead(24) }],
    ['after the first was handled late, then the last that passed', ahead(1), '3d', { threshold: '2h', at: ahead(1) }],
    ['after the last was handled', ahead(1), '2h', undefined],
    ['at the end', END, undefined, undefined],
    ['after one that the plan has no more', ahead(100), '7d', { threshold: '3d', at: ahead(72) }],
  ])('%s', (_when, now, handled, next) => {
    const asked = handled === undefined ? {} : { after: handled };
    for (const thresholds of [reminders, reminders.toReversed()])
      expect(nextReminder({ ...terms, reminders: thresholds }, now, asked)).toEqual(next);
  });

  test('when the plan has no thresholds, then there is none', () => {
    expect(nextReminder({ ...terms, reminders: [] }, NOW)).toBeUndefined();
  });
});

describe('given a claim of a send attempt', () => {
  test('when nobody tells the outcome for a quarter of an hour, then it shows as unknown', () => {
    const claim = { state: 'claimed', at: NOW } as const;
    expect(claimState(claim, later(15 * MINUTE_MS))).toBe('claimed');
    expect(claimState(claim, later(15 * MINUTE_MS + 1))).toBe('unknown');
    expect(claimState({ state: 'sent', at: NOW }, later(HOUR_MS))).toBe('sent');
  });

  test('when two channels or thresholds are claimed, then their ids differ', () => {
    const ids = [reminderClaimId('3d', 'sms'), reminderClaimId('3d', 'email'), noticeClaimId('renewal_active', 'sms')];
    expect(new Set(ids).size).toBe(3);
    expect(reminderClaimId('d80', 'sms', 3_000_000_000)).not.toBe(reminderClaimId('d80', 'sms', 6_000_000_000));
  });
});
