import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { eventually } from '../payments/eventually.ts';
import { type SampleWorld, sampleWorld } from './sample-carrier.ts';

interface Delivery {
  readonly state: string;
  readonly tries: readonly { readonly status: number | null }[];
}

let world: SampleWorld;
let endpoint: Server;
let received: { readonly body: string; readonly signature: unknown }[];
let answerWith: number;

beforeEach(async () => {
  received = [];
  answerWith = 200;
  endpoint = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({ body: Buffer.concat(chunks).toString(), signature: request.headers['x-signature'] });
    response.writeHead(answerWith).end();
  });
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  world = await sampleWorld(`http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/`);
});
afterEach(async () => {
  await world.close();
  endpoint.closeAllConnections();
  await new Promise((resolve) => endpoint.close(resolve));
});

const deliveries = () => world.look<readonly Delivery[]>('/_sim/deliveries');
const ended = async (state: string): Promise<readonly Delivery[]> =>
  eventually(deliveries, (list) => list.length > 0 && list.every((each) => each.state === state));

test('given an event, then it is posted once, byte for byte, with the headers of the carrier', async () => {
  await world.topUp();
  await ended('delivered');
  expect(received).toEqual([{ body: '{"topups":1}', signature: '12' }]);
});

test('given copies and a bad signature, then they are sent so', async () => {
  await world.ask('PUT', '/_sim/webhook-faults', { duplicates: 2, badSignature: true });
  await world.topUp();
  await eventually(
    () => received,
    ({ length }) => length === 3,
  );
  expect(new Set(received.map(({ signature }) => signature))).toEqual(new Set(['12 spoiled']));
});

test('given nobody takes it, then it is repeated as the schedule says, and given up; sent again by hand, it arrives', async () => {
  answerWith = 500;
  await world.ask('PUT', '/_sim/webhook-faults', { retryBaseMs: 10 });
  await world.topUp();
  expect((await ended('given_up'))[0]?.tries.map(({ status }) => status)).toEqual([500, 500, 500, 500]);
  answerWith = 200;
  await world.ask('POST', '/_sim/deliveries/evt-1/resend');
  await ended('delivered');
});

test('given that webhooks are lost, then none is sent, and the page shows it', async () => {
  await world.ask('PUT', '/_sim/webhook-faults', { lost: true });
  await world.topUp();
  await ended('lost');
  expect(await (await world.ask('GET', '/')).text()).toContain('lost');
  expect(received).toEqual([]);
});

test('given faults that are switched on, then the page names them, before there is any event, and how to set them', async () => {
  const page = async () => (await world.ask('GET', '/')).text();
  expect(await page()).toContain('PUT /_sim/webhook-faults');
  expect(await page()).not.toContain('duplicates');
  await world.ask('PUT', '/_sim/webhook-faults', { duplicates: 2, badSignature: true });
  expect(await page()).toContain('duplicates: 2, badSignature: true');
});

test('given settings that are none, then they are refused', async () => {
  expect((await world.ask('PUT', '/_sim/webhook-faults', { unheardOf: 1 })).status).toBe(400);
});
