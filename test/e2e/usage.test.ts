import { describe, expect, test } from '@jest/globals';
import { eventually } from '../../local/eventually.ts';
import { productForTests } from './instance.ts';
import { call, type SimulatedCarrier, WITHIN_MS } from './world.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A figure is not read again before. */
const FRESH_MS = 16 * MINUTE_MS;
/** Whoever looks at an older figure has a new one read. */
const OLD_MS = 21 * MINUTE_MS;

describe('what is left of the data', () => {
  const { around, product } = productForTests();
  const mei = around.as('mei');

  const lineAt = (account: SimulatedCarrier) =>
    around.addLine({ owner: 'mei', endsInMs: 5 * DAY_MS, family: `${account}-jp` });

  const usageOf = async (lineId: string): Promise<{ remainingBytes: number; totalBytes: number; asOf: string }> =>
    (await mei.get(`/lines/${lineId}`)).body.usage;

  /** What came of each message about the line, in order. */
  const outcomesOf = (lineId: string): readonly unknown[] =>
    product()
      .log('usage-refresher')
      .filter((line) => line['message'] === 'usage' && line['lineId'] === lineId)
      .map(({ outcome }) => outcome);

  const untilLeft = (lineId: string, bytes: number) =>
    eventually(`${bytes} bytes are left`, WITHIN_MS, async () => {
      const usage = await usageOf(lineId);
      if (usage.remainingBytes !== bytes) throw new Error(`it is ${JSON.stringify(usage)} after ${outcomesOf(lineId)}`);
      return usage;
    });

  const lastDelivery = (account: SimulatedCarrier, answered: number) =>
    eventually(`${account} is answered ${answered}`, WITHIN_MS, async () => {
      const tries = (await around.carrier(account).deliveries()).at(-1)?.tries ?? [];
      if (tries.at(-1)?.status !== answered) throw new Error(`it is ${JSON.stringify(tries)}`);
    });

  test('given figures that eSIM Go signs, then they are shown at once', async () => {
    const { lineId, iccid } = await lineAt('esimgo');
    await around.carrier('esimgo').happens(iccid, 'usage', { bytes: 600_000_000 });
    expect(await untilLeft(lineId, 400_000_000)).toMatchObject({ totalBytes: 1_000_000_000 });
  });

  test('given a notice that eSIM Go did not sign, then it is refused, and nothing is shown of it', async () => {
    const { lineId, iccid } = await lineAt('esimgo');
    const before = await usageOf(lineId);
    await around.carrier('esimgo').webhookFaults({ badSignature: true });
    await around.carrier('esimgo').happens(iccid, 'usage', { bytes: 600_000_000 });
    await lastDelivery('esimgo', 400);
    await around.carrier('esimgo').webhookFaults({});
    expect(await usageOf(lineId)).toEqual(before);
  });

  test.each([
    ['esimaccess', { bytes: 1_073_741_824 - 100_000_000 }, 100_000_000],
    ['airalo', { usedMb: 3_072 - 300 }, 300 * 1_048_576],
  ] as const)(
    'given a hint of %s, then its own figures are read once the ones there are no longer fresh',
    async (account, used, left) => {
      const { lineId, iccid } = await lineAt(account);
      // Carriers tell times in whole seconds: later than what the line began with.
      await around.advance(MINUTE_MS);
      await around.carrier(account).happens(iccid, 'usage', used);
      await lastDelivery(account, 200);
      await around.idle();
      await around.advance(FRESH_MS);
      await around.fire('carrier-watch');
      const { asOf } = await untilLeft(lineId, left);
      expect(Date.parse(asOf)).toBeGreaterThan(0);
    },
    2 * WITHIN_MS,
  );

  test('given an old figure, then it is shown without waiting, and a newer one the next time', async () => {
    const { lineId } = await lineAt('esimgo');
    const before = await usageOf(lineId);
    await around.advance(OLD_MS);
    expect(await usageOf(lineId)).toEqual(before);
    await eventually('a newer figure is shown', WITHIN_MS, async () => {
      const { asOf } = await usageOf(lineId);
      if (asOf === before.asOf) throw new Error(`it is the old one after ${outcomesOf(lineId)}`);
    });
  });

  test('given a number that belongs to another SIM now, then it is found out by looking, and nothing is sold for it', async () => {
    const { lineId, iccid } = await lineAt('airalo');
    await around.carrier('airalo').happens(iccid, 'recycle', {});
    await around.advance(OLD_MS);
    await usageOf(lineId);
    await eventually('nothing is sold', WITHIN_MS, async () => {
      const { status, body } = await mei.get(`/lines/${lineId}/preview?planId=airalo-jp-7d`);
      if (body.code !== 'line_recycled') throw new Error(`it is ${status} ${JSON.stringify(body)}`);
    });
  });

  test('given an event of Soracom, then it is acknowledged, and nothing is read: Soracom tells no figures', async () => {
    const { lineId, iccid } = await around.addLine({ owner: 'mei', endsInMs: 5 * DAY_MS });
    await around.carrier('soracom').happens(iccid, 'events', { event: 'monthly_traffic' });
    await lastDelivery('soracom', 200);
    await eventually('its message was worked on', WITHIN_MS, async () => {
      expect(outcomesOf(lineId)).toEqual(['not_read']);
    });
  });

  test('given somebody who knows an address and no secret, then nothing is believed', async () => {
    const { api } = product().endpoints();
    for (const account of ['soracom', 'airalo', 'esimaccess', 'esimgo']) {
      const { status } = await call(`${api}/v1/carrier-webhooks/${account}`, { method: 'POST', body: '{}' });
      expect([account, status]).toEqual([account, 400]);
    }
    expect((await call(`${api}/v1/carrier-webhooks/airalo`, { method: 'HEAD' })).status).toBe(200);
  });
});

describe("the brand's credit at a carrier", () => {
  const { around } = productForTests();
  const mei = around.as('mei');

  test('given that it is below its floor, then nothing is sold until it is filled up, and others go on', async () => {
    const airalo = around.carrier('airalo');
    const { lineId } = await around.addLine({ owner: 'mei', endsInMs: DAY_MS, family: 'airalo-jp' });
    const other = await around.addLine({ owner: 'mei', endsInMs: DAY_MS, family: 'esimgo-jp' });
    await airalo.set('float', { amount: 19.99 });
    await around.fire('carrier-watch');
    const refused = await mei.get(`/lines/${lineId}/preview?planId=airalo-jp-7d`);
    expect([refused.status, refused.body.code]).toEqual([503, 'carrier_float_low']);
    await around.order(mei, other.lineId, 'esimgo-jp-7d');
    await airalo.set('float', { amount: 500 });
    await around.fire('carrier-watch');
    await eventually('it is sold again', WITHIN_MS, () => around.order(mei, lineId, 'airalo-jp-7d'));
  });
});
