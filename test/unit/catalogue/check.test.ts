import { describe, expect, test } from '@jest/globals';
import { accountsOfAllStages } from '../../../catalogue/accounts.ts';
import { brands, checkBrand } from '../../../catalogue/brand.ts';
import { checkCatalogue } from '../../../catalogue/check.ts';
import { hashOf, keyOf, type Published } from '../../../catalogue/published.ts';
import { LANGUAGES } from '../../../shared/domain/plan/plan.ts';

/** One plan that is right, and nothing else. */
const RIGHT = `defaults:
  kind: days
  product: expiry
  startsWith: purchase
  rule: extend_end
  grace: 2 days
  activateWithin: 70 minutes
  refunds: undelivered_only
  terms: standard
  reminders:
    - { id: 3d, before: 3 days }
    - { id: end, at: end, urgent: true }
    - { id: late, after: 12 hours }
    - { id: low, used: 80 }
families:
  jp: { carrier: soracom }
terms:
  standard: { zh-CN: 仅限数据, zh-TW: 僅限數據, ja: データ専用, en: Data only, ko: 데이터 전용 }
plans:
  - id: jp-3d
    version: 1
    family: jp
    length: 3 days Asia/Tokyo
    data: 1 GB a day
    prices: [JPY 1180, CNY 58.00]
    names: { zh-CN: 三天, zh-TW: 三日, ja: 3日間, en: 3 days, ko: 3일 }
    examples:
      - line: { end: 2026-10-04 00:00 }
        at: 2026-10-01 12:00
        expect: { oldEnd: 2026-10-04 00:00, start: 2026-10-04 00:00, newEnd: 2026-10-07 00:00, data: 3 GB, warnings: [] }
      - line: { end: 2026-10-04 00:00 }
        at: 2026-10-06 00:00
        refused: line_not_renewable
`;
const ACCOUNTS = { soracom: 'soracom', airalo: 'airalo' } as const;

const check = (text: string, published: Published = {}) =>
  checkCatalogue({ file: 'catalogue.yaml', text, published, accounts: ACCOUNTS });
const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length;

describe('a catalogue that is right', () => {
  test('is what the product sells', () => {
    const { plans, problems } = check(RIGHT);
    expect(problems).toEqual([]);
    expect(plans).toMatchObject([
      {
        planId: 'jp-3d',
        carrier: 'soracom',
        length: { unit: 'day', count: 3, day: { kind: 'calendar', zone: 'Asia/Tokyo' } },
        allowanceBytes: 3_000_000_000,
        prices: [
          { amountMinor: 1_180, currency: 'JPY' },
          { amountMinor: 5_800, currency: 'CNY' },
        ],
        graceMs: 172_800_000,
        reminders: [
          { kind: 'before_end', id: '3d', beforeEndMs: 259_200_000 },
          { kind: 'at_end', id: 'end', urgent: true },
          { kind: 'in_grace', id: 'late', afterEndMs: 43_200_000 },
          { kind: 'data_used', id: 'low', usedPercent: 80 },
        ],
      },
    ]);
  });

  test.each(brands())(
    'of %s: each plan has names and terms in every language, and all of its examples are right',
    (brand) => {
      const { plans, problems } = checkBrand(brand, accountsOfAllStages());
      expect(problems).toEqual([]);
      expect(plans.length).toBeGreaterThan(0);
      for (const { names, terms } of plans)
        for (const language of LANGUAGES)
          expect([names[language], terms?.[language]]).toEqual([expect.any(String), expect.any(String)]);
    },
  );
});

