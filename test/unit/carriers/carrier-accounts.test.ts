import { describe, expect, test } from '@jest/globals';
import type { Carrier } from '../../../shared/carriers/carrier.ts';
import {
  type CarrierAccountConfig,
  carrierAccounts,
  parseCarrierAccounts,
} from '../../../shared/carriers/carrier-accounts.ts';
import { fakeCarrier } from '../../fakes/fake-carrier.ts';
import { NOW } from '../domain/given.ts';

const FLOOR = { amountE4: 1_000_000, currency: 'USD' };
const ACCOUNTS: readonly CarrierAccountConfig[] = [
  { name: 'soracom', provider: 'soracom', secretArn: 'arn:soracom' },
  { name: 'airalo', provider: 'airalo', secretArn: 'arn:airalo', floatFloor: FLOOR },
  { name: 'esimaccess', provider: 'esimaccess', secretArn: 'arn:esimaccess', requestsPerSecond: 8 },
  { name: 'shop', provider: 'manual' },
];

describe('the text that configures carrier accounts', () => {
  test('is read as infrastructure writes it', () => {
    expect(parseCarrierAccounts(JSON.stringify(ACCOUNTS))).toEqual(ACCOUNTS);
  });

  test.each([
    ['no JSON', '{'],
    ['a carrier that there is no adapter for', JSON.stringify([{ ...ACCOUNTS[0], provider: 'ubigi' }])],
    ['no secret where one is needed', JSON.stringify([{ name: 'airalo', provider: 'airalo' }])],
    ['no rate where one is needed', JSON.stringify([{ ...ACCOUNTS[2], requestsPerSecond: undefined }])],
    ['a floor of nothing', JSON.stringify([{ ...ACCOUNTS[1], floatFloor: { ...FLOOR, amountE4: 0 } }])],
  ])('given %s, then it is refused', (_name, text) => {
    expect(() => parseCarrierAccounts(text)).toThrow();
  });
});

describe('carrier accounts', () => {
  const connecting = () => {
    const asked: string[] = [];
    const connect = ({ name }: CarrierAccountConfig): Carrier => {
      asked.push(name);
      return fakeCarrier({ clock: () => NOW });
    };
    return { asked, carriers: carrierAccounts(ACCOUNTS, connect) };
  };

  test('given an account that is used twice, then it is connected once, and none that is not used', () => {
    const { asked, carriers } = connecting();
    expect(carriers.of('airalo')).toBe(carriers.of('airalo'));
    expect(asked).toEqual(['airalo']);
  });

  test('given a name that is not configured, then there is no carrier', () => {
    const { asked, carriers } = connecting();
    expect([carriers.of('ubigi'), carriers.floorOf('ubigi'), asked]).toEqual([undefined, undefined, []]);
  });

  test('the floor is the one that was configured, if any was', () => {
    const { carriers } = connecting();
    expect(carriers.names.map((name) => carriers.floorOf(name))).toEqual([undefined, FLOOR, undefined, undefined]);
    expect(carriers.names).toEqual(['soracom', 'airalo', 'esimaccess', 'shop']);
  });
});
