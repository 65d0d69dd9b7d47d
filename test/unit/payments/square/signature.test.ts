import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { instant } from '../../../../shared/domain/values/instant.ts';
import type { SquareAccount } from '../../../../shared/payments/square/square-account.ts';
import { squareWebhook } from '../../../../shared/payments/square/square-webhook.ts';
import type { SignedRequest } from '../../../../shared/payments/webhook.ts';
import { notice, payment, paymentEvent, squareKeys, squareReceiver } from '../../../webhooks/senders/square.ts';
import { arrived, NOW, REFERENCE, secretOf, withHeaders } from '../antom/arrived.ts';
import { tamperedBodies, tamperedHeaders } from '../tampering.ts';

const receive = (request: SignedRequest, account: Partial<SquareAccount> = {}) =>
  squareWebhook({ account: secretOf<SquareAccount>({ ...squareReceiver, ...account }) }).receive(request);

const refused = { code: 'bad_signature' };
const taken = [{ reference: REFERENCE, report: expect.objectContaining({ kind: 'captured' }) }];
const HEADER = 'x-square-hmacsha256-signature';
const paid = paymentEvent();
const request = arrived(notice(paid));
const signature = request.headers[HEADER] ?? '';
const signedAs = (value: string | undefined): SignedRequest => withHeaders(request, { [HEADER]: value });
const hmac = (algorithm: string, ...parts: readonly (string | Buffer)[]) => {
  const mac = createHmac(algorithm, squareKeys.present);
  for (const part of parts) mac.update(part);
  return mac.digest('base64');
};

describe('given an event that Square signed, when it arrives', () => {
  test.each<[string, SignedRequest]>([
    ['as it is', request],
    ['laid out over lines', arrived(notice(JSON.stringify(paid, null, 2)))],
    ['with text of several languages', arrived(notice(paymentEvent(payment({ note: '旅行 – ｺﾝﾋﾞﾆ 🗾' }))))],
    ['with another content type', withHeaders(request, { 'content-type': 'text/plain' })],
    ['as a form', withHeaders(request, { 'content-type': 'application/x-www-form-urlencoded' })],
    ['with no content type', withHeaders(request, { 'content-type': undefined })],
    ['under another path than Square called', { ...request, path: '/prod/webhooks/square' }],
    ['with an older signature beside it that is wrong', withHeaders(request, { 'x-square-signature': 'AAAA' })],
    ['for the third time', withHeaders(request, { 'square-retry-number': '2', 'square-retry-reason': 'http_timeout' })],
    ['a day later', { ...request, receivedAt: instant(NOW + 86_400_000) }],
    ['from an environment that is not named', withHeaders(request, { 'square-environment': undefined })],
  ])('%s, then it is taken', async (_how, asSent) => {
    expect(await receive(asSent)).toEqual(taken);
  });

  test('for another notification URL, then it is refused unless that one is configured', async () => {
    const notificationUrl = 'https://pay.example.jp/webhooks/square?brand=1';
    const elsewhere = arrived(notice(paid, { notificationUrl }));
    await expect(receive(elsewhere)).rejects.toMatchObject(refused);
    expect(await receive(elsewhere, { notificationUrl })).toEqual(taken);
  });

  test.each([
    'http://pay.example.jp/webhooks/square',
    'https://pay.example.jp/webhooks/square/',
    'https://PAY.example.jp/webhooks/square',
  ])('for %s, then one byte of the URL is enough to refuse it', async (notificationUrl) => {
    await expect(receive(arrived(notice(paid, { notificationUrl })))).rejects.toMatchObject(refused);
    await expect(receive(request, { notificationUrl })).rejects.toMatchObject(refused);
  });
});

describe('given a byte of a signed event that was altered', () => {
  test('when it is one of the body, then it is refused', async () => {
    const altered = tamperedBodies(request);
    expect(altered).toHaveLength(request.body.length);
    for (const each of altered) await expect(receive(each)).rejects.toMatchObject(refused);
  });

  test('when it is one of the signature, then it is refused', async () => {
    const altered = tamperedHeaders(request, [HEADER]);
    expect(altered).toHaveLength(44);
    for (const each of altered) await expect(receive(each)).rejects.toMatchObject(refused);
  });

  test('when only ignored bits of the base64 differ, then it is refused', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const next = alphabet.charAt(alphabet.indexOf(signature.charAt(42)) + 1);
    const other = `${signature.slice(0, 42)}${next}=`;
    expect(Buffer.from(other, 'base64')).toEqual(Buffer.from(signature, 'base64'));
    await expect(receive(signedAs(other))).rejects.toMatchObject(refused);
  });
});

