import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { soracomWebhook } from '../../../../shared/carriers/soracom/soracom-webhook.ts';
import { ACCOUNT, NOW } from './soracom-replies.ts';

const OLD = 'token-that-was-there-first';
const NEW = 'token-that-comes-after-it';
const BODY = JSON.stringify({ simId: '8942310000000000000', event: 'monthly_traffic' });

/** The tokens that the account has when it is read, and when it is read afresh. */
const receiving = (kept: readonly string[], fresh: readonly string[] = kept) => {
  const reads: boolean[] = [];
  const { receive } = soracomWebhook({
    account: async ({ refresh = false } = {}) => {
      reads.push(refresh);
      return { ...ACCOUNT, webhookTokens: [...(refresh ? fresh : kept)] };
    },
  });
  const deliver = (headers: Record<string, string>, body = BODY) =>
    receive({ method: 'POST', headers, body: Buffer.from(body), query: {}, receivedAt: NOW });
  return { deliver, reads };
};

const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code });

describe('a delivery of an event handler', () => {
  test.each([[[OLD]], [[OLD, NEW]], [[NEW, OLD]]])(
    'given the token among %j, then the SIM has changed',
    async (tokens) => {
      const { deliver, reads } = receiving(tokens);
      expect(await deliver({ 'x-keizoku-token': OLD })).toEqual([
        { kind: 'changed', sim: { carrierRef: '8942310000000000000' } },
      ]);
      expect(reads).toEqual([false]);
    },
  );

  test('given a token that was just added, then the account is read again, once', async () => {
    const { deliver, reads } = receiving([OLD], [OLD, NEW]);
    expect(await deliver({ 'x-keizoku-token': NEW })).toHaveLength(1);
    expect(reads).toEqual([false, true]);
  });

  test.each([
    ['no token', {}, [OLD]],
    ['another token', { 'x-keizoku-token': NEW }, [OLD]],
    ['an empty token', { 'x-keizoku-token': '' }, [OLD]],
    ['the beginning of the token', { 'x-keizoku-token': OLD.slice(0, -1) }, [OLD]],
    ['more than the token', { 'x-keizoku-token': `${OLD}x` }, [OLD]],
    ['the token in another header', { authorization: OLD }, [OLD]],
    ['a token where none is configured', { 'x-keizoku-token': OLD }, []],
    ['an empty token where none is configured', { 'x-keizoku-token': '' }, []],
  ])('given %s, then it is refused', async (_what, headers, tokens) => {
    await expect(receiving(tokens).deliver(headers)).rejects.toEqual(refusal('bad_signature'));
    // What is in it is of no interest then.
    await expect(receiving(tokens).deliver(headers, 'nonsense')).rejects.toEqual(refusal('bad_signature'));
  });

  test('given a token of the account that is gone, then it is refused', async () => {
    await expect(receiving([], [NEW]).deliver({ 'x-keizoku-token': OLD })).rejects.toEqual(refusal('bad_signature'));
  });

  test.each([
    '',
    'simId=1',
    '{"simId":',
    '[]',
    'null',
    '{"event":"x"}',
    '{"simId":"1"}',
    '{"simId":1,"event":"x"}',
    '{"simId":"","event":"x"}',
    // A template whose variable was not filled in.
    '{"simId":"${simId}","event":"x"}',
    `{"simId":"${'1'.repeat(65)}","event":"x"}`,
  ])('given the body %j, then it cannot be read', async (body) => {
    await expect(receiving([OLD]).deliver({ 'x-keizoku-token': OLD }, body)).rejects.toEqual(
      refusal('notice_unreadable'),
    );
  });

  test('given any body, then it is a change of a SIM or unreadable, and nothing else', async () => {
    const { deliver } = receiving([OLD]);
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (body) => {
        const answer = await deliver({ 'x-keizoku-token': OLD }, body).catch((error: unknown) => error);
        expect(answer).toEqual(
          Array.isArray(answer) ? [expect.objectContaining({ kind: 'changed' })] : refusal('notice_unreadable'),
        );
      }),
    );
  });
});
