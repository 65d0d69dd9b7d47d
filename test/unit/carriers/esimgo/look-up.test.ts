import { describe, expect, test } from '@jest/globals';
import { MINUTE_MS, plusMs, ROLLING_DAY_MS } from '../../../../shared/domain/values/instant.ts';
import {
  bundles,
  ICCID,
  json,
  message,
  NOW,
  networkError,
  ORDER,
  onNetwork,
  organisation,
  row,
  type Step,
  silence,
} from './esim-go-replies.ts';

const lookUp = (...steps: readonly Step[]) => onNetwork(...steps).carrier.lookUp(ORDER);
const CONFIRMED = { kind: 'confirmed', reference: '215009266', confirmedAt: NOW };
const END = '2026-10-08T03:00:01Z';
const TERM = { startTime: '2026-10-01T03:00:01Z', endTime: END };
const ENDS_AT = Date.parse(END);

describe('looking up what an attempt gave', () => {
  test.each([
    ['processing', row({ bundleState: 'processing' }), { kind: 'processing' }],
    ['queued, so without an end', row(), CONFIRMED],
    ['active', row({ bundleState: 'active', ...TERM }), { ...CONFIRMED, endsAt: ENDS_AT }],
    ['used up', row({ bundleState: 'depleted', ...TERM }), { ...CONFIRMED, endsAt: ENDS_AT }],
    ['over', row({ bundleState: 'expired', ...TERM }), { ...CONFIRMED, endsAt: ENDS_AT }],
    ['active, without a term', row({ bundleState: 'active', startTime: '', endTime: '' }), CONFIRMED],
    ['taken back', row({ bundleState: 'revoked' }), { kind: 'absent' }],
    ['lapsed', row({ bundleState: 'lapsed' }), { kind: 'absent' }],
    ['in capital letters', row({ bundleState: 'Queued' }), CONFIRMED],
    ['with a number for its id', row({ id: 215_009_266 }), CONFIRMED],
  ])('given it is %s, then that is what it says', async (_what, assignment, found) => {
    expect(await lookUp(bundles([assignment]))).toEqual(found);
  });

  test.each([
    ['before the one that ran had ended, for its data was used up', plusMs(ORDER.targetEnd, 3 * ROLLING_DAY_MS)],
    ['with its first use, some minutes after it was bought', plusMs(ORDER.targetEnd, -5 * MINUTE_MS)],
  ])('given that all its days began %s, then its end is no other than was promised', async (_what, targetEnd) => {
    const { carrier } = onNetwork(bundles([row({ bundleState: 'active', ...TERM })]));
    expect(await carrier.lookUp({ ...ORDER, targetEnd })).toEqual(CONFIRMED);
  });

  test('given that it has fewer days than were bought, then its end is told', async () => {
    const short = row({ bundleState: 'active', ...TERM, endTime: '2026-10-06T03:00:01Z' });
    expect(await lookUp(bundles([short]))).toEqual({ ...CONFIRMED, endsAt: Date.UTC(2026, 9, 6, 3, 0, 1) });
  });

  test('given an id beyond double precision, then every digit is kept', async () => {
    const text = (await bundles([row()]).text()).replace('"215009266"', '9007199254740993');
    expect(await lookUp(new Response(text))).toMatchObject({ reference: '9007199254740993' });
  });

  test.each([
    ['no bundles', json({ bundles: [] })],
    ['another bundle only', bundles([], { esim_3GB_30D_JP_V2: [row()] })],
    ['no assignments', json({ bundles: [{ name: ORDER.product, assignments: null }] })],
    ['an unknown ICCID', message(`ICCID ${ICCID} was not found`)],
  ])('given %s, then it is absent', async (_what, step) => {
    expect(await lookUp(step)).toEqual({ kind: 'absent' });
  });

  test('given 200 assignments that were there before, then there may be more, and nothing is concluded', async () => {
    const many = Array.from({ length: 200 }, (_, n) => row({ id: String(n) }));
    const others = bundles([], { other: many });
    expect(await lookUp(others)).toEqual({ kind: 'unavailable', code: 'list_cut' });
    expect(await lookUp(bundles([], { other: many.slice(1) }))).toEqual({ kind: 'absent' });
  });

  test.each([
    ['without an id', row({ id: null })],
    ['with an id of two words', row({ id: 'a b' })],
    ['without a state', row({ bundleState: null })],
    ['in a state that nobody knows', row({ bundleState: 'paused' })],
    ['with a time that names no instant', row({ assignmentDateTime: '2026-10-01T03:00:00' })],
    ['with a text for a quantity', row({ initialQuantity: '1GB' })],
  ])('given one assignment %s among good ones, then the list is not believed', async (_what, odd) => {
    expect(await lookUp(bundles([row()], { other: [odd] }))).toEqual({
      kind: 'unavailable',
      code: 'malformed_reply',
      trouble: 'unreachable',
    });
  });

  test.each([
    ['no connection', networkError('ECONNREFUSED'), 'conn_refused'],
    ['reset', networkError('ECONNRESET'), 'conn_lost'],
    ['no answer', silence, 'timeout'],
    ['500', json({}, 500), 'http_500'],
    ['503', message('Processing', 503), 'http_503'],
    ['a page', new Response('<html>'), 'malformed_reply'],
    ['nothing', json({}), 'malformed_reply'],
    ['a message', json({ message: 'fine' }), 'malformed_reply'],
  ])('given %s, then it cannot be asked', async (_what, step, code) => {
    expect(await lookUp(step)).toEqual({ kind: 'unavailable', code, trouble: 'unreachable' });
  });

  test.each([
    ['throttled', json({}, 429, { 'retry-after': '2' }), { code: 'http_429', retryAfterMs: 2_000 }],
    ['maintenance', message('maintenance', 503), { code: 'maintenance', trouble: 'maintenance' }],
    ['a complaint about the request', message('limit for one eSIM must be lower'), { code: 'http_400' }],
    ['wrong key', message('access denied', 401), { code: 'http_401' }],
  ])('given %s, then it cannot be asked', async (_what, step, facts) => {
    expect(await lookUp(step)).toEqual({ kind: 'unavailable', ...facts });
  });

  test('given 403 and a key that works, then the eSIM is not ours', async () => {
    expect(await lookUp(message('access denied', 403), organisation())).toEqual({ kind: 'absent' });
  });

  test.each([
    ['the key is turned away', message('access denied', 403)],
    ['the account cannot be read', json({ name: 'x' })],
    ['nobody answers', networkError('ECONNRESET')],
  ])('given 403 and %s, then nothing is concluded', async (_what, step) => {
    expect(await lookUp(message('access denied', 403), step)).toEqual({ kind: 'unavailable', code: 'http_403' });
  });

  test('given no baseline, then nothing is asked', async () => {
    const { carrier, sent } = onNetwork();
    const { baseline: _baseline, ...order } = ORDER;
    expect(await carrier.lookUp(order)).toEqual({ kind: 'unavailable', code: 'no_baseline' });
    expect(sent).toEqual([]);
  });
});
