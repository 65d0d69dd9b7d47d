import { describe, expect, test } from '@jest/globals';
import {
  dayCount,
  type SmsPolicy,
  smsCountryOf,
  usedPercent,
  velocityCount,
} from '../../../../shared/domain/spend/sms-policy.ts';
import { HOUR_MS, ROLLING_DAY_MS } from '../../../../shared/domain/values/instant.ts';
import { later, NOW } from '../given.ts';

const JAPAN = { callingCode: '+81', segmentPriceE4: 745 };
const CHINA = { callingCode: '+86', segmentPriceE4: 300 };
const TAIWAN = { callingCode: '+886', segmentPriceE4: 480 };
const POLICY: SmsPolicy = {
  countries: [JAPAN, CHINA, TAIWAN],
  dailySegments: 100,
  dailyUsdCents: 500,
  perPrefixAndHour: 10,
};

describe('where SMS go', () => {
  test.each([
    ['+819012345678', { kind: 'allowed', country: JAPAN }],
    // Not China, though its code begins like that.
    ['+886912345678', { kind: 'allowed', country: TAIWAN }],
    ['+8613800000000', { kind: 'refused', reason: 'templates_not_registered' }],
    ['+12025550123', { kind: 'refused', reason: 'country_not_allowed' }],
    ['+8', { kind: 'refused', reason: 'country_not_allowed' }],
  ])('given %s, then %j', (number, verdict) => {
    expect(smsCountryOf(number, POLICY)).toEqual(verdict);
  });

  test('given texts that are registered there, then China is a country like others', () => {
    const country = { ...CHINA, registeredTemplates: true };
    expect(smsCountryOf('+8613800000000', { countries: [country] })).toEqual({ kind: 'allowed', country });
  });
});

describe('what is counted', () => {
  test('numbers of one block are counted together, within an hour', () => {
    const name = (number: string, at = NOW) => velocityCount(number, POLICY, at).name;
    expect(name('+819012345678')).toBe(name('+819012340000'));
    expect(name('+819012345678')).not.toBe(name('+819012355678'));
    expect(name('+819012345678')).not.toBe(name('+819012345678', later(HOUR_MS)));
    expect(velocityCount('+819012345678', POLICY, NOW).figures).toEqual({ sms: { add: 1, max: 10 } });
  });

  test('all segments of a day are, and what they cost', () => {
    const count = dayCount(3, JAPAN, POLICY, NOW);
    expect(count.figures).toEqual({ segments: { add: 3, max: 100 }, usdE4: { add: 2_235, max: 50_000 } });
    expect(count.name).not.toBe(dayCount(3, JAPAN, POLICY, later(ROLLING_DAY_MS)).name);
  });

  test('the figure that is nearer to its cap says how much is used', () => {
    expect(usedPercent({ segments: 79, usdE4: 10 }, POLICY)).toBe(79);
    expect(usedPercent({ segments: 1, usdE4: 40_000 }, POLICY)).toBe(80);
    expect(usedPercent({}, POLICY)).toBe(0);
  });
});
