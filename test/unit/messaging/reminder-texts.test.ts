import { describe, expect, test } from '@jest/globals';
import { CATALOGUE } from '../../../local/seed/catalogue.ts';
import { linkOf } from '../../../shared/domain/line/renewal-link.ts';
import { LANGUAGES, type Language, type Plan } from '../../../shared/domain/plan/plan.ts';
import type { Threshold } from '../../../shared/domain/reminder/threshold.ts';
import { type Instant, parseInstant, plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { money } from '../../../shared/domain/values/money.ts';
import { fewestSegments } from '../../../shared/messaging/fewest-segments.ts';
import { reminderText } from '../../../shared/messaging/reminders/reminder-text.ts';
import { smsSegments } from '../../../shared/messaging/sms-segments.ts';
import { type Content, smsText } from '../../../shared/messaging/texts.ts';
import { renewalUrl, sealRenewalLink } from '../../../shared/runtime/renewal-link.ts';
import { LINK_DAYS_AFTER, LINK_KEYS, SITE } from '../../fakes/links.ts';
import { aLine, aPlan } from '../domain/given.ts';
import { strangers } from './characters.ts';

/** The longest date there is. */
const NEW_YEAR = parseInstant('2027-01-01T00:00:00+09:00');
const BEFORE = plusMs(NEW_YEAR, -ROLLING_DAY_MS);
const AFTER = plusMs(NEW_YEAR, 1);

const reminders: readonly Threshold[] = [
  { kind: 'before_end', id: '3d', beforeEndMs: 3 * ROLLING_DAY_MS },
  { kind: 'at_end', id: 'end' },
  { kind: 'in_grace', id: 'grace', afterEndMs: 1 },
  ...[80, 95, 100].map((usedPercent) => ({ kind: 'data_used' as const, id: `d${usedPercent}`, usedPercent })),
];
const THRESHOLDS: readonly (readonly [string, Instant])[] = [
  ['3d', BEFORE],
  ['end', AFTER],
  ['grace', AFTER],
  ['d80', BEFORE],
  ['d95', BEFORE],
  ['d100', BEFORE],
];

const lineOf = (language: Language, zone = 'Asia/Tokyo') =>
  aLine({ zone, reminders, graceMs: 2 * ROLLING_DAY_MS, endsAt: NEW_YEAR, contacts: { language } });
const urlAt = (site: string): string =>
  renewalUrl(site, sealRenewalLink(LINK_KEYS, linkOf(lineOf('en'), LINK_DAYS_AFTER)));
const DEAREST = aPlan({
  length: { unit: 'day', count: 30, day: { kind: 'rolling' } },
  prices: [money(14_800, 'JPY')],
  names: CATALOGUE[0]?.names ?? aPlan().names,
});

const remind = (
  language: Language,
  [threshold, now]: readonly [string, Instant],
  { cheapest, site = SITE }: { readonly cheapest?: Plan | undefined; readonly site?: string } = {},
): Content => reminderText(lineOf(language), { threshold, now, url: urlAt(site), ...(cheapest && { cheapest }) });

const PLANS: readonly (Plan | undefined)[] = [...CATALOGUE, DEAREST, undefined];
/** Of 12, 15, 20 and 23 characters. */
const SITES = ['https://k.jp', 'https://sim7.jp', 'https://sim.brand.jp', SITE];

test('a renewal link takes 31 characters beside the site', () => {
  expect(urlAt(SITE).length).toBe(SITE.length + 31);
});

describe.each(LANGUAGES)('given a traveller who reads %s', (language) => {
  test('when any threshold, real price and site up to 23 characters come together, then it is one SMS segment', () => {
    const told = THRESHOLDS.flatMap((threshold) =>
      PLANS.flatMap((cheapest) => SITES.map((site) => smsText(remind(language, threshold, { cheapest, site })))),
    );
    expect(told).toHaveLength(THRESHOLDS.length * PLANS.length * SITES.length);
    expect(told.map((text) => ({ text, ...smsSegments(text) })).filter(({ segments }) => segments > 1)).toEqual([]);
    // Where nothing but a date and the link is left of a Korean text, all of it is in the smaller alphabet.
    const encodings = language === 'en' ? ['GSM-7'] : language === 'ko' ? ['GSM-7', 'UCS-2'] : ['UCS-2'];
    expect([...new Set(told.map((text) => smsSegments(text).encoding))].sort()).toEqual(encodings);
  });

  test('when the site is longer than that, then two segments say when, and at what price', () => {
    const threshold = ['d80', BEFORE] as const;
    const site = `https://${'renewal.'.repeat(3)}example.com`;
    const text = smsText(remind(language, threshold, { cheapest: DEAREST, site }));
    expect(smsSegments(text).segments).toBe(language === 'en' ? 1 : 2);
    expect(text).toContain('14,800');
    if (language !== 'en') expect(text).toMatch(/12月31日24:00|12\/31 24:00/);
  });

  test('when there is room, then the SMS names the price; a brand with a short address always has it', () => {
    for (const threshold of THRESHOLDS)
      expect(smsText(remind(language, threshold, { cheapest: aPlan(), site: 'https://k.jp' }))).toContain('1,980');
  });

  test('then every SMS of the end says when that is, in local time, and ends with the link', () => {
    const date = language === 'en' ? '31 Dec 24:00' : language === 'ko' ? '12/31 24:00' : '12月31日24:00';
    for (const site of SITES) {
      const { smsTexts = [] } = remind(language, ['3d', BEFORE], { cheapest: aPlan(), site });
      for (const text of smsTexts) {
        expect(text).toContain(date);
        expect(text.endsWith(urlAt(site))).toBe(true);
      }
    }
  });

  test('then an e-mail says what ends when, in whose time, the cheapest renewal and its price, and the link', () => {
    for (const threshold of THRESHOLDS) {
      const { subject, text } = remind(language, threshold, { cheapest: DEAREST });
      const zone = { en: 'Japan time', ja: '日本時間', ko: '일본시간', 'zh-CN': '日本时间', 'zh-TW': '日本時間' };
      for (const part of [zone[language], '14,800', DEAREST.names[language], urlAt(SITE)]) expect(text).toContain(part);
      expect(subject.length).toBeLessThan(60);
    }
    expect(remind(language, ['3d', BEFORE]).text).not.toContain('14,800');
  });

  test('then it says its language, and no character is taken from another one', () => {
    for (const threshold of THRESHOLDS) {
      const content = remind(language, threshold, { cheapest: DEAREST });
      expect(content.language).toBe(language);
      for (const text of [content.subject, content.text, ...(content.smsTexts ?? [])])
        expect(strangers(text, language)).toBe('');
    }
  });

  test('then the ways to tell it grow shorter, but for where the price gives way to a whole sentence', () => {
    for (const threshold of THRESHOLDS) {
      const { smsTexts = [] } = remind(language, threshold, { cheapest: DEAREST });
      expect(Math.min(...smsTexts.map(({ length }) => length))).toBe(smsTexts.at(-1)?.length);
      expect(new Set(smsTexts).size).toBeGreaterThanOrEqual(4);
    }
  });
});

test('what is told by SMS, language by language', () => {
  const told = LANGUAGES.map((language) => [
    smsText(remind(language, ['3d', BEFORE], { cheapest: aPlan(), site: 'https://sim7.jp' })).replace(/https.*/, '…'),
    smsText(remind(language, ['grace', AFTER], { cheapest: aPlan(), site: 'https://sim7.jp' })).replace(/https.*/, '…'),
    smsText(remind(language, ['d80', BEFORE], { cheapest: aPlan(), site: 'https://sim7.jp' })).replace(/https.*/, '…'),
    smsText(remind(language, ['d100', BEFORE], { cheapest: aPlan(), site: 'https://sim7.jp' })).replace(/https.*/, '…'),
  ]);
  expect(Object.fromEntries(LANGUAGES.map((language, index) => [language, told[index]]))).toEqual({
    en: [
      'Your SIM ends 31 Dec 24:00 (Japan time). Renew for 3 days, \u00a51,980: …',
      'Your SIM ended 31 Dec 24:00 (Japan time). You can still renew it until 2 Jan 24:00. Renew for 3 days, \u00a51,980: …',
      "You have used 80% of your SIM's data. It ends 31 Dec 24:00 (Japan time). Renew for 3 days, \u00a51,980: …",
      "Your SIM's data is used up. It ends 31 Dec 24:00 (Japan time). Renew for 3 days, \u00a51,980: …",
    ],
    ja: [
      'SIMの期限は12月31日24:00\n…',
      'SIM期限切れ・延長は1,980円～\n…',
      'データを80%使用、延長は1,980円から\n…',
      'データを使い切りました、延長は1,980円から\n…',
    ],
    ko: [
      'SIM 만료 12/31 24:00\n…',
      'SIM 만료, 연장 1,980엔~\n…',
      '데이터 80% 사용, 연장 1,980엔부터\n…',
      '데이터 모두 사용, 연장 1,980엔부터\n…',
    ],
    'zh-CN': [
      'SIM卡12月31日24:00到期\n…',
      'SIM卡已到期，续期1,980日元起\n…',
      'SIM卡流量已用80%，续期1,980日元起\n…',
      'SIM卡流量已用完，续期1,980日元起\n…',
    ],
    'zh-TW': [
      'SIM卡12月31日24:00到期\n…',
      'SIM卡已到期，延長1,980日圓起\n…',
      'SIM卡流量已用80%，延長1,980日圓起\n…',
      'SIM卡流量已用完，延長1,980日圓起\n…',
    ],
  });
});

describe('given what is told at an end', () => {
  test.each([
    ['before it', 'end', BEFORE, /^Your SIM ends 31 Dec 24:00 \(Japan time\)\./],
    [
      'after it',
      'end',
      AFTER,
      /^Your SIM ended 31 Dec 24:00 \(Japan time\)\. You can still renew it until 2 Jan 24:00\./,
    ],
    ['after it, by a reminder that was late', '3d', AFTER, /^Your SIM ended/],
  ])('when it is told %s, then it is true then', (_when, threshold, now, text) => {
    expect(remind('en', [threshold, now]).text).toMatch(text);
  });

  test('when the zone has no name here, then its offset is told', () => {
    const text = reminderText(lineOf('en', 'America/New_York'), { threshold: '3d', now: BEFORE, url: 'x' }).text;
    expect(text).toContain('ends 31 Dec 10:00 (UTC-5)');
  });
});

describe('given texts that say the same', () => {
  const long = 'あ'.repeat(71);
  test.each<[string, readonly [string, ...string[]], string]>([
    ['all in one segment: the first', ['abc', 'ab', 'a'], 'abc'],
    ['only the last one in one segment', [long, `${long}x`, 'a'], 'a'],
    ['all in two: the first', [long, `${long}y`], long],
    ['a shorter one that needs as many: the first', [`${long}xx`, long], `${long}xx`],
    ['one in another alphabet', ['あ'.repeat(70), 'a'], 'あ'.repeat(70)],
    ['one with signs that count twice', ['€'.repeat(81), '€'.repeat(80)], '€'.repeat(80)],
  ])('%s', (_what, texts, best) => expect(fewestSegments(texts)).toBe(best));
});
