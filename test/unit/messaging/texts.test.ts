import { describe, expect, test } from '@jest/globals';
import type { Line } from '../../../shared/domain/line/line.ts';
import { LANGUAGES, type Language, type Plan } from '../../../shared/domain/plan/plan.ts';
import { NOTICES, type Notice } from '../../../shared/domain/renewal/notice.ts';
import type { Renewal, RenewalStatus } from '../../../shared/domain/renewal/renewal.ts';
import { parseInstant } from '../../../shared/domain/values/instant.ts';
import { money } from '../../../shared/domain/values/money.ts';
import { endTime } from '../../../shared/messaging/end-time.ts';
import { smsSegments } from '../../../shared/messaging/sms-segments.ts';
import { type Content, noticeText } from '../../../shared/messaging/texts.ts';
import { aCapture, EXAMPLES } from '../domain/given.ts';
import { strangers } from './characters.ts';

/** The longest date there is. */
const NEW_YEAR = parseInstant('2027-01-01T00:00:00+09:00');

const line = (language: Language): Line =>
  ({
    lineId: 'KENJ00000001',
    zone: 'Asia/Tokyo',
    endsAt: NEW_YEAR,
    contacts: { language },
  }) as Line;

const plan = {
  names: {
    en: 'South Korea 15 days, 1 GB a day',
    ja: '日本 15日間\u3001毎日1GB',
    'zh-CN': '日本 15天\uff0c每天1GB',
    'zh-TW': '日本 15天\uff0c每日1GB',
    ko: '일본 15일, 매일 1GB',
  },
} as Plan;

const STATUS_OF = {
  renewal_active: 'active',
  renewal_refunded: 'refunded',
  renewal_in_review: 'needs_review',
  renewal_closed: 'closed',
  refund_needs_details: 'refund_needs_details',
} as const satisfies Record<Notice, RenewalStatus>;

const notice = (language: Language, name: Notice, about: Pick<Line, 'zone'> = line(language)): Content => {
  const payments = [aCapture({ verdict: 'send_back', detailsAskedAt: NEW_YEAR })];
  const facts = { language, price: money(14_800, 'JPY'), period: { startsAt: NEW_YEAR, endsAt: NEW_YEAR } };
  const renewal = {
    ...EXAMPLES[STATUS_OF[name]],
    ...facts,
    ...(name === 'refund_needs_details' && { payments }),
  } as Renewal;
  const content = noticeText(name, renewal, plan, about);
  if (!content) throw new Error('it is so');
  return content;
};

const contents = (language: Language): readonly Content[] => NOTICES.map((name) => notice(language, name));

describe.each(LANGUAGES)('given a traveller who reads %s', (language) => {
  test('when texts are written with the longest usual values, then each is one SMS segment', () => {
    const sizes = contents(language).map(({ text }) => ({ text, ...smsSegments(text) }));
    const encoding = language === 'en' ? 'GSM-7' : 'UCS-2';
    expect(sizes).toEqual(sizes.map(({ text, units }) => ({ text, units, encoding, segments: 1 })));
  });

  test('then every text says its language, and no character is taken from another one', () => {
    for (const content of contents(language)) {
      expect(content.language).toBe(language);
      expect(strangers(`${content.subject}\n${content.text}`, language)).toBe('');
    }
  });
});

test('given a refund, then the amount is said in the currency that was paid', () => {
  expect(notice('en', 'renewal_refunded').text).toContain('\u00a514,800 is refunded');
  expect(notice('ja', 'renewal_refunded').text).toContain('\uffe514,800を返金');
  expect(notice('zh-TW', 'renewal_refunded').text).toContain('已退款\u00a514,800');
  expect(notice('ko', 'renewal_refunded').text).toContain('JP\u00a514,800 환불');
});

test('given an active renewal, then the new end is said, not the line\u2019s older one', () => {
  const older = { ...line('en'), endsAt: parseInstant('2026-12-01T00:00:00+09:00') };
  expect(notice('en', 'renewal_active', older).text).toContain('now ends 31 Dec 24:00 (Japan time)');
});

describe('given an end', () => {
  test.each([
    ['2026-10-05T00:00:00+09:00', 'Asia/Tokyo', '4 Oct 24:00', 'Japan time'],
    ['2026-03-01T00:00:00+09:00', 'Asia/Tokyo', '28 Feb 24:00', 'Japan time'],
    ['2026-10-04T23:59:59.999+09:00', 'Asia/Tokyo', '4 Oct 23:59', 'Japan time'],
    ['2026-10-04T09:05:59+09:00', 'Asia/Seoul', '4 Oct 9:05', 'Korea time'],
    ['2026-10-04T09:05:00+09:00', 'Asia/Bangkok', '4 Oct 7:05', 'UTC+7'],
    ['2026-10-04T09:05:00Z', 'Asia/Kolkata', '4 Oct 14:35', 'UTC+5:30'],
    ['2026-10-04T09:05:00Z', 'America/New_York', '4 Oct 5:05', 'UTC-4'],
    ['2026-10-04T09:05:00Z', 'UTC', '4 Oct 9:05', 'UTC+0'],
  ])('when %s is said in %s, then it is %s (%s)', (end, zone, at, name) => {
    expect(endTime(parseInstant(end), zone, 'en')).toEqual({ at, zone: name });
  });
});

describe('given two languages', () => {
  test('when the same is told in them, then subject and text differ', () => {
    const told = LANGUAGES.flatMap((language) => contents(language).flatMap(({ subject, text }) => [subject, text]));
    expect(told.filter((words, index) => told.indexOf(words) !== index)).toEqual([]);
  });

  test.each<[Language, string, string]>([
    ['en', '4 Oct 24:00', 'Korea time'],
    ['ja', '10月4日24:00', '韓国時間'],
    ['zh-CN', '10月4日24:00', '韩国时间'],
    ['zh-TW', '10月4日24:00', '韓國時間'],
    ['ko', '10/4 24:00', '한국시간'],
  ])('when an end is said in %s, then it is %s (%s)', (language, at, zone) => {
    expect(endTime(parseInstant('2026-10-05T00:00:00+09:00'), 'Asia/Seoul', language)).toEqual({ at, zone });
  });
});
