import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { itemBytes } from '../../bench/counts/item-bytes.ts';
import { type DynamoEngine, startDynamo } from '../../local/cloud/dynamo-engine.ts';
import { activateRenewal } from '../../shared/app/activation/activate-renewal.ts';
import { carrierGuard } from '../../shared/app/carriers/guard.ts';
import { orderRenewal } from '../../shared/app/order-renewal.ts';
import { takePaymentNotices } from '../../shared/app/take-payment-notices.ts';
import { paymentReference, type RenewalId } from '../../shared/domain/values/ids.ts';
import { instant, plusMs } from '../../shared/domain/values/instant.ts';
import { dynamoStore } from '../../shared/table/dynamo-store.ts';
import { type Key, lineKey, renewalKey } from '../../shared/table/keys.ts';
import { fakeCarrier } from '../fakes/fake-carrier.ts';
import { fakePayments } from '../fakes/fake-payments.ts';
import { selling } from '../fakes/selling.ts';
import { aLine, aPlan, bound, END, NOW, OWNER, PRICE } from '../unit/domain/given.ts';
import { countedClient } from './counted-client.ts';
import { makeTable } from './table-on-engine.ts';

/** As long as Stripe's own: the page's address carries a long fragment. */
const SESSION_ID = `cs_live_a1${'x'.repeat(56)}`;
const SESSION_URL = `https://checkout.stripe.com/c/pay/${SESSION_ID}#${'f'.repeat(340)}`;
const CAPTURE_ID = `pi_${'3'.repeat(24)}`;
/** DynamoDB counts a write in steps of this. */
const WRITE_UNIT_BYTES = 1_024;
const TABLE = 'costs';

