import type { DayRule } from '../../shared/domain/plan/length.ts';
import type { Plan, Texts } from '../../shared/domain/plan/plan.ts';
import { ROLLING_DAY_MS } from '../../shared/domain/values/instant.ts';
import { money } from '../../shared/domain/values/money.ts';
import { TERMS } from './terms.ts';
import { TOP_UP_PLANS } from './top-up-plans.ts';

export const JAPAN = 'Asia/Tokyo';
const JAPAN_DAY: DayRule = { kind: 'calendar', zone: JAPAN };

/** Networks count in powers of ten. */
export const DAILY_BYTES = 1_000_000_000;

/** A SIM whose end the brand sets itself. */
const terms = (count: number, day: DayRule) => ({
  ...TERMS,
  carrier: 'soracom',
  product: 'expiry',
  length: { unit: 'day' as const, count, day },
  allowanceBytes: count * DAILY_BYTES,
  graceMs: 2 * ROLLING_DAY_MS,
});

const japanDays = (days: number, yen: number): Plan => ({
  ...terms(days, JAPAN_DAY),
  planId: `jp-1gb-${days}d`,
  family: 'jp-1gb',
  prices: [money(yen, 'JPY')],
  names: dailyGigabyte(days),
});

const dailyGigabyte = (days: number): Texts => ({
  'zh-CN': `日本 ${days}天，每天1GB`,
  'zh-TW': `日本 ${days}天，每日1GB`,
  ja: `日本 ${days}日間、毎日1GB`,
  en: `Japan ${days} days, 1 GB a day`,
  ko: `일본 ${days}일, 매일 1GB`,
});

/** Days that close at midnight in Japan: the first of them is the one that most lines here can take. */
export const JAPAN_DAYS: readonly [Plan, Plan, Plan] = [japanDays(3, 1_180), japanDays(5, 1_780), japanDays(7, 2_280)];

/** Days of exactly 24 hours. */
export const JAPAN_ROLLING: Plan = {
  ...terms(3, { kind: 'rolling' }),
  planId: 'jp-24h-3d',
  family: 'jp-24h',
  prices: [money(1_380, 'JPY')],
  names: {
    'zh-CN': '日本 72小时（3×24小时），共3GB',
    'zh-TW': '日本 72小時（24小時×3），共3GB',
    ja: '日本 72時間（24時間×3）、合計3GB',
    en: 'Japan 72 hours (3 x 24 h), 3 GB',
    ko: '일본 72시간(24시간×3), 총 3GB',
  },
};

/** On sale, and for none of the seeded lines. */
const KOREA: Plan = {
  ...terms(3, { kind: 'calendar', zone: 'Asia/Seoul' }),
  planId: 'kr-1gb-3d',
  family: 'kr-1gb',
  prices: [money(1_080, 'JPY')],
  names: {
    'zh-CN': '韩国 3天，每天1GB',
    'zh-TW': '韓國 3天，每日1GB',
    ja: '韓国 3日間、毎日1GB',
    en: 'South Korea 3 days, 1 GB a day',
    ko: '한국 3일, 매일 1GB',
  },
};

export const CATALOGUE: readonly Plan[] = [...JAPAN_DAYS, JAPAN_ROLLING, KOREA, ...TOP_UP_PLANS];
