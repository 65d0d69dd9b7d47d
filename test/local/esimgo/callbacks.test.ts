import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CarrierSim } from '../../../shared/carriers/carrier.ts';
import { esimGoWebhook } from '../../../shared/carriers/esimgo/esim-go-webhook.ts';
import type { CarrierNotice, CarrierRequest } from '../../../shared/carriers/webhook.ts';
import { plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { API_KEY, type EsimGoWorld, esimGoWorld, START } from './esim-go-world.ts';

const END = plusMs(START, 3 * ROLLING_DAY_MS);

let world: EsimGoWorld;
let sim: CarrierSim;
beforeEach(async () => {
  world = await esimGoWorld({ iccidsAsNumbers: true });
  sim = await world.newSim(END);
});
afterEach(() => world.close());

const { receive } = esimGoWebhook({
  account: async () => ({ apiKeys: ['key-that-comes-next', API_KEY], apiUrl: 'https://api.esim-go.com/v2.5' }),
});

const notices = async (requests: readonly CarrierRequest[]): Promise<readonly CarrierNotice[]> =>
  (await Promise.all(requests.map(receive))).flat();

const deliveries = () =>
  world.ask<readonly { readonly state: string; readonly type: string }[]>('GET', '/_sim/deliveries');

test('given usage, then it is told when it begins and at 1, 50, 80 and 100 %', async () => {
  for (const megabytes of [1, 9, 490, 300, 200]) await world.use(sim, megabytes * 1_000_000);
  // The first megabyte is too little to be told of; ten are 1 %.
  const requests = await world.inbox.until(5);
  expect(await notices(requests)).toEqual([
    { kind: 'changed', sim: { iccid: sim.iccid } },
    ...[990, 500, 200, 0].map((megabytes) => ({
      kind: 'usage',
      sim: { iccid: sim.iccid },
      remainingBytes: megabytes * 1_000_000,
      totalBytes: 1_000_000_000,
      asOf: START,
      undated: true,
    })),
  ]);
  expect(requests[0]?.body.toString()).toContain(`"iccid":${sim.iccid},`);
});

test('given an alert that is fired, then its signature is good and it is counted as delivered', async () => {
  await world.fire(sim, 'Utilisation');
  await world.fire(sim, 'FirstAttachment');
  expect(await notices(await world.inbox.until(2))).toMatchObject([{ kind: 'usage', remainingBytes: 1_000_000_000 }]);
  expect((await deliveries()).map(({ type }) => type)).toEqual(['Utilisation', 'FirstAttachment']);
});

describe('deliveries that go wrong', () => {
  test('given bad signatures, then none is believed', async () => {
    await world.webhookFaults({ badSignature: true });
    await world.fire(sim, 'FirstUse');
    const [request] = await world.inbox.until(1);
    await expect(receive(request as CarrierRequest)).rejects.toMatchObject({ code: 'bad_signature' });
  });

  test('given copies, then each says the same', async () => {
    await world.webhookFaults({ duplicates: 2 });
    await world.fire(sim, 'Utilisation');
    const [first, ...others] = await notices(await world.inbox.until(3));
    expect(others).toEqual([first, first]);
  });

  test('given lost ones, then nothing comes until they are sent again', async () => {
    await world.webhookFaults({ lost: true });
    await world.fire(sim, 'FirstUse');
    expect(await deliveries()).toMatchObject([{ state: 'lost' }]);
    expect(world.inbox.requests).toEqual([]);
    await world.ask('POST', '/_sim/deliveries/callback-1/resend');
    expect(await notices(await world.inbox.until(1))).toMatchObject([{ kind: 'changed' }]);
  });

  test('given a receiver that fails, then it is repeated until it is taken', async () => {
    await world.webhookFaults({ retryBaseMs: 10 });
    world.inbox.answerWith(500);
    await world.fire(sim, 'FirstUse');
    await world.inbox.until(2);
    world.inbox.answerWith(200);
    const tries = (await world.inbox.until(3)).length;
    expect(await notices(world.inbox.requests.slice(0, tries))).toHaveLength(tries);
  });

  test('given another order, then each is still right for itself', async () => {
    await world.webhookFaults({ reorder: true });
    await world.use(sim, 500_000_000);
    const alerts = (await world.inbox.until(3)).map(({ body }) => JSON.parse(body.toString()).alertType);
    expect(alerts).toEqual(['Utilisation', 'Utilisation', 'FirstUse']);
    expect(await notices(world.inbox.requests)).toMatchObject([
      { kind: 'usage', remainingBytes: 500_000_000 },
      { kind: 'usage', remainingBytes: 500_000_000 },
      { kind: 'changed' },
    ]);
  });
});
