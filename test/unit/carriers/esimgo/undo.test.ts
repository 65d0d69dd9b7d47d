import { describe, expect, test } from '@jest/globals';
import {
  bundles,
  ICCID,
  json,
  message,
  NOW,
  networkError,
  ORDER,
  onNetwork,
  PRODUCT,
  row,
  type Step,
} from './esim-go-replies.ts';

const OTHER = { other: [row({ id: '1', bundleState: 'active' })] };
const ours = bundles([row()], OTHER);
const done = () => json({ status: 'Successfully Revoked Bundle, bundle has been refunded to balance' });
const undo = (...steps: readonly Step[]) => onNetwork(...steps).carrier.undo?.(ORDER, NOW);
const UNDONE = { kind: 'undone', reference: '215009266' };
const copy = (response: Response) => response.clone() as Response;

describe('taking back what an order gave', () => {
  test('given a bundle that waits, then it is asked whether it may be revoked, and then it is', async () => {
    const { carrier, sent } = onNetwork(copy(ours), json({ status: 'may be revoked' }), done());
    expect(await carrier.undo?.(ORDER, NOW)).toEqual(UNDONE);
    const assignment = `https://api.esim-go.com/v2.5/esims/${ICCID}/bundles/${PRODUCT}/assignments/215009266`;
    expect(sent.slice(1)).toMatchObject([
      { method: 'DELETE', url: `${assignment}?type=validate`, body: undefined },
      { method: 'DELETE', url: `${assignment}?type=transaction&refundToBalance=true`, body: undefined },
    ]);
  });

  test.each([
    ['was taken back before', 'revoked'],
    ['lapsed', 'lapsed'],
  ])('given one that %s, then nothing is left to do', async (_what, bundleState) => {
    const { carrier, sent } = onNetwork(bundles([row({ bundleState })]));
    expect(await carrier.undo?.(ORDER, NOW)).toEqual(UNDONE);
    expect(sent).toHaveLength(1);
  });

  test('given none, then it was never there', async () => {
    expect(await undo(bundles([], OTHER))).toEqual({ kind: 'undone', reference: 'never_there' });
  });

  test.each([
    ['in use', bundles([row({ bundleState: 'active' })]), 'started'],
    ['used up', bundles([row({ bundleState: 'depleted' })]), 'started'],
    ['over', bundles([row({ bundleState: 'expired' })]), 'started'],
    ['not to be told from another', bundles([row(), row({ id: '2' })]), 'ambiguous'],
    ['on an eSIM that is not ours any more', message('ICCID not found'), 'unknown_sim'],
  ])('given one that is %s, then it stays', async (_what, step, code) => {
    const { carrier, sent } = onNetwork(step);
    expect(await carrier.undo?.(ORDER, NOW)).toEqual({ kind: 'stays', code });
    expect(sent).toHaveLength(1);
  });

  test('given no baseline, then nothing is taken back', async () => {
    const { carrier, sent } = onNetwork(copy(ours));
    const { baseline: _baseline, ...order } = ORDER;
    expect(await carrier.undo?.(order, NOW)).toEqual({ kind: 'stays', code: 'no_baseline' });
    expect(sent.map(({ method }) => method)).toEqual(['GET']);
  });

  test('given one on its way, then it is tried again', async () => {
    expect(await undo(bundles([row({ bundleState: 'processing' })]))).toEqual({
      kind: 'unavailable',
      code: 'processing',
    });
  });

  test.each([
    ['eSIM Go does not allow it', message('Bundle is not revocable'), { kind: 'stays', code: 'unknown_bundle' }],
    ['it was revoked before', message('The assignment has been revoked already'), UNDONE],
    ['it cannot be', message('This bundle cannot be revoked'), { kind: 'stays', code: 'unknown_bundle' }],
    ['there is no refund', message('cannot be returned as credit'), { kind: 'stays', code: 'no_refund' }],
    ['nobody answers', networkError('ECONNRESET'), { kind: 'unavailable', code: 'conn_lost', trouble: 'unreachable' }],
    ['it is throttled', json({}, 429), { kind: 'unavailable', code: 'http_429' }],
    ['a page comes', new Response('<html>'), { kind: 'unavailable', code: 'malformed_reply', trouble: 'unreachable' }],
    ['it fails', json({}, 500), { kind: 'unavailable', code: 'http_500', trouble: 'unreachable' }],
  ])('given that %s, then that is what it says, asking and revoking', async (_what, step, outcome) => {
    const asking = onNetwork(copy(ours), step instanceof Response ? copy(step) : step);
    expect(await asking.carrier.undo?.(ORDER, NOW)).toEqual(outcome);
    const revoking = onNetwork(copy(ours), json({ status: 'ok' }), step);
    expect(await revoking.carrier.undo?.(ORDER, NOW)).toEqual(outcome);
  });
});

describe('the last bundle of an eSIM', () => {
  const alone = () => bundles([row()], { other: [row({ id: '1', bundleState: 'expired' })] });

  test.each(['Installed', 'ENABLED', 'disabled'])(
    'given a profile that is %s, then it is revoked',
    async (profileStatus) => {
      const { carrier, sent } = onNetwork(
        alone(),
        json({ iccid: ICCID, profileStatus }),
        json({ status: 'ok' }),
        done(),
      );
      expect(await carrier.undo?.(ORDER, NOW)).toEqual(UNDONE);
      expect(sent[1]?.url).toBe(`https://api.esim-go.com/v2.5/esims/${ICCID}`);
    },
  );

  test.each(['Released', 'Unavailable'])(
    'given a profile that is %s, then it stays, for eSIM Go would take the eSIM',
    async (profileStatus) => {
      const { carrier, sent } = onNetwork(alone(), json({ iccid: ICCID, profileStatus }));
      expect(await carrier.undo?.(ORDER, NOW)).toEqual({ kind: 'stays', code: 'last_bundle' });
      expect(sent).toHaveLength(2);
    },
  );

  test('given a profile that cannot be read, then nothing is revoked', async () => {
    expect(await undo(alone(), json({}))).toMatchObject({ kind: 'unavailable', code: 'malformed_reply' });
  });
});
