import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type DynamoEngine, startDynamo } from '../../local/cloud/dynamo-engine.ts';
import type { RateBudget, TokenStore } from '../../shared/carriers/shared-state.ts';
import { instant, plusMs, SECOND_MS } from '../../shared/domain/values/instant.ts';
import {
  dynamoRateBudget,
  dynamoTokenStore,
  MAX_CLOCK_SKEW_SECONDS,
  MAX_RATE_WAITS,
  TOKEN_LEASE_MS,
} from '../../shared/table/carrier-state.ts';
import { later, NOW } from '../unit/domain/given.ts';
import { clientOf, makeTable } from './table-on-engine.ts';
import { until } from './until.ts';

const TABLE = 'carriers';
let engine: DynamoEngine;
let client: DynamoDBClient;
let accounts = 0;
let account: string;
let now: number;
const clock = () => instant(now);

beforeAll(async () => {
  engine = await startDynamo();
  client = clientOf(engine.url);
  await makeTable(client, TABLE);
});
afterAll(async () => {
  client.destroy();
  await engine.stop();
});
beforeEach(() => {
  accounts += 1;
  account = `account-${accounts}`;
  now = Math.floor(NOW / SECOND_MS) * SECOND_MS + 400;
});

describe('the rate budget of all workers', () => {
  const PER_SECOND = 5;
  /** Sleepers, until the clock comes to where they want to go on. */
  let asleep: (() => void)[];
  beforeEach(() => {
    asleep = [];
  });
  const sleep = (ms: number): Promise<void> => {
    expect(ms).toBe(SECOND_MS - (now % SECOND_MS));
    return new Promise((wake) => asleep.push(wake));
  };
  const worker = (aheadMs = 0, rest: (ms: number) => Promise<void> = sleep): RateBudget =>
    dynamoRateBudget({
      client,
      tableName: TABLE,
      account,
      perSecond: PER_SECOND,
      clock: () => plusMs(clock(), aheadMs),
      sleep: rest,
    });
  /** For whom no time passes while it waits. */
  const impatient = (aheadMs = 0): RateBudget => worker(aheadMs, async () => undefined);
  const taken = (answers: readonly boolean[]): number => answers.filter(Boolean).length;

  test('given more takers at once than a second has room for, then each second gets its share and the rest gives up', async () => {
    const workers = Array.from({ length: 4 }, () => worker());
    const seconds = 1 + MAX_RATE_WAITS;
    const takers = PER_SECOND * seconds + 6;
    const perSecond = new Map<number, number>();
    let refused = 0;
    let settled = 0;
    const work = Array.from({ length: takers }, async (_, index) => {
      const isTaken = await workers[index % workers.length]?.take();
      const second = Math.floor(now / SECOND_MS);
      if (isTaken) perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
      else refused += 1;
      settled += 1;
    });
    while (settled < takers) {
      await until(() => settled + asleep.length === takers);
      now = (Math.floor(now / SECOND_MS) + 1) * SECOND_MS + 7;
      for (const wake of asleep.splice(0)) wake();
    }
    await Promise.all(work);
    expect([...perSecond.values()]).toEqual(Array.from({ length: seconds }, () => PER_SECOND));
    expect(refused).toBe(takers - PER_SECOND * seconds);
  });

  test('given a new second, then the whole budget is there again, and nothing was saved up', async () => {
    await worker().take();
    now += 20 * SECOND_MS;
    expect(taken(await Promise.all(Array.from({ length: 9 }, () => impatient().take())))).toBe(PER_SECOND);
  });

  test("given a worker whose clock is behind, then it spends from the others' window", async () => {
    const [ahead, behind] = [impatient(2 * SECOND_MS), impatient()];
    const answers: boolean[] = [];
    for (const taker of [ahead, behind, behind, ahead, behind, behind, ahead]) answers.push(await taker.take());
    expect(answers).toEqual([true, true, true, true, true, false, false]);
  });

  test('given a window that a wrong clock wrote far ahead, then nobody is kept waiting by it', async () => {
    const farAheadMs = (MAX_CLOCK_SKEW_SECONDS + 1) * SECOND_MS;
    for (let time = 0; time < PER_SECOND; time += 1) await impatient(farAheadMs).take();
    expect(await impatient().take()).toBe(true);
  });

  test('given two accounts, then each has its own', async () => {
    for (let time = 0; time < PER_SECOND; time += 1) await impatient().take();
    expect(await impatient().take()).toBe(false);
    account = `${account}-b`;
    expect(await impatient().take()).toBe(true);
  });
});

describe('the token of all workers', () => {
  const kept = { token: 'eyJhbGciOi.secret-token.xyz', endsAt: later(3_600_000) };
  const storeWith = (secret = 'client-secret-1', name = account): TokenStore =>
    dynamoTokenStore({ client, tableName: TABLE, account: name, key: async () => secret, clock });
  const inTable = async (): Promise<string> => {
    const Key = { pk: { S: `CARRIER#${account}` }, sk: { S: 'TOKEN' } };
    return JSON.stringify((await client.send(new GetItemCommand({ TableName: TABLE, Key }))).Item);
  };

  test('given none, then there is none; given one, then every worker of the account reads it until it ends', async () => {
    expect(await storeWith().read()).toBeUndefined();
    await storeWith().save(kept);
    expect(await storeWith().read()).toEqual(kept);
    expect(await storeWith('client-secret-1', `${account}-b`).read()).toBeUndefined();
    now = kept.endsAt - 1;
    expect(await storeWith().read()).toEqual(kept);
    now = kept.endsAt;
    expect(await storeWith().read()).toBeUndefined();
  });

  test('given the table alone, then nobody has the token', async () => {
    await storeWith().save(kept);
    const first = await inTable();
    expect(first).toContain('sealed');
    for (const part of [kept.token, Buffer.from(kept.token).toString('base64').slice(0, 20), 'client-secret'])
      expect(first).not.toContain(part);
    await storeWith().save(kept);
    expect(await inTable()).not.toBe(first);
  });

  test('given a secret that was rotated, then there is none, and a new one takes its place', async () => {
    await storeWith().save(kept);
    expect(await storeWith('client-secret-2').read()).toBeUndefined();
    const fresh = { token: 'another', endsAt: later(60_000) };
    await storeWith('client-secret-2').save(fresh);
    expect(await storeWith('client-secret-2').read()).toEqual(fresh);
    expect(await storeWith('client-secret-1').read()).toBeUndefined();
  });

  test('given many at once, then one may fetch, and another one after the lease has lapsed', async () => {
    const ask = async (): Promise<number> =>
      (await Promise.all(Array.from({ length: 8 }, () => storeWith().lease()))).filter(Boolean).length;
    expect(await ask()).toBe(1);
    now += TOKEN_LEASE_MS - 1;
    expect(await ask()).toBe(0);
    now += 1;
    expect(await ask()).toBe(1);
  });

  test('given a lease, then an older token can still be read', async () => {
    await storeWith().save(kept);
    now += TOKEN_LEASE_MS;
    expect(await storeWith().lease()).toBe(true);
    expect(await storeWith().read()).toEqual(kept);
  });

  test('given a token that was just saved, then who looked too early may not fetch another one', async () => {
    const late = storeWith();
    expect(await late.read()).toBeUndefined();
    const first = storeWith();
    await first.lease();
    now += TOKEN_LEASE_MS - 1;
    await first.save(kept);
    now += 2;
    expect([await late.lease(), await late.read()]).toEqual([false, kept]);
  });
});
