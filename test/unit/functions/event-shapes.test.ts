import { describe, expect, test } from '@jest/globals';
import { renewalApi } from '../../../functions/renewal-api/handler.ts';
import { verifyToken } from '../../../shared/http/token.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import { aLine, aPlan, END, LINE_ID, NOW } from '../domain/given.ts';
import { ask, httpEvent, memoryLog } from '../http/http-event.ts';
import { AUDIENCE, ISSUER, issuer } from '../http/issuer.ts';
import { paying } from './paying.ts';

const ORDER = JSON.stringify({
  lineId: LINE_ID,
  planId: aPlan().planId,
  planVersion: 1,
  price: aPlan().prices[0],
  newEnd: new Date(END).toISOString(),
  method: 'card',
});

/** The API with its real token check, in front of a store in memory. */
const api = async () => {
  const store = memoryStore();
  await store.addLine(aLine());
  await store.addPlan(aPlan());
  const { keys, sign } = await issuer();
  const clock = () => NOW;
  const log = memoryLog();
  const handler = renewalApi({
    store,
    verify: verifyToken({ issuer: ISSUER, audience: AUDIENCE, keys }, clock),
    ...paying(store, clock),
    clock,
    log,
  });
  return { handler, log, token: await sign() };
};

describe('the shapes in which API Gateway hands over a request', () => {
  test.each<[string, Parameters<typeof httpEvent>[1], string]>([
    ['text', { body: ORDER }, '/v1/renewals/'],
    ['base64', { body: Buffer.from(ORDER).toString('base64'), base64: true }, '/v1/renewals/'],
    ['cookies beside it', { body: ORDER, cookies: ['a=b'] }, '/v1/renewals/'],
    ['a stage in front', { body: ORDER, path: '/dev/v1/renewals' }, '/dev/v1/renewals/'],
  ])('given %s, then an order is taken, and its address can be read as it is', async (_name, request, address) => {
    const { handler, token } = await api();
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': 'key-0001' };
    const {
      status,
      body,
      headers: answered,
    } = await ask(handler, httpEvent('POST /v1/renewals', { headers, ...request }));
    expect([status, answered['location']]).toEqual([201, `${address}${body.renewalId}`]);
  });

  test('given names of headers in upper case, then they mean the same', async () => {
    const { handler, token } = await api();
    const headers = { AUTHORIZATION: `Bearer ${token}`, 'IDEMPOTENCY-KEY': 'key-0001', 'ACCEPT-LANGUAGE': 'ja' };
    const answer = await ask(handler, httpEvent('POST /v1/renewals', { headers, body: ORDER }));
    expect([answer.status, answer.headers['content-language']]).toEqual([201, 'ja']);
  });

  test('given no body at all, then the order is refused', async () => {
    const { handler, token } = await api();
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': 'key-0001' };
    expect(await ask(handler, httpEvent('POST /v1/renewals', { headers }))).toMatchObject({
      status: 400,
      body: { code: 'body_not_json' },
    });
  });

  test('who is calling is asked before anything else: not even a body that is too large is looked at', async () => {
    const { handler } = await api();
    const { status } = await ask(handler, httpEvent('POST /v1/renewals', { body: 'x'.repeat(100_000) }));
    expect(status).toBe(401);
  });

  test('a body over 16 KB is a 413', async () => {
    const { handler, token } = await api();
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': 'key-0001' };
    const { status, body } = await ask(handler, httpEvent('POST /v1/renewals', { headers, body: 'x'.repeat(16_385) }));
    expect([status, body.code]).toEqual([413, 'body_too_large']);
  });

  test('no log line holds a token', async () => {
    const { handler, log, token } = await api();
    await ask(handler, httpEvent('GET /v1/lines/{lineId}', { headers: { authorization: `Bearer ${token}` } }));
    await ask(handler, httpEvent('GET /v1/lines/{lineId}', { headers: { authorization: `Bearer ${token}x` } }));
    expect(log.entries.length).toBeGreaterThan(0);
    expect(JSON.stringify(log.entries)).not.toContain(token);
  });
});
