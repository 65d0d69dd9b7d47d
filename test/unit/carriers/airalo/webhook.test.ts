import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { airaloWebhook } from '../../../../shared/carriers/airalo/airalo-webhook.ts';
import { ACCOUNT, ICCID, NOW } from './airalo-replies.ts';

const LOW_DATA = { level: '3days', package_name: 'bonbon/7gb-10days', remaining_percentage: 43, iccid: ICCID };
const hmac = (body: string, secret = 'secret-1'): string => createHmac('sha512', secret).update(body).digest('hex');

const receiver = (secrets: readonly (readonly string[])[] = [['secret-1']]) => {
  const reads: boolean[] = [];
  const webhook = airaloWebhook({
    account: async ({ refresh = false } = {}) => {
      reads.push(refresh);
      return { ...ACCOUNT, webhookSecrets: [...(secrets[reads.length - 1] ?? secrets.at(-1) ?? [])] };
    },
  });
  const receive = (body: string, signature: string | undefined = hmac(body), method = 'POST') =>
    webhook.receive({
      method,
      headers: { 'airalo-signature': signature },
      body: Buffer.from(body),
      query: {},
      receivedAt: NOW,
    });
  return { receive, reads };
};

const CHANGED = [{ kind: 'changed', sim: { iccid: ICCID } }];
const pretty = JSON.stringify(LOW_DATA, null, 2);
const compact = JSON.stringify(LOW_DATA);
const escaped = compact.replaceAll('/', '\\/');

describe('the notices of Airalo', () => {
  test.each([
    ['the raw body', pretty, pretty],
    ['the raw body as PHP writes it', escaped, escaped],
    ['the JSON written anew', pretty, compact],
    ['the JSON written anew, with escaped slashes', compact, escaped],
  ])('given a signature over %s, then the SIM is worth reading', async (_what, body, signed) => {
    expect(await receiver().receive(body, hmac(signed))).toEqual(CHANGED);
  });

  test.each([
    ['none', ''],
    ['of another secret', hmac(compact, 'other')],
    ['of another body', hmac(`${compact} `)],
    ['in capitals', hmac(compact).toUpperCase()],
    ['shorter', hmac(compact).slice(0, -1)],
    ['of another kind', createHmac('sha256', 'secret-1').update(compact).digest('hex')],
  ])('given a signature that is %s, then nothing is believed', async (_what, signature) => {
    const { receive, reads } = receiver();
    await expect(receive(compact, signature)).rejects.toMatchObject({ code: 'bad_signature' });
    expect(reads).toEqual([false, true]);
  });

  test('given a body that is no JSON, then it needs a signature like any other', async () => {
    await expect(receiver().receive('<html>', hmac('x'))).rejects.toMatchObject({ code: 'bad_signature' });
    await expect(receiver().receive('<html>')).rejects.toMatchObject({ code: 'notice_unreadable' });
  });

  test('given two secrets, then each signs; a new one is found by reading the account again, once', async () => {
    const both = receiver([['old', 'new']]);
    expect(await both.receive(compact, hmac(compact, 'old'))).toEqual(CHANGED);
    expect(await both.receive(compact, hmac(compact, 'new'))).toEqual(CHANGED);
    expect(both.reads).toEqual([false, false]);
    const rotated = receiver([['old'], ['old', 'new']]);
    expect(await rotated.receive(compact, hmac(compact, 'new'))).toEqual(CHANGED);
    expect(rotated.reads).toEqual([false, true]);
  });

  test('HEAD is how Airalo asks for the address: there is nothing to verify', async () => {
    const { receive, reads } = receiver();
    expect(await receive('', '', 'HEAD')).toEqual([]);
    expect(reads).toEqual([]);
  });

  test.each([
    ['a credit limit', { message: 'Surpassed 80% of the credit limit balance', remaining: 225.35 }, []],
    ['an order', { request_id: 'x', data: { id: 1 } }, []],
    [
      'a number of another form',
      { ...LOW_DATA, iccid: '87123123456889019' },
      [{ kind: 'changed', sim: { carrierRef: '87123123456889019' } }],
    ],
  ])('given %s, then that is what it says', async (_what, notice, notices) => {
    expect(await receiver().receive(JSON.stringify(notice))).toEqual(notices);
  });

  test.each([['[]'], ['null'], ['"x"'], ['{"iccid":8910300000005271146}'], ['{"iccid":"../x"}'], ['{"iccid":null}']])(
    'given %s with a signature, then it cannot be read, and that is told',
    async (body) => {
      await expect(receiver().receive(body)).rejects.toMatchObject({ code: 'notice_unreadable' });
    },
  );

  test('whatever is changed in a signed notice, it is not believed unless it says the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: compact.length - 1 }), fc.integer({ min: 32, max: 126 }), async (at, code) => {
        const changed = compact.slice(0, at) + String.fromCharCode(code) + compact.slice(at + 1);
        const notices = await receiver()
          .receive(changed, hmac(compact))
          .catch((error: { code: string }) => error.code);
        if (notices !== 'bad_signature') expect(JSON.parse(changed)).toEqual(LOW_DATA);
      }),
    );
  });
});
