import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, test } from '@jest/globals';
import { connectCarriers, type SharedState } from '../../../shared/carriers/connect.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import { NOW } from '../domain/given.ts';

const FLOOR = { amountE4: 1_000_000, currency: 'USD' };
const ACCOUNTS = [
  { name: 'soracom', provider: 'soracom', secretArn: 'arn:soracom' },
  { name: 'airalo', provider: 'airalo', secretArn: 'arn:airalo', floatFloor: FLOOR },
  { name: 'airalo-2', provider: 'airalo', secretArn: 'arn:airalo', requestsPerSecond: 5 },
  { name: 'esimaccess', provider: 'esimaccess', secretArn: 'arn:esimaccess', requestsPerSecond: 8 },
  { name: 'esimgo', provider: 'esimgo', secretArn: 'arn:esimgo' },
  { name: 'shop', provider: 'manual' },
];

const connected = () => {
  const asked: string[] = [];
  const budgets: [string, number][] = [];
  const keys = new Map<string, () => Promise<string>>();
  const secrets = {
    async send({ input }: { readonly input: { readonly SecretId: string } }) {
      asked.push(input.SecretId);
      return { SecretString: JSON.stringify({ clientId: 'id', clientSecret: 'the secret of Airalo' }) };
    },
  } as unknown as SecretsManagerClient;
  const shared: SharedState = {
    budget(account, requestsPerSecond) {
      budgets.push([account, requestsPerSecond]);
      return { take: async () => true };
    },
    tokens(account, key) {
      keys.set(account, key);
      return { read: async () => undefined, lease: async () => false, save: async () => {} };
    },
    jobs: memoryStore(),
  };
  return { asked, budgets, keys, carriers: connectCarriers(JSON.stringify(ACCOUNTS), secrets, shared, () => NOW) };
};

describe('carriers as they are configured', () => {
  test('each account speaks its own protocol, with what its carrier is able to do', () => {
    const { carriers } = connected();
    const told = carriers.names.map((name) => {
      const carrier = carriers.of(name);
      return [name, carrier?.class, carrier?.readFloat !== undefined, carrier?.withdraw !== undefined];
    });
    expect(told).toEqual([
      ['soracom', 'A', false, false],
      ['airalo', 'B', true, false],
      ['airalo-2', 'B', true, false],
      ['esimaccess', 'B', true, false],
      ['esimgo', 'C', true, false],
      ['shop', 'B', false, true],
    ]);
  });

  test('given that nothing is asked of them, then no secret is read', () => {
    const { carriers, asked } = connected();
    for (const name of carriers.names) carriers.of(name);
    expect(asked).toEqual([]);
  });

  test('given a rate that is granted, then the account never exceeds it, wherever a second begins', () => {
    const { carriers, budgets } = connected();
    for (const name of carriers.names) carriers.of(name);
    expect(budgets).toEqual([
      ['airalo-2', 2],
      ['esimaccess', 4],
    ]);
  });

  test("the token of an account is kept under that account's own secret", async () => {
    const { carriers, keys, asked } = connected();
    carriers.of('airalo');
    expect([...keys.keys()]).toEqual(['airalo']);
    expect(await keys.get('airalo')?.()).toBe('the secret of Airalo');
    expect(asked).toEqual(['arn:airalo']);
  });

  test('floors come with the accounts', () => {
    const { carriers } = connected();
    expect([carriers.floorOf('airalo'), carriers.floorOf('soracom')]).toEqual([FLOOR, undefined]);
  });
});
