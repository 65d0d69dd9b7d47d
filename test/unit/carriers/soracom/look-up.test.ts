import { describe, expect, test } from '@jest/globals';
import { json, NOW, networkError, ORDER, onNetwork, sim, TARGET, token } from './soracom-replies.ts';

describe('looking up a SIM', () => {
  test.each([
    ['this end', sim(), { kind: 'confirmed', reference: `${ORDER.carrierRef}@${TARGET}/${NOW}`, confirmedAt: NOW }],
    ['this end, not connected yet', sim({ status: 'ready' }), expect.objectContaining({ kind: 'confirmed' })],
    ['this end, but switched off', sim({ status: 'suspended' }), { kind: 'absent' }],
    ['this end, but given up', sim({ status: 'terminated' }), { kind: 'absent' }],
    ['an earlier end', sim({ expiryTime: TARGET - 1 }), { kind: 'absent' }],
    // While the fence is held nobody else sets an end: a later one is not ours.
    ['a later end', sim({ expiryTime: TARGET + 1 }), { kind: 'absent' }],
    ['no end', sim({ expiryTime: null }), { kind: 'absent' }],
    ['no SIM', json({ code: 'SEM0001' }, 404), { kind: 'absent' }],
    ['500', json({}, 500), { kind: 'unavailable', code: 'http_500' }],
    ['throttled', json({}, 429), { kind: 'unavailable', code: 'http_429' }],
    ['a page', new Response('<html>'), { kind: 'unavailable', code: 'malformed_reply' }],
    ['no connection', networkError('ECONNREFUSED'), { kind: 'unavailable', code: 'conn_refused' }],
    ['reset', networkError('ECONNRESET'), { kind: 'unavailable', code: 'conn_lost' }],
  ])('given %s, then that is what it says', async (_what, step, found) => {
    const { carrier, sent } = onNetwork(token(), step);
    expect(await carrier.lookUp(ORDER)).toEqual(found);
    expect(sent[1]).toMatchObject({ method: 'GET', body: undefined, url: expect.stringMatching(/\/sims\/\d+$/) });
  });
});
