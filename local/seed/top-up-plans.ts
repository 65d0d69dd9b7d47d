import type { Plan, Texts } from '../../shared/domain/plan/plan.ts';
import { HOUR_MS, ROLLING_DAY_MS } from '../../shared/domain/values/instant.ts';
import { money } from '../../shared/domain/values/money.ts';
import { TERMS } from './terms.ts';

const DAYS = 7;
const GIGABYTE = 1_000_000_000;
const GIBIBYTE = 1_073_741_824;

const weekOf = (brand: string): Texts => ({
  'zh-CN': `日本 7天，总计1GB（${brand}）`,
  'zh-TW': `日本 7天，總計1GB（${brand}）`,
  ja: `日本 7日間、合計1GB（${brand}）`,
  en: `Japan 7 days, 1 GB (${brand})`,
  ko: `일본 7일, 총 1GB(${brand})`,
});

type Own = Pick<Plan, 'carrier' | 'product' | 'maxCost' | 'allowanceBytes' | 'graceMs'> & {
  readonly brand: string;
  readonly yen: number;
};

/** A gigabyte for a week of 24-hour days, bought at the carrier for each renewal. */
const topUp = ({ brand, yen, ...own }: Own): Plan => ({
  ...TERMS,
  ...own,
  planId: `${own.carrier}-jp-7d`,
  family: `${own.carrier}-jp`,
  kind: 'data',
  length: { unit: 'day', count: DAYS, day: { kind: 'rolling' } },
  prices: [money(yen, 'JPY')],
  names: weekOf(brand),
});

const usd = (cents: number) => ({ amountE4: cents * 100, currency: 'USD' });

/** One plan for each carrier that sells packages, under the name that its simulator sells it by; and one for people. */
export const TOP_UP_PLANS: readonly Plan[] = [
  topUp({
    carrier: 'airalo',
    product: 'moshi-moshi-7days-1gb-topup',
    maxCost: usd(450),
    allowanceBytes: GIBIBYTE,
    graceMs: 0,
    brand: 'Airalo',
    yen: 980,
  }),
  topUp({
    carrier: 'esimaccess',
    product: 'TOPUP_CKH179',
    maxCost: usd(150),
    allowanceBytes: GIBIBYTE,
    // What has ended can no longer be topped up.
    graceMs: 0,
    brand: 'eSIM Access',
    yen: 780,
  }),
  topUp({
    carrier: 'esimgo',
    product: 'esim_1GB_7D_JP_V2',
    maxCost: usd(250),
    allowanceBytes: GIGABYTE,
    graceMs: 2 * ROLLING_DAY_MS,
    brand: 'eSIM Go',
    yen: 880,
  }),
  {
    ...topUp({
      carrier: 'manual',
      product: 'JP-7D-1GB',
      allowanceBytes: GIGABYTE,
      graceMs: 2 * ROLLING_DAY_MS,
      brand: 'SIM Counter',
      yen: 1_080,
    }),
    // People have opening hours.
    activationDeadlineMs: 24 * HOUR_MS,
  },
];
