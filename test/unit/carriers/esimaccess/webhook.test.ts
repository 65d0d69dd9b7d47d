import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { esimAccessWebhook } from '../../../../shared/carriers/esimaccess/esim-access-webhook.ts';
import { Refusal } from '../../../../shared/errors.ts';
import { ACCOUNT, NOW, SIM } from './esim-access-replies.ts';

const TOKEN = ACCOUNT.webhookTokens[0] ?? '';
const NEW_TOKEN = 'another-token-of-it';
const ABOUT = { iccid: SIM.iccid, orderNo: 'B1', esimTranNo: SIM.carrierRef, transactionId: 't' };

const receiving = (tokens: readonly (readonly string[])[] = [[TOKEN]]) => {
  const reads: boolean[] = [];
  const receiver = esimAccessWebhook({
    account: async ({ refresh = false } = {}) => {
      reads.push(refresh);
      return { ...ACCOUNT, webhookTokens: [...(tokens[refresh ? tokens.length - 1 : 0] ?? [])] };
    },
  });
  const receive = async (body: unknown, query: Record<string, string | undefined> = { token: TOKEN }) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    try {
      return await receiver.receive({ method: 'POST', headers: {}, body: Buffer.from(text), query, receivedAt: NOW });
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      throw error;
    }
  };
  return { receive, reads };
};

const notice = (notifyType: string, content: unknown) => ({
  notifyType,
  notifyId: '7cb37a1e9ed2468e9243e6ccae682125',
  eventGenerateTime: '2026-04-22T17:21:59Z',
  content,
});
const changed = [{ kind: 'changed', sim: { carrierRef: SIM.carrierRef } }];

describe('the secret of the address', () => {
  test.each([undefined, '', 'wrong', `${TOKEN} `, TOKEN.slice(1), TOKEN.toUpperCase()])(
    'given %j, then nothing of it is read',
    async (token) => {
      const { receive, reads } = receiving();
      expect(await receive('no JSON at all', { token })).toBe('bad_signature');
      expect(reads).toEqual([false, true]);
    },
  );

  test.each([TOKEN, NEW_TOKEN])('given two, then each fits: %s', async (token) => {
    const { receive, reads } = receiving([[TOKEN, NEW_TOKEN]]);
    expect(await receive(notice('DATA_USAGE', ABOUT), { token })).toEqual(changed);
    expect(reads).toEqual([false]);
  });

  test('given one that was just added, then the secret is read again', async () => {
    const { receive } = receiving([[TOKEN], [TOKEN, NEW_TOKEN]]);
    expect(await receive(notice('DATA_USAGE', ABOUT), { token: NEW_TOKEN })).toEqual(changed);
  });

  test('given any other text, then it does not fit', async () => {
    const { receive } = receiving();
    await fc.assert(
      fc.asyncProperty(fc.string(), async (token) => {
        fc.pre(token !== TOKEN);
        expect(await receive(notice('DATA_USAGE', ABOUT), { token })).toBe('bad_signature');
      }),
    );
  });
});

describe('a notification', () => {
  const { receive } = receiving();

  test.each(['ESIM_STATUS', 'SMDP_EVENT', 'DATA_USAGE', 'VALIDITY_USAGE', 'SOMETHING_NEW'])(
    'given %s, then the SIM is worth reading, and nothing it says is believed',
    async (type) => {
      expect(await receive(notice(type, { ...ABOUT, totalVolume: 1, orderUsage: 1, remain: 0 }))).toEqual(changed);
    },
  );

  test('given the number only, as in the older examples, then by the number', async () => {
    const { esimTranNo: _none, ...older } = ABOUT;
    const byNumber = [{ kind: 'changed', sim: { iccid: SIM.iccid } }];
    expect(await receive(notice('VALIDITY_USAGE', older))).toEqual(byNumber);
    const unquoted = JSON.stringify(notice('VALIDITY_USAGE', older)).replace(`"${SIM.iccid}"`, SIM.iccid);
    expect(await receive(unquoted)).toEqual(byNumber);
  });

  test.each([
    ['CHECK_HEALTH', { orderNo: '1234567890', orderStatus: 'Test' }],
    ['ORDER_STATUS', { orderNo: 'B1', orderStatus: 'GOT_RESOURCE', transactionId: 't' }],
    ['CHECK_HEALTH', null],
  ])('given %s, then it is about no SIM of ours', async (type, content) => {
    expect(await receive(notice(type, content))).toEqual([]);
  });

  test.each([
    ['no JSON', '<html>'],
    ['nothing', ''],
    ['no object', '[]'],
    ['no type', { content: ABOUT }],
    ['a type that is a number', { notifyType: 1, content: ABOUT }],
    ['no content', notice('DATA_USAGE', null)],
    ['no SIM', notice('DATA_USAGE', { orderNo: 'B1' })],
    ['an empty name', notice('DATA_USAGE', { esimTranNo: '', iccid: '' })],
    ['a name that fits into no key', notice('DATA_USAGE', { esimTranNo: '2'.repeat(65) })],
    ['a number that is none', notice('DATA_USAGE', { iccid: '00000002610900000479' })],
    ['content that is a text', notice('DATA_USAGE', 'x')],
  ])('given %s, then it is unreadable', async (_what, body) => {
    expect(await receive(body)).toBe('notice_unreadable');
  });
});
