import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { JAPAN_TOP_UPS } from '../../../local/simulators/airalo/catalogue.ts';
import { airaloWebhook } from '../../../shared/carriers/airalo/airalo-webhook.ts';
import { ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { type AiraloWorld, airaloWorld, ORDER, SIM, type WorldOptions } from './airalo-world.ts';

interface Arrived {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const DEADLINE_MS = 10_000;
const CHANGED = [{ kind: 'changed', sim: { iccid: SIM.iccid } }];

let server: Server;
let url: string;
let arrived: Arrived[];
/** What the endpoint answers to POST, the last one again and again. */
let answers: number[];
let headStatus: number;
let world: AiraloWorld;

beforeEach(async () => {
  arrived = [];
  answers = [200];
  headStatus = 200;
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      arrived.push({ method: request.method ?? '', headers: request.headers, body: Buffer.concat(chunks) });
      const isHead = request.method === 'HEAD';
      const [next = 200] = isHead || answers.length === 1 ? answers : answers.splice(0, 1);
      response.writeHead(isHead ? headStatus : next, { connection: 'close' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/airalo`;
});
afterEach(async () => {
  await world.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const begin = async (options: WorldOptions = {}): Promise<void> => {
  world = await airaloWorld(options);
  await world.putSim();
};

const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + DEADLINE_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('it did not become so in time');
    await wait(10);
  }
};

const posts = () => arrived.filter(({ method }) => method === 'POST');
const deliveries = () =>
  world.ask<readonly { state: string; tries: readonly { status: number | null }[] }[]>('GET', '/_sim/deliveries');
const webhookFaults = (faults: object) => world.ask('PUT', '/_sim/webhook-faults', faults);
const optIn = async (webhook_url = url) =>
  world.api('POST', '/notifications/opt-in', { type: 'webhook_low_data', webhook_url }, await world.signIn());

/** As the webhook function hands it over. */
const receive = ({ method, headers, body }: Arrived) =>
  airaloWebhook({ account: world.account }).receive({
    method,
    headers: headers as Record<string, string>,
    body,
    query: {},
    receivedAt: world.now(),
  });

describe('opting in', () => {
  test('asks the address with HEAD first, which needs no signature', async () => {
    await begin();
    expect(await optIn()).toMatchObject({
      status: 200,
      body: { data: { notification: { type: 'webhook_low_data', contact_point: url } } },
    });
    const [head] = arrived;
    expect(head?.method).toBe('HEAD');
    if (head) expect(await receive(head)).toEqual([]);
  });

  test('fails where HEAD is not answered with 200, and then nothing is sent', async () => {
    await begin();
    headStatus = 405;
    expect(await optIn()).toMatchObject({ status: 422, body: { data: { webhook_url: expect.any(String) } } });
    await world.act('notices', { levels: ['75%'] });
    expect(await deliveries()).toEqual([]);
  });

  test('is not needed for an address of the configuration, which is asked when the first notice is due', async () => {
    await begin({ webhookUrl: () => url });
    await world.act('notices', { levels: ['1days'] });
    await until(() => posts().length === 1);
    expect(arrived.map(({ method }) => method)).toEqual(['HEAD', 'POST']);
  });
});

describe('low data notices', () => {
  const slashed = JAPAN_TOP_UPS.map((offer) => ({ ...offer, id: offer.id.replace('moshi-moshi', 'moshi/moshi') }));

  test.each(['raw', 'escaped'] as const)('that sign the %s form are verified and believed', async (signs) => {
    await begin({ webhookUrl: () => url, signs, topUps: slashed });
    await world.carrier.activate({ ...ORDER, product: ORDER.product.replace('moshi-moshi', 'moshi/moshi') });
    await world.act('notices', { levels: ['3days'] });
    await until(() => posts().length === 1);
    const [post] = posts();
    expect(JSON.parse(String(post?.body))).toEqual({
      level: '3days',
      package_name: 'moshi/moshi-7days-1gb-topup',
      remaining_percentage: 100,
      iccid: SIM.iccid,
    });
    if (post) expect(await receive(post)).toEqual(CHANGED);
  });

  test('come once each, at 75 and 90 % of the data, and at 3 days and 1 day before the end', async () => {
    await begin({ webhookUrl: () => url });
    const levels = () => posts().map(({ body }) => JSON.parse(String(body)).level);
    await world.act('usage', { usedMb: 3_072 * 0.7 });
    await world.act('usage', { usedMb: 3_072 * 0.06 });
    await until(() => posts().length === 1);
    await world.act('usage', { usedMb: 3_072 * 0.15 });
    await until(() => posts().length === 2);
    const { endsAt } = (await world.sim()) ?? {};
    world.jump((endsAt ?? 0) - world.now() - 3 * ROLLING_DAY_MS);
    await world.sim();
    await until(() => posts().length === 3);
    world.jump(2 * ROLLING_DAY_MS);
    await world.sim();
    await until(() => posts().length === 4);
    await world.sim();
    expect(levels()).toEqual(['75%', '90%', '3days', '1days']);
    expect(await deliveries()).toHaveLength(4);
  });

  test('are repeated 20 times until they are taken; 204 does not count', async () => {
    await begin({ webhookUrl: () => url });
    await webhookFaults({ retryBaseMs: 10 });
    answers = [503, 204, 200];
    await world.act('notices', { levels: ['75%'] });
    await until(async () => (await deliveries())[0]?.state === 'delivered');
    expect((await deliveries())[0]?.tries.map(({ status }) => status)).toEqual([503, 204, 200]);
    answers = [500];
    await world.act('notices', { levels: ['90%'] });
    await until(async () => (await deliveries())[1]?.state === 'given_up');
    expect((await deliveries())[1]?.tries).toHaveLength(21);
  });

  test('with a bad signature are not believed', async () => {
    await begin({ webhookUrl: () => url });
    await webhookFaults({ badSignature: true });
    await world.act('notices', { levels: ['75%'] });
    await until(() => posts().length === 1);
    const [post] = posts();
    if (post) await expect(receive(post)).rejects.toMatchObject({ code: 'bad_signature' });
  });

  test('can be lost, doubled and reordered', async () => {
    await begin({ webhookUrl: () => url });
    await webhookFaults({ lost: true });
    await world.act('notices', { levels: ['75%'] });
    expect((await deliveries()).map(({ state }) => state)).toEqual(['lost']);
    await webhookFaults({ duplicates: 1, reorder: true });
    await world.act('notices', { levels: ['75%', '90%'] });
    await until(() => posts().length === 4);
    expect(posts().map(({ body }) => JSON.parse(String(body)).level)).toEqual(['90%', '90%', '75%', '75%']);
  });
});
