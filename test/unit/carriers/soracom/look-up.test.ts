import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  END,
  found,
  json,
  NOW,
  networkError,
  ORDER,
  onNetwork,
  profiles,
  sim,
  TARGET,
  token,
} from './soracom-replies.ts';

function malformed() {
  return { kind: 'unavailable', code: 'malformed_reply', trouble: 'unreachable' };
}

describe('looking up a SIM', () => {
  test.each([
    [
      'this end',
      sim(),
      { kind: 'confirmed', reference: `${ORDER.carrierRef}@${TARGET}/${NOW}`, confirmedAt: NOW, endsAt: TARGET },
    ],
    ['this end, not connected yet', sim({ status: 'ready' }), expect.objectContaining({ kind: 'confirmed' })],
    ['this end, but switched off', sim({ status: 'suspended' }), { kind: 'absent', inPart: true }],
    ['an earlier end, and switched off', sim({ status: 'suspended', expiryTime: TARGET - 1 }), { kind: 'absent' }],
    ['this end, but given up', sim({ status: 'terminated' }), { kind: 'absent' }],
    ['an earlier end', sim({ expiryTime: TARGET - 1 }), { kind: 'absent' }],
    // While the fence is held nobody else sets an end: a later one is not ours.
    ['a later end', sim({ expiryTime: TARGET + 1 }), { kind: 'absent' }],
    ['no end', sim({ expiryTime: null }), { kind: 'absent' }],
    ['this end, on another card', sim(profiles('8942310000000000017')), { kind: 'absent' }],
    ['no SIM', json({ code: 'SEM0001' }, 404), { kind: 'absent' }],
    ['500', json({}, 500), { kind: 'unavailable', code: 'http_500', trouble: 'unreachable' }],
    ['throttled', json({}, 429), { kind: 'unavailable', code: 'http_429' }],
    [
      'throttled with a wait',
      json({}, 429, { 'retry-after': '8' }),
      { kind: 'unavailable', code: 'http_429', retryAfterMs: 8_000 },
    ],
    ['forbidden', json({}, 403), { kind: 'unavailable', code: 'http_403' }],
    ['an end that is no instant', sim({ expiryTime: 1.5 }), malformed()],
    ['an end beyond all time', sim({ expiryTime: 9e15 }), malformed()],
    ['a page', new Response('<html>'), { kind: 'unavailable', code: 'malformed_reply', trouble: 'unreachable' }],
    [
      'no connection',
      networkError('ECONNREFUSED'),
      { kind: 'unavailable', code: 'conn_refused', trouble: 'unreachable' },
    ],
    ['reset', networkError('ECONNRESET'), { kind: 'unavailable', code: 'conn_lost', trouble: 'unreachable' }],
  ])('given %s, then that is what it says', async (_what, step, answer) => {
    const { carrier, sent } = onNetwork(token(), step);
    expect(await carrier.lookUp(ORDER)).toEqual(answer);
    expect(sent[1]).toMatchObject({ method: 'GET', body: undefined, url: expect.stringMatching(/\/sims\/\d+$/) });
  });
});

describe('reading the record of a SIM', () => {
  test.each([
    ['an end', found(), { kind: 'record', endsAt: END, periods: [], readAt: NOW }],
    ['no end', sim({ expiryTime: null }), { kind: 'record', periods: [], readAt: NOW }],
    ['another card', found(profiles('8942310000000000017')), { kind: 'recycled' }],
    ['no SIM', json({ code: 'SEM0001' }, 404), { kind: 'absent' }],
    ['a SIM that is gone', json({}, 410), { kind: 'absent' }],
    ['500', json({}, 500), { kind: 'unavailable', code: 'http_500', trouble: 'unreachable' }],
    ['half a page', new Response('<htm'), malformed()],
  ])('given %s, then that is what it says', async (_what, step, answer) => {
    const { carrier } = onNetwork(token(), step);
    expect(await carrier.readRecord(ORDER)).toEqual(answer);
  });

  test('given any JSON and any status, then nothing is thrown, and every code keeps its form', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.json(),
          fc.record({ simId: fc.string(), status: fc.string(), expiryTime: fc.anything() }).map(text),
        ),
        fc.integer({ min: 200, max: 599 }).filter((status) => status !== 204 && status !== 205 && status !== 304),
        async (body, status) => {
          const reply = () => new Response(body, { status });
          const answers = [
            await onNetwork(token(), reply(), reply()).carrier.readRecord(ORDER),
            await onNetwork(token(), reply(), reply(), reply(), token(), reply()).carrier.lookUp(ORDER),
            await onNetwork(token(), found(), reply(), token(), reply()).carrier.activate(ORDER),
          ];
          for (const answer of answers)
            if ('code' in answer) expect(answer.code).toMatch(/^[a-z0-9_.]{1,24}$/);
            else expect(['record', 'recycled', 'absent', 'confirmed']).toContain(answer.kind);
        },
      ),
    );
  });
});

function text(value: unknown): string {
  return JSON.stringify(value);
}
