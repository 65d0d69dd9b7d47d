import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { instant, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { eventually } from '../payments/eventually.ts';
import { type EsimAccessWorld, esimAccessWorld, GIB, SIM } from './esim-access-world.ts';

let world: EsimAccessWorld;
beforeEach(async () => {
  world = await esimAccessWorld();
  await world.putSim(SIM, { endsAt: instant(world.now() + 3 * ROLLING_DAY_MS) });
});
afterEach(() => world.close());

const changed = [{ kind: 'changed', sim: { carrierRef: SIM.carrierRef } }];
const received = (count: number) =>
  eventually(
    () => world.received,
    ({ length }) => length >= count,
  );
const deliveries = () => world.ask<readonly { readonly type: string }[]>('GET', '/_sim/deliveries');

describe('notifications', () => {
  test.each(['ESIM_STATUS', 'SMDP_EVENT', 'DATA_USAGE', 'VALIDITY_USAGE'])(
    'given %s, then the SIM is worth reading',
    async (type) => {
      await world.ask('POST', '/_sim/webhooks', { type, carrierRef: SIM.carrierRef });
      expect(await received(1)).toEqual([changed]);
    },
  );

  test.each(['CHECK_HEALTH', 'ORDER_STATUS'])('given %s, then it is about no SIM of ours', async (type) => {
    await world.ask('POST', '/_sim/webhooks', { type, carrierRef: SIM.carrierRef });
    expect(await received(1)).toEqual([[]]);
  });

  test('given usage, then each threshold that is crossed is told, and what changes its status', async () => {
    await world.use(SIM, GIB / 4);
    await world.use(SIM, GIB / 2);
    await world.use(SIM, GIB);
    await received(4);
    // A half; then the last fifth, the last tenth, and all of it.
    expect((await deliveries()).map(({ type }) => type)).toEqual([
      'DATA_USAGE',
      'ESIM_STATUS',
      'DATA_USAGE',
      'DATA_USAGE',
    ]);
  });

  test('given a top-up, then nothing is told', async () => {
    await world.carrier.activate(await world.order());
    expect(await deliveries()).toEqual([]);
  });

  test('given a SIM that is suspended, then that is told', async () => {
    await world.carrier.suspend?.(SIM);
    expect(await received(1)).toEqual([changed]);
  });

  test('given an address with another token, then it is refused', async () => {
    await world.ask('PUT', '/_sim/webhook-faults', { badSignature: true });
    await world.ask('POST', '/_sim/webhooks', { type: 'CHECK_HEALTH' });
    expect((await received(1))[0]).toEqual({ refused: 'bad_signature' });
  });

  test('given copies, then each is received, and says the same', async () => {
    await world.ask('PUT', '/_sim/webhook-faults', { duplicates: 2 });
    await world.ask('POST', '/_sim/webhooks', { type: 'DATA_USAGE', carrierRef: SIM.carrierRef });
    expect(await received(3)).toEqual([changed, changed, changed]);
  });

  test('given that they are lost, then none arrives', async () => {
    await world.ask('PUT', '/_sim/webhook-faults', { lost: true });
    await world.ask('POST', '/_sim/webhooks', { type: 'DATA_USAGE', carrierRef: SIM.carrierRef });
    expect(await deliveries()).toMatchObject([{ state: 'lost' }]);
    expect(world.received).toEqual([]);
  });
});
