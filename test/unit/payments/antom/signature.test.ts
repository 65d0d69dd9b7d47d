import { describe, expect, test } from '@jest/globals';
import { instant } from '../../../../shared/domain/values/instant.ts';
import type { AntomAccount } from '../../../../shared/payments/antom/antom-account.ts';
import { antomWebhook } from '../../../../shared/payments/antom/antom-webhook.ts';
import type { SignedRequest } from '../../../../shared/payments/webhook.ts';
import { antomHeader, antomKeys, antomReceiver, notice, payment } from '../../../webhooks/senders/antom.ts';
import { tamperedBodies, tamperedHeaders } from '../tampering.ts';
import { arrived, NOW, REFERENCE, secretOf, withHeaders } from './arrived.ts';

const receive = (request: SignedRequest, account: Partial<AntomAccount> = {}) =>
  antomWebhook({ account: secretOf({ ...antomReceiver, ...account }) }).receive(request);

const refused = { code: 'bad_signature' };
const taken = [{ reference: REFERENCE, report: expect.objectContaining({ kind: 'captured' }) }];
const request = arrived(notice());
const signatureHeader = request.headers['signature'] ?? '';
const signature = signatureHeader.split('signature=')[1] ?? '';
const signedAs = (header: string): SignedRequest => withHeaders(request, { signature: header });

describe('given a notice that Antom signed, when it arrives', () => {
  test.each<[string, SignedRequest]>([
    ['as in the example of the SDK', request],
    ['with the time in milliseconds', arrived(notice(payment(), { timeAs: 'milliseconds' }))],
    ['with spaces after the commas', signedAs(signatureHeader.replaceAll(',', ', '))],
    ['with the parts in another order', signedAs(`signature=${signature},keyVersion=1,algorithm=RSA256`)],
    ['with another version of the key', signedAs(`algorithm=RSA256,keyVersion=12,signature=${signature}`)],
    ['with the base64 not URL-encoded', signedAs(antomHeader(decodeURIComponent(signature)))],
    ['with another content type', withHeaders(request, { 'content-type': 'text/html' })],
    ['as a form', withHeaders(request, { 'content-type': 'application/x-www-form-urlencoded' })],
    ['with no content type', withHeaders(request, { 'content-type': undefined })],
    ['with text of several languages', arrived(notice(payment({ memo: '旅行 – ｺﾝﾋﾞﾆ 🗾' })))],
    ['laid out over lines', arrived(notice(JSON.stringify(payment(), null, 2)))],
  ])('%s, then it is taken', async (_how, asSent) => {
    expect(await receive(asSent)).toEqual(taken);
  });

  test('under the path that Antom knows, then that one counts and not the one of the function', async () => {
    const signed = arrived(notice(payment(), { path: '/prod/webhooks/antom?brand=1' }));
    const seen = { ...signed, path: '/webhooks/antom' };
    expect(await receive(seen, { notifyPath: '/prod/webhooks/antom?brand=1' })).toEqual(taken);
    await expect(receive(seen)).rejects.toMatchObject(refused);
    await expect(receive(request, { notifyPath: '/prod/webhooks/antom' })).rejects.toMatchObject(refused);
  });
});

describe('given a byte of a signed notice that was altered', () => {
  test('when it is one of the body, then it is refused', async () => {
    const altered = tamperedBodies(request);
    expect(altered).toHaveLength(request.body.length);
    for (const each of altered) await expect(receive(each)).rejects.toMatchObject(refused);
  });

  test.each(['client-id', 'request-time', 'signature'])(
    'when it is one of the header %s, then it is refused',
    async (name) => {
      const altered = tamperedHeaders(request, [name]);
      expect(altered.length).toBeGreaterThan(15);
      for (const each of altered) await expect(receive(each)).rejects.toMatchObject(refused);
    },
  );

  test('when it is one of the path, then it is refused', async () => {
    for (let index = 0; index < request.path.length; index += 1) {
      const path = `${request.path.slice(0, index)}~${request.path.slice(index + 1)}`;
      await expect(receive({ ...request, path })).rejects.toMatchObject(refused);
    }
  });

  test('when only ignored bits of the base64 differ, then it is refused', async () => {
    const base64 = decodeURIComponent(signature);
    const last = base64.at(-3) ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const other = `${base64.slice(0, -3)}${alphabet.charAt(alphabet.indexOf(last) + 1)}==`;
    expect(Buffer.from(other, 'base64')).toEqual(Buffer.from(base64, 'base64'));
    await expect(receive(signedAs(antomHeader(encodeURIComponent(other))))).rejects.toMatchObject(refused);
  });
});

