import { describe, expect, test } from '@jest/globals';
import { type CarrierAccount, checkedCarriers } from '../../infra/carrier-accounts.ts';
import type { PaymentAccount } from '../../infra/payment-accounts.ts';
import { ofType, synthesized } from './synthesized.ts';

const STRIPE: PaymentAccount = { name: 'stripe', provider: 'stripe', methods: [] };
const SORACOM: CarrierAccount = { name: 'soracom', provider: 'soracom' };
const FLOOR = { amountE4: 1_000_000, currency: 'USD' };

const check = (...carriers: readonly CarrierAccount[]) => checkedCarriers(carriers, [STRIPE]);

describe('accounts at carriers', () => {
  test('given what fits, then they are as they were given', () => {
    const carriers: readonly CarrierAccount[] = [
      SORACOM,
      { name: 'global-soracom', provider: 'soracom' },
      { name: 'airalo', provider: 'airalo', floatFloor: FLOOR },
      { name: 'esimaccess', provider: 'esimaccess', requestsPerSecond: 8, floatFloor: FLOOR },
      { name: 'esimgo', provider: 'esimgo', requestsPerSecond: 10, floatFloor: FLOOR },
      { name: 'shop', provider: 'manual' },
    ];
    expect(check(...carriers)).toEqual(carriers);
  });

  test.each<[string, RegExp, readonly CarrierAccount[]]>([
    [
      'a name that no address can hold',
      /carrier account So_racom: .*small letters, digits and hyphens/s,
      [{ ...SORACOM, name: 'So_racom' }],
    ],
    [
      'the name of something else',
      /carrier account table: .*the name of something else/s,
      [{ ...SORACOM, name: 'table' }],
    ],
    ['two of one name', /carrier account soracom: another account.* has this name/, [SORACOM, SORACOM]],
    [
      'the name of a payment account',
      /carrier account stripe: another account.* has this name/,
      [{ ...SORACOM, name: 'stripe' }],
    ],
    [
      'a floor for a carrier that tells no float',
      /floatFloor: soracom does not tell what credit is left/,
      [{ ...SORACOM, floatFloor: FLOOR }],
    ],
    [
      'a floor for people',
      /floatFloor: manual does not tell what credit is left/,
      [{ name: 'shop', provider: 'manual', floatFloor: FLOOR }],
    ],
    [
      'a floor of nothing',
      /more than nothing/,
      [{ name: 'airalo', provider: 'airalo', floatFloor: { ...FLOOR, amountE4: 0 } }],
    ],
    [
      'a floor in parts',
      /a whole number/,
      [{ name: 'airalo', provider: 'airalo', floatFloor: { ...FLOOR, amountE4: 1.5 } }],
    ],
    [
      'a currency that is none',
      /three capital letters/,
      [{ name: 'airalo', provider: 'airalo', floatFloor: { ...FLOOR, currency: 'usd' } }],
    ],
    [
      'no rate where one is needed',
      /requestsPerSecond: esimaccess refuses calls that come too fast/,
      [{ name: 'esimaccess', provider: 'esimaccess' }],
    ],
    [
      'a rate that nothing heeds',
      /requestsPerSecond: nothing counts requests to soracom/,
      [{ ...SORACOM, requestsPerSecond: 5 }],
    ],
    [
      'a rate beyond what one item takes',
      /at most 100/,
      [{ name: 'esimgo', provider: 'esimgo', requestsPerSecond: 101 }],
    ],
    ['a rate that cannot be kept to', /at least 2/, [{ name: 'esimgo', provider: 'esimgo', requestsPerSecond: 1 }]],
  ])('given %s, then it is refused and named', (_name, why, carriers) => {
    expect(() => check(...carriers)).toThrow(why);
  });

  test('given several that are wrong, then each of them is named', () => {
    const wrong: readonly CarrierAccount[] = [
      { ...SORACOM, floatFloor: FLOOR },
      { name: 'esimaccess', provider: 'esimaccess' },
    ];
    expect(() => check(...wrong)).toThrow(/carrier account soracom: .*\ncarrier account esimaccess: /);
  });
});

describe('secrets of accounts at carriers', () => {
  const named = (stage: string): readonly string[] =>
    ofType(synthesized(stage).all, 'AWS::SecretsManager::Secret').map(([id]) => id);

  test('there is one for each carrier that has a key, and none for people', () => {
    const ids = named('local').map((id) => id.slice(0, -8));
    expect(ids).toEqual(expect.arrayContaining(['soracom', 'airalo', 'esimaccess', 'esimgo']));
    expect(ids).not.toContain('manual');
  });

  test('the one of Soracom keeps its logical id: another one would be a new secret, without its value', () => {
    expect(named('prod')).toContain('soracom743DA3C3');
  });
});