describe('what is wrong is told with its line, and what to write instead', () => {
  test.each<[string, string, string, string, RegExp]>([
    [
      'a new end that the rules do not give',
      'newEnd: 2026-10-07 00:00',
      'newEnd: 2026-10-08 00:00',
      'expect:',
      /newEnd: expected 2026-10-08 00:00, the rules give 2026-10-07 00:00/,
    ],
    [
      'a warning that does not come',
      'warnings: []',
      'warnings: [may_lapse]',
      'expect:',
      /warnings: expected \[may_lapse\], the rules give \[\]/,
    ],
    [
      'another refusal',
      'refused: line_not_renewable',
      'refused: line_recycled',
      'refused:',
      /refuse this with line_not_renewable/,
    ],
    ['decimals that yen do not have', 'JPY 1180', 'JPY 1180.00', 'prices:', /JPY has no decimals: write JPY 1180/],
    ['decimals that yuan need', 'CNY 58.00', 'CNY 58', 'prices:', /CNY has 2 decimals: write CNY 58.00/],
    ['a currency that is none', 'CNY 58.00', 'XYZ 58.00', 'prices:', /XYZ is no currency of ISO 4217/],
    ['a language that is missing', ', ko: 3일 }', ' }', 'names:', /ko: the text in ko is missing/],
    ['a family that no line has', 'family: jp\n', 'family: kr\n', 'family: kr', /no line has the family kr/],
    ['an unlimited plan without fair use', 'data: 1 GB a day', 'kind: unlimited', 'kind: unlimited', /write `fairUse:/],
    [
      'days up to the end of a month',
      'version: 1',
      'version: 1\n    rule: month_end',
      'length: 3',
      /has a length in months/,
    ],
    ['a rule that no carrier has', 'rule: extend_end', 'rule: forever', 'rule: forever', /write one of extend_end, /],
    [
      'months at a carrier of packages',
      'carrier: soracom',
      'carrier: airalo',
      'length: 3',
      /airalo counts days of 24 hours: write `length: 3 x 24 hours`/,
    ],
    [
      'a rule that its carrier cannot carry out',
      'rule: extend_end',
      'rule: queue_on_depletion',
      '- id: jp-3d',
      /soracom cannot carry out queue_on_depletion/,
    ],
    [
      'an account that no stage has',
      'carrier: soracom',
      'carrier: kddi',
      'family: jp',
      /no stage has the account kddi/,
    ],
    ['two reminders of one name', 'id: late', 'id: end', '- id: jp-3d', /two reminders are called end/],
    ['a reminder of no kind', 'used: 80', 'soon: true', 'soon: true', /write an id, and `before: 3 days`/],
    ['a zone that is none', 'length: 3 days Asia/Tokyo', 'length: 3 days Japan/Tokyo', 'length: 3', /length: /],
    ['a version that leaves one out', 'version: 1', 'version: 2', 'version: 2', /the next version of jp-3d is 1/],
    ['terms that are nowhere', 'terms: standard', 'terms: other', '- id: jp-3d', /there are no terms called other/],
  ])('%s', (_what, right, wrong, at, says) => {
    const text = RIGHT.replace(right, wrong);
    expect(text).not.toBe(RIGHT);
    const { plans, problems } = check(text);
    expect(plans).toEqual([]);
    const found = problems.find((sentence) => says.test(sentence));
    expect([found, problems]).toEqual([expect.any(String), expect.any(Array)]);
    expect(found).toMatch(/^catalogue\.yaml:\d+: /);
    const line = Number(/:(\d+):/.exec(found ?? '')?.[1]);
    const near = lineOf(text, at);
    expect(Math.abs(line - near)).toBeLessThanOrEqual(3);
  });

  test('what is no YAML at all', () => {
    expect(check('plans: [').problems[0]).toMatch(/^catalogue\.yaml:\d+: this is no YAML: /);
  });

  test('an example is missing of a line that runs, or of one that has ended', () => {
    const [head = '', ...examples] = RIGHT.split('      - line:');
    expect(check(`${head}      - line:${examples[0]}`).problems).toEqual([
      expect.stringMatching(/a line that has ended/),
    ]);
    expect(check(`${head}      - line:${examples[1]}`).problems).toEqual([
      expect.stringMatching(/a line that still runs/),
    ]);
  });
});

describe('a version that was sold', () => {
  const [sold] = check(RIGHT).plans;
  if (!sold) throw new Error('nothing is sold');
  const published = { [keyOf(sold)]: hashOf(sold) };

  test('stays as it was: a change takes the next version', () => {
    expect(check(RIGHT, published).problems).toEqual([]);
    const dearer = RIGHT.replace('JPY 1180', 'JPY 1280');
    expect(check(dearer, published).problems).toEqual([expect.stringMatching(/cannot change: write `version: 2`/)]);
    expect(check(dearer.replace('version: 1', 'version: 2'), published).problems).toEqual([]);
    expect(check(RIGHT, { ...published, 'jp-3d#2': 'later' }).problems).toEqual([
      expect.stringMatching(/version 2 of jp-3d was sold already/),
    ]);
  });
});
