import { describe, expect, test } from '@jest/globals';
import type {
  APIGatewayProxyEvent,
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import { carrierWebhook } from '../../../functions/carrier-webhook/handler.ts';
import { takeCarrierNotices } from '../../../shared/app/carriers/take-carrier-notices.ts';
import type { CarrierNotice, CarrierRequest } from '../../../shared/carriers/webhook.ts';
import { Refusal } from '../../../shared/errors.ts';
import type { Command } from '../../../shared/outbox/outbox.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import { aLine, LINE_ID, later, NOW } from '../domain/given.ts';
import { httpEvent, memoryLog } from '../http/http-event.ts';

const ROUTE = 'POST /v1/carrier-webhooks/esimgo';
const HEARD = later(60_000);
const CHANGED: CarrierNotice = { kind: 'changed', sim: { carrierRef: 'sim-1' } };

const world = async (notices: readonly CarrierNotice[] | Refusal = []) => {
  const store = memoryStore();
  await store.addLine(aLine());
  const received: CarrierRequest[] = [];
  const sent: Command[] = [];
  const queue = { isFull: false };
  const log = memoryLog();
  const clock = () => HEARD;
  const handler = carrierWebhook({
    receiver: {
      async receive(request) {
        received.push(request);
        if (notices instanceof Refusal) throw notices;
        return notices;
      },
    },
    takeNotices: takeCarrierNotices({
      store,
      account: 'soracom',
      usageRefreshes: {
        async send(commands) {
          if (queue.isFull) return commands.map(({ id }) => id);
          sent.push(...commands);
          return [];
        },
      },
      clock,
    }),
    clock,
    log,
  });
  const deliver = async (event: APIGatewayProxyEventV2 | APIGatewayProxyEvent) => {
    const answer = (await handler(event as APIGatewayProxyEventV2, {} as Context)) as APIGatewayProxyStructuredResultV2;
    const body = answer.body ? JSON.parse(answer.body) : undefined;
    return { status: answer.statusCode, ...(body && { code: body.code }), text: answer.body };
  };
  return { store, deliver, received, sent, queue, log };
};

const posted = (request: Parameters<typeof httpEvent>[1] = {}): APIGatewayProxyEventV2 => {
  const event = httpEvent(ROUTE, request);
  return {
    ...event,
    requestContext: { ...event.requestContext, http: { ...event.requestContext.http, method: 'POST' } },
  };
};

/** As a REST API hands it over. */
const restEvent = (method: string, body: string | null): APIGatewayProxyEvent =>
  ({
    httpMethod: method,
    path: '/v1/carrier-webhooks/esimgo',
    headers: { 'X-Signature': 's' },
    queryStringParameters: null,
    body,
    isBase64Encoded: false,
    requestContext: { requestId: 'request-1' },
  }) as unknown as APIGatewayProxyEvent;

describe("the webhook of a carrier's account", () => {
  test.each([
    ['text', false],
    ['base64', true],
  ])('given a body as %s, then the bytes that were signed are verified', async (_name, base64) => {
    const { deliver, received } = await world();
    const bytes = Buffer.from('{ "iccid" : 8981100005819480000, "name" : "日本" }\r\n');
    const body = bytes.toString(base64 ? 'base64' : 'utf8');
    const query = { token: 'secret' };
    expect((await deliver(posted({ headers: { 'X-Signature': 's' }, body, base64, query }))).status).toBe(200);
    expect(received).toEqual([
      { method: 'POST', headers: { 'x-signature': 's' }, body: bytes, query, receivedAt: HEARD },
    ]);
  });

  test('given the shape of a REST API, then the same is verified', async () => {
    const { deliver, received } = await world();
    expect((await deliver(restEvent('POST', '{}'))).status).toBe(200);
    expect(received).toEqual([
      { method: 'POST', headers: { 'x-signature': 's' }, body: Buffer.from('{}'), query: {}, receivedAt: HEARD },
    ]);
  });

  test('given a carrier that asks whether the address is there, then it is, without a word', async () => {
    const { deliver, received, sent } = await world();
    expect(await deliver(restEvent('HEAD', null))).toEqual({ status: 200, text: '' });
    expect([received[0]?.method, received[0]?.body, sent]).toEqual(['HEAD', Buffer.alloc(0), []]);
  });

  test('given a body of more than 64 KB, then it is not even verified', async () => {
    const { deliver, received } = await world();
    expect((await deliver(posted({ body: 'x'.repeat(64 * 1_024 + 1) }))).status).toBe(413);
    expect(received).toEqual([]);
  });

  test('given that something happened, then it is handed on before it is acknowledged', async () => {
    const { deliver, sent, log } = await world([CHANGED, { kind: 'changed', sim: { carrierRef: 'nobody' } }]);
    expect((await deliver(posted())).status).toBe(200);
    expect(sent.map(({ id }) => id)).toEqual([LINE_ID]);
    expect(log.entries).toEqual([{ level: 'info', message: 'carrier notices', facts: { taken: 1, notOurs: 1 } }]);
  });

  test('given figures, then they stand on the line; told again, nothing changes', async () => {
    const usage: CarrierNotice = {
      kind: 'usage',
      sim: { carrierRef: 'sim-1' },
      remainingBytes: 7,
      totalBytes: 9,
      asOf: later(1),
    };
    const { deliver, store } = await world([usage]);
    expect([(await deliver(posted())).status, (await deliver(posted())).status]).toEqual([200, 200]);
    expect((await store.line(LINE_ID))?.usage).toEqual({ remainingBytes: 7, totalBytes: 9, asOf: later(1) });
  });

  test.each([
    ['bad_signature', 400, 'info'],
    ['notice_unreadable', 400, 'error'],
  ] as const)('given %s, then the answer is a %d, and it is logged as %s', async (code, status, level) => {
    const { deliver, log, sent } = await world(new Refusal(code));
    expect(await deliver(posted())).toMatchObject({ status, code });
    expect([log.entries.map((entry) => entry.level), sent]).toEqual([[level], []]);
  });

  test('given a queue that does not take it, then it is delivered again, with nothing told of our insides', async () => {
    const { deliver, queue } = await world([CHANGED]);
    queue.isFull = true;
    const { status, code, text = '' } = await deliver(posted());
    expect([status, code]).toEqual([500, 'internal']);
    expect(text).not.toContain('queue');
  });

  test('no log line holds what was delivered', async () => {
    const { deliver, log } = await world(new Refusal('notice_unreadable'));
    await deliver(posted({ body: String(NOW), query: { token: 'address-secret' } }));
    expect(JSON.stringify(log.entries)).not.toMatch(/address-secret/);
  });
});
