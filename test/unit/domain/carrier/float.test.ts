import { describe, expect, test } from '@jest/globals';
import { floatNews } from '../../../../shared/domain/carrier/float.ts';
import { type CarrierHealth, WELL } from '../../../../shared/domain/carrier/health.ts';
import { HOUR_MS, MINUTE_MS } from '../../../../shared/domain/values/instant.ts';
import { later, NOW } from '../given.ts';

const usd = (amountE4: number) => ({ amountE4, currency: 'USD' });
const FLOOR = usd(1_000_000);
const read = (amountE4: number, change: Partial<CarrierHealth> = {}): CarrierHealth => ({
  ...WELL,
  float: { ...usd(amountE4), readAt: NOW },
  ...change,
});
const MINUTE_LATER = later(MINUTE_MS);

describe("a look at the brand's credit", () => {
  test('given the first reading, then it is written down, and nobody is told', () => {
    expect(floatNews(WELL, usd(5_000_000), FLOOR, NOW)).toEqual({ next: read(5_000_000) });
  });

  test.each([
    ['no more than a hair less', 5_000_000, 4_950_000, false],
    ['more than a hair less', 5_000_000, 4_949_999, true],
    ['more than a hair more', 5_000_000, 5_050_001, true],
    ['the same', 5_000_000, 5_000_000, false],
    ['something where there was nothing', 0, 1, true],
  ])('given %s, from %d to %d, then it is written down: %s', (_name, before, reading, written) => {
    expect(floatNews(read(before), usd(reading), undefined, MINUTE_LATER) !== undefined).toBe(written);
  });

  test('given the same credit an hour later, then people see that it was read', () => {
    expect(floatNews(read(5_000_000), usd(5_000_000), FLOOR, later(HOUR_MS - 1))).toBeUndefined();
    expect(floatNews(read(5_000_000), usd(5_000_000), FLOOR, later(HOUR_MS))?.next.float?.readAt).toBe(later(HOUR_MS));
  });

  test('given credit in another currency, then it is written down', () => {
    expect(floatNews(read(5_000_000), { amountE4: 5_000_000, currency: 'EUR' }, FLOOR, MINUTE_LATER)).toBeDefined();
  });

  test('given credit that falls below the floor, then it is told, once', () => {
    const news = floatNews(read(1_000_000), usd(999_999), FLOOR, MINUTE_LATER);
    expect(news).toMatchObject({ told: 'low', next: { lowTold: true, float: usd(999_999) } });
    const again = floatNews(news?.next ?? WELL, usd(900_000), FLOOR, later(2 * MINUTE_MS));
    expect(again).toMatchObject({ next: { lowTold: true } });
    expect(again?.told).toBeUndefined();
  });

  test('given credit that reaches the floor again, then that is told, once', () => {
    const news = floatNews(read(999_999, { lowTold: true }), FLOOR, FLOOR, MINUTE_LATER);
    expect(news).toMatchObject({ told: 'restored' });
    expect(news?.next.lowTold).toBeUndefined();
    expect(floatNews(news?.next ?? WELL, FLOOR, FLOOR, later(2 * MINUTE_MS))).toBeUndefined();
  });

  test('given a call that was refused for want of credit, then it is told also where the credit cannot be read', () => {
    const refused = { ...WELL, creditRefusedAt: NOW };
    const news = floatNews(refused, undefined, undefined, MINUTE_LATER);
    expect(news).toEqual({ told: 'low', next: { ...refused, lowTold: true } });
    expect(floatNews(news?.next ?? WELL, undefined, undefined, later(2 * MINUTE_MS))).toBeUndefined();
  });

  test('given enough credit after a call was refused for want of it, then the refusal is over', () => {
    const refused = read(5_000_000, { creditRefusedAt: NOW, lowTold: true });
    const news = floatNews(refused, usd(5_000_000), FLOOR, MINUTE_LATER);
    expect(news?.told).toBe('restored');
    expect(news?.next.creditRefusedAt).toBeUndefined();
  });

  test('given no floor, and credit that is left after a call was refused for want of it, then it is too little', () => {
    const refused = read(40_000, { creditRefusedAt: NOW });
    const news = floatNews(refused, usd(40_000), undefined, MINUTE_LATER);
    expect(news).toMatchObject({ told: 'low', next: { creditRefusedAt: NOW } });
    const filledUp = floatNews(news?.next ?? WELL, usd(40_001), undefined, later(2 * MINUTE_MS));
    expect(filledUp?.told).toBe('restored');
    expect(filledUp?.next.creditRefusedAt).toBeUndefined();
  });

  test('given no floor and a refusal that is an hour old, then the carrier is believed again', () => {
    const refused = read(40_000, { creditRefusedAt: NOW, lowTold: true });
    expect(floatNews(refused, usd(40_000), undefined, later(HOUR_MS - 1))?.told).toBeUndefined();
    expect(floatNews(refused, usd(40_000), undefined, later(HOUR_MS))?.told).toBe('restored');
  });

  test('given nothing to read and nothing to tell, then nothing is written', () => {
    expect(floatNews(read(5_000_000), undefined, FLOOR, later(9 * HOUR_MS))).toBeUndefined();
  });
});
