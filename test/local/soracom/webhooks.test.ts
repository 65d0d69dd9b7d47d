import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../payments/eventually.ts';
import { type SoracomWorld, soracomWorld } from './soracom-world.ts';
import { serveReceiver } from './webhook-receiver.ts';

let receiver: Awaited<ReturnType<typeof serveReceiver>>;
let world: SoracomWorld;
beforeEach(async () => {
  receiver = await serveReceiver();
  world = await soracomWorld({ webhookUrl: receiver.url });
  await world.putSim('sim-1');
});
afterEach(async () => {
  await world.close();
  await receiver.close();
});

const CHANGED = { kind: 'changed', sim: { carrierRef: 'sim-1' } };

interface Delivery {
  readonly type: string;
  readonly state: string;
  readonly tries: readonly { readonly status: number | null }[];
}
const deliveries = () => world.ask<readonly Delivery[]>('GET', '/_sim/deliveries');
const fire = (event = 'sim_expired') => world.ask('POST', '/_sim/sims/sim-1/events', { event });
const settled = async (count = 1) => {
  const all = await eventually(deliveries, (seen) => seen.every(({ state }) => state !== 'pending'));
  expect(all).toHaveLength(count);
  return all;
};

describe('an event handler of the operator', () => {
  test('given traffic, then it is counted, and the receiver is told which SIM', async () => {
    expect(await world.ask('POST', '/_sim/sims/sim-1/usage', { bytes: 5_000_000 })).toMatchObject({ usedBytes: 5e6 });
    expect(await world.ask('POST', '/_sim/sims/sim-1/usage', { bytes: 1 })).toMatchObject({ usedBytes: 5_000_001 });
    await settled(2);
    expect(receiver.taken).toEqual([CHANGED, CHANGED]);
    const page = await (await fetch(`${world.url}/`, { headers: { connection: 'close' } })).text();
    expect(page).toContain('data_usage');
    expect(page).toContain('5.0 MB');
  });

  test('given any event of the brand, then it is told once, under its name', async () => {
    await fire();
    expect(await settled()).toMatchObject([{ type: 'sim_expired', state: 'delivered', tries: [{ status: 200 }] }]);
    expect(receiver.taken).toEqual([CHANGED]);
  });

  test('given a wrong token, then it is refused, and not tried again', async () => {
    await world.ask('PUT', '/_sim/webhook-faults', { badSignature: true });
    await fire();
    expect(await settled()).toMatchObject([{ state: 'given_up', tries: [{ status: 400 }] }]);
    expect([receiver.taken, receiver.refused]).toEqual([[], ['bad_signature']]);
  });

  test('given copies and lost deliveries, then there are copies, and losses', async () => {
    await world.ask('PUT', '/_sim/webhook-faults', { duplicates: 2, simultaneous: true });
    await fire();
    await eventually(
      () => receiver.taken,
      (taken) => taken.length === 3,
    );
    await world.ask('PUT', '/_sim/webhook-faults', { lost: true });
    await fire('lost_one');
    expect((await settled(2)).map(({ state }) => state)).toEqual(['delivered', 'lost']);
    expect(receiver.taken).toHaveLength(3);
  });
});

describe('what cannot happen', () => {
  test.each([
    ['/_sim/sims/nobody/events', { event: 'x' }, 404],
    ['/_sim/sims/nobody/usage', { bytes: 1 }, 404],
    ['/_sim/sims/nobody/recycle', { iccid: '8981100000000000001' }, 404],
    ['/_sim/sims/sim-1/usage', { bytes: -1 }, 400],
    ['/_sim/sims/sim-1/events', {}, 400],
  ])('%s with %j is answered with %s', async (path, body, status) => {
    await expect(world.ask('POST', path, body)).rejects.toThrow(`: ${status} `);
  });
});