/** The usual course of a renewal on the real engine, with ids as long as in production and seconds between its steps. */
const renewing = async (url: string) => {
  const counted = countedClient({
    endpoint: url,
    region: 'ap-northeast-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const { client } = counted;
  await makeTable(client, TABLE);
  const store = dynamoStore(client, TABLE);
  const state: { now: number } = { now: NOW };
  const clock = () => instant(state.now);
  const line = aLine({
    carrierRef: '8981100005819480000',
    contacts: bound({ language: 'zh-CN', email: 'traveller.with.a.name@example.com', phone: '+819012345678' }),
    nextReminder: { threshold: '1d', at: plusMs(END, -86_400_000) },
  });
  await store.addLine(line);
  await store.addPlan(aPlan());

  const fakeProvider = fakePayments().of('stripe');
  if (!fakeProvider) throw new Error('no such account');
  const carrier = fakeCarrier({ clock });
  const order = orderRenewal({
    ...selling(store, clock, { carrier }),
    store,
    payments: {
      choose: () => 'stripe',
      of: () => ({ ...fakeProvider, open: async () => ({ sessionId: SESSION_ID, url: SESSION_URL }) }),
    },
    publicUrl: 'https://sim.example.com',
  });
  const takeNotices = takePaymentNotices({ store, payments: fakePayments(), account: 'stripe', clock });
  const guard = carrierGuard(store, clock);
  const activate = activateRenewal({ store, carriers: { of: () => carrier }, guard, clock, random: () => 0.5 });
  const bytesOf = async ({ pk, sk }: Key): Promise<number> => {
    const { Item = {} } = await client.send(
      new GetItemCommand({ TableName: TABLE, Key: { pk: { S: pk }, sk: { S: sk } } }),
    );
    return itemBytes(Item);
  };
  const later = (): void => {
    state.now += 20_000;
  };
  let renewal: RenewalId | undefined;
  const id = (): RenewalId => {
    if (!renewal) throw new Error('nothing was ordered');
    return renewal;
  };
  return {
    ...counted,
    store,
    line,
    async order() {
      const terms = { lineId: line.lineId, planId: aPlan().planId, planVersion: 1, price: PRICE, newEnd: instant(0) };
      renewal = (await order(OWNER, 'a-key-of-some-length', { ...terms, method: 'card' })).renewal.renewalId;
    },
    async pay() {
      later();
      const report = { kind: 'captured', captureId: CAPTURE_ID, amount: PRICE } as const;
      await takeNotices([{ reference: paymentReference(id(), 1), report }]);
    },
    async activate() {
      later();
      await activate(id());
    },
    renewal: async () => (await store.renewal(id()))?.renewal,
    weigh: async () => ({ renewal: await bytesOf(renewalKey(id())), line: await bytesOf(lineKey(line.lineId)) }),
  };
};

describe('what a renewal asks of the table', () => {
  let engine: DynamoEngine;
  let world: Awaited<ReturnType<typeof renewing>>;
  beforeAll(async () => {
    engine = await startDynamo();
    world = await renewing(engine.url);
  });
  afterAll(async () => {
    world.client.destroy();
    await engine.stop();
  });

  const expectLight = async (): Promise<void> => {
    const bytes = await world.weigh();
    expect(bytes.renewal).toBeLessThan(WRITE_UNIT_BYTES);
    expect(bytes.line).toBeLessThan(WRITE_UNIT_BYTES);
  };

  // In the order of the story: each test goes on where the one before it ended.
  test("ordered: the carrier's health, one read of everything, one write and its due key", async () => {
    expect(await world.during(world.order)).toEqual({ requests: 3, readUnits: 2.5, writeUnits: 2 });
    await expectLight();
  });

  test('paid: read, and one write that leaves the due key where it is', async () => {
    expect(await world.during(world.pay)).toEqual({ requests: 2, readUnits: 1, writeUnits: 1 });
    await expectLight();
  });

  test('told again that it is paid: one read', async () => {
    expect(await world.during(world.pay)).toEqual({ requests: 1, readUnits: 1, writeUnits: 0 });
  });

  test("activated: the carrier's health, the fence, the renewal without its due key, the line with a moved one", async () => {
    expect(await world.during(world.activate)).toEqual({ requests: 6, readUnits: 5.5, writeUnits: 6 });
    expect(await world.renewal()).toMatchObject({ status: 'active', checked: { endsAt: expect.any(Number) } });
    await expectLight();
  });

  test('figures of usage: one write', async () => {
    const { lineId, usage } = world.line;
    const newer = { ...usage, asOf: plusMs(usage.asOf, 60_000) };
    expect(await world.during(() => world.store.noteUsage(lineId, newer))).toEqual({
      ...{ requests: 1, readUnits: 0, writeUnits: 1 },
    });
  });

  test('figures that reach a threshold: the same one request, and a due key that moves', async () => {
    const seen = await world.store.lineNow(world.line.lineId);
    if (!seen) throw new Error('no line');
    const asOf = plusMs(seen.usage.asOf, 60_000);
    const reminder = { threshold: 'd80', usedPercent: 80, totalBytes: seen.usage.totalBytes, at: asOf };
    const note = () => world.store.noteUsage(seen.lineId, { ...seen.usage, asOf }, { seen, reminder });
    expect(await world.during(note)).toEqual({ requests: 1, readUnits: 0, writeUnits: 3 });
    await expectLight();
  });

  test('the balance is half a unit', async () => {
    const { lineId } = world.line;
    expect(await world.during(() => world.store.line(lineId))).toEqual({ requests: 1, readUnits: 0.5, writeUnits: 0 });
  });
});

describe('the bytes of an item', () => {
  test("are those of names and values, by DynamoDB's rules", () => {
    expect(itemBytes({ pk: { S: 'abc' } })).toBe(2 + 3);
    expect(itemBytes({ ja: { S: '日本' } })).toBe(2 + 6);
    expect(itemBytes({ n: { N: '1980' } })).toBe(1 + 1 + 2);
    expect(itemBytes({ n: { N: '-12000' } })).toBe(1 + 1 + 1 + 1);
    expect(itemBytes({ l: { L: [{ S: 'a' }, { N: '1' }] } })).toBe(1 + 3 + 1 + 1 + 1 + 2);
    expect(itemBytes({ m: { M: { k: { BOOL: true } } } })).toBe(1 + 3 + 1 + 1 + 1);
    expect(itemBytes({ m: { M: {} } })).toBe(1 + 3);
  });
});