describe('given a notice that Antom did not sign like this', () => {
  test.each<[string, SignedRequest]>([
    ['a byte was added', { ...request, body: Buffer.concat([request.body, Buffer.from(' ')]) }],
    ['a byte order mark was put before it', { ...request, body: Buffer.concat([Buffer.from('\uFEFF'), request.body]) }],
    ['the body is empty', { ...request, body: Buffer.alloc(0) }],
    ['a stranger signed it', arrived(notice(payment(), { key: 'strangers' }))],
    ['it is signed with SHA-1', arrived(notice(payment(), { digest: 'RSA-SHA1' }))],
    [
      'it is signed with SHA-1 and says so',
      arrived(notice(payment(), { digest: 'RSA-SHA1', header: (s) => `algorithm=RSA,keyVersion=1,signature=${s}` })),
    ],
    ['it is for another client', arrived(notice(payment(), { clientId: 'SANDBOX_5Y220ADA41BE0000' }))],
    [
      'it claims to be for us',
      withHeaders(arrived(notice(payment(), { clientId: 'OTHER' })), { 'client-id': antomReceiver.clientId }),
    ],
    ['there is no client id', withHeaders(request, { 'client-id': undefined })],
    ['there is no time', withHeaders(request, { 'request-time': undefined })],
    ['there is no signature', withHeaders(request, { signature: undefined })],
    ['the signature is empty', signedAs('')],
    ['the header is the bare signature', signedAs(signature)],
    ['the header names no algorithm', signedAs(`keyVersion=1,signature=${signature}`)],
    ['the header names no version', signedAs(`algorithm=RSA256,signature=${signature}`)],
    ['the header holds no signature', signedAs('algorithm=RSA256,keyVersion=1')],
    ['the header holds an empty one', signedAs('algorithm=RSA256,keyVersion=1,signature=')],
    ['the header names another algorithm', signedAs(`algorithm=none,keyVersion=1,signature=${signature}`)],
    ['the header spells the algorithm otherwise', signedAs(`algorithm=rsa256,keyVersion=1,signature=${signature}`)],
    ['the version is no number', signedAs(`algorithm=RSA256,keyVersion=latest,signature=${signature}`)],
    ['a part stands twice', signedAs(`${signatureHeader},signature=${signature}`)],
    ['another algorithm stands beside it', signedAs(`${signatureHeader},algorithm=none`)],
    ['an unknown part stands beside it', signedAs(`${signatureHeader},nonce=1`)],
    ['a comma ends it', signedAs(`${signatureHeader},`)],
    ['semicolons part it', signedAs(signatureHeader.replaceAll(',', ';'))],
    ['it is URL-encoded twice', signedAs(antomHeader(encodeURIComponent(signature)))],
    ['it is cut within an escape', signedAs(antomHeader(signature.slice(0, -1)))],
    ['it is cut short', signedAs(antomHeader(decodeURIComponent(signature).slice(0, -4)))],
    [
      'it is URL-safe base64',
      signedAs(
        antomHeader(decodeURIComponent(signature).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')),
      ),
    ],
  ])('when %s, then it is refused', async (_what, altered) => {
    await expect(receive(altered)).rejects.toMatchObject(refused);
  });
});

describe('given a notice with a time of its own', () => {
  const at = (ms: number, timeAs: 'iso' | 'milliseconds' = 'iso') =>
    arrived(notice(payment(), { at: instant(NOW + ms), timeAs }));

  test.each([0, -1, 1, -299_999, -300_000, 299_999, 300_000])(
    'when it is dated %i ms from its arrival, then it is taken',
    async (ms) => {
      expect(await receive(at(ms))).toEqual(taken);
      expect(await receive(at(ms, 'milliseconds'))).toEqual(taken);
    },
  );

  test.each([-300_001, 300_001, -86_400_000, 86_400_000])(
    'when it is dated %i ms away, then it is refused',
    async (ms) => {
      await expect(receive(at(ms))).rejects.toMatchObject(refused);
      await expect(receive(at(ms, 'milliseconds'))).rejects.toMatchObject(refused);
    },
  );

  test.each([
    '',
    'now',
    '2026-10-01',
    '2026-10-01T00:00:00',
    '2026-10-01T00:00:00+25:00',
    '2026-10-01 00:00:00',
    '1790812800',
    'NaN',
    '-1790812800000',
    '17908128000000',
  ])('when its time is "%s", signed as it is, then it is refused', async (time) => {
    await expect(receive(arrived(notice(payment(), { time })))).rejects.toMatchObject(refused);
  });

  test('when the process clock is years away from its arrival, then only its arrival counts', async () => {
    const then = instant(978_307_200_000);
    expect(await receive(arrived(notice(payment(), { at: then }), then))).toEqual(taken);
  });
});

describe('given keys that replace each other', () => {
  const both = { ...antomReceiver, publicKeys: [antomKeys.next, antomKeys.present] };
  const byNext = arrived(notice(payment(), { key: 'next' }));

  test('when two are configured, then either may have signed, and nothing is read again', async () => {
    const account = secretOf(both);
    expect(await antomWebhook({ account }).receive(byNext)).toEqual(taken);
    expect(await antomWebhook({ account }).receive(request)).toEqual(taken);
    expect(account.refreshes).toBe(0);
  });

  test('when the old one is gone, then its signature is refused', async () => {
    await expect(receive(request, { publicKeys: [antomKeys.next] })).rejects.toMatchObject(refused);
  });

  test('when the new one was added since the secret was read, then it is read again', async () => {
    const account = secretOf<AntomAccount>(antomReceiver, both);
    expect(await antomWebhook({ account }).receive(byNext)).toEqual(taken);
    expect(account.refreshes).toBe(1);
  });

  test('when none fits, then the secret is read again once and the notice refused', async () => {
    const account = secretOf<AntomAccount>(both);
    const byStranger = arrived(notice(payment(), { key: 'strangers' }));
    await expect(antomWebhook({ account }).receive(byStranger)).rejects.toMatchObject(refused);
    expect(account.refreshes).toBe(1);
  });
});