describe('given an event that Square did not sign like this', () => {
  const { body } = request;

  test.each<[string, SignedRequest]>([
    ['a byte was added', { ...request, body: Buffer.concat([body, Buffer.from('\n')]) }],
    ['a byte order mark was put before it', { ...request, body: Buffer.concat([Buffer.from('\uFEFF'), body]) }],
    ['the body is empty', { ...request, body: Buffer.alloc(0) }],
    ['a stranger signed it', arrived(notice(paid, { key: 'strangers' }))],
    ['there is no signature', signedAs(undefined)],
    ['the signature is empty', signedAs('')],
    ['the signature is cut short', signedAs(signature.slice(0, -1))],
    ['the signature goes on', signedAs(`${signature}=`)],
    ['the signature stands twice', signedAs(`${signature},${signature}`)],
    ['the signature is in hex', signedAs(Buffer.from(signature, 'base64').toString('hex'))],
    ['the signature has as many characters, and more bytes', signedAs('é'.repeat(44))],
    ['the body alone was signed', signedAs(hmac('sha256', body))],
    ['the body was signed before the URL', signedAs(hmac('sha256', body, squareReceiver.notificationUrl))],
    ['SHA-1 was used', signedAs(hmac('sha1', squareReceiver.notificationUrl, body))],
    [
      'only the older signature is there',
      withHeaders(signedAs(undefined), { 'x-square-signature': hmac('sha1', squareReceiver.notificationUrl, body) }),
    ],
    ['the signature stands in the older header', withHeaders(signedAs(undefined), { 'x-square-signature': signature })],
    [
      'the border between URL and body was moved',
      { ...arrived(notice(`?x=1${JSON.stringify(paid)}`)), body: Buffer.from(JSON.stringify(paid)) },
    ],
  ])('when %s, then it is refused', async (_what, altered) => {
    await expect(receive(altered)).rejects.toMatchObject(refused);
  });
});

describe('given keys that replace each other', () => {
  const both: SquareAccount = { ...squareReceiver, signatureKeys: [squareKeys.next, squareKeys.present] };
  const byNext = arrived(notice(paid, { key: 'next' }));

  test('when two are configured, then either may have signed, and nothing is read again', async () => {
    const account = secretOf(both);
    expect(await squareWebhook({ account }).receive(byNext)).toEqual(taken);
    expect(await squareWebhook({ account }).receive(request)).toEqual(taken);
    expect(account.refreshes).toBe(0);
  });

  test('when the old one is gone, then its signature is refused', async () => {
    await expect(receive(request, { signatureKeys: [squareKeys.next] })).rejects.toMatchObject(refused);
  });

  test('when the new one was added since the secret was read, then it is read again', async () => {
    const account = secretOf<SquareAccount>(squareReceiver, both);
    expect(await squareWebhook({ account }).receive(byNext)).toEqual(taken);
    expect(account.refreshes).toBe(1);
  });

  test('when the URL was changed since the secret was read, then it is read again', async () => {
    const moved = { ...squareReceiver, notificationUrl: 'https://pay.example.jp/v2/square' };
    const account = secretOf<SquareAccount>(squareReceiver, moved);
    const asMoved = arrived(notice(paid, { notificationUrl: moved.notificationUrl }));
    expect(await squareWebhook({ account }).receive(asMoved)).toEqual(taken);
    expect(account.refreshes).toBe(1);
  });

  test('when none fits, then the secret is read again once and the event refused', async () => {
    const account = secretOf(both);
    const byStranger = arrived(notice(paid, { key: 'strangers' }));
    await expect(squareWebhook({ account }).receive(byStranger)).rejects.toMatchObject(refused);
    expect(account.refreshes).toBe(1);
  });
});
