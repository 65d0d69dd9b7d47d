import { describe, expect, test } from '@jest/globals';
import { instant } from '../../../../shared/domain/values/instant.ts';
import type { KomojuAccount } from '../../../../shared/payments/komoju/komoju-account.ts';
import { komojuWebhook } from '../../../../shared/payments/komoju/komoju-webhook.ts';
import type { SignedRequest } from '../../../../shared/payments/webhook.ts';
import { eventOf, komojuKeys, komojuReceiver, notice, payment } from '../../../webhooks/senders/komoju.ts';
import { arrived, NOW, REFERENCE, secretOf, withHeaders } from '../antom/arrived.ts';
import { tamperedBodies, tamperedHeaders } from '../tampering.ts';

const receive = (request: SignedRequest, account: KomojuAccount = komojuReceiver) =>
  komojuWebhook({ account: secretOf(account) }).receive(request);

const refused = { code: 'bad_signature' };
const taken = [{ reference: REFERENCE, report: expect.objectContaining({ kind: 'captured' }) }];
const captured = eventOf('payment.captured', payment());
const request = arrived(notice(captured));
const signature = request.headers['x-komoju-signature'] ?? '';
const signedAs = (value: string | undefined): SignedRequest => withHeaders(request, { 'x-komoju-signature': value });

describe('given an event that KOMOJU signed, when it arrives', () => {
  test.each<[string, SignedRequest]>([
    ['as it is', request],
    ['laid out over lines', arrived(notice(JSON.stringify(captured, null, 2)))],
    [
      'with text of several languages',
      arrived(notice(eventOf('payment.captured', payment({ description: '旅行 – 🗾' })))),
    ],
    ['with slashes escaped', arrived(notice(JSON.stringify(captured).replaceAll('/', '\\/')))],
    ['with another content type', withHeaders(request, { 'content-type': 'text/plain' })],
    ['as a form', withHeaders(request, { 'content-type': 'application/x-www-form-urlencoded' })],
    ['with no content type', withHeaders(request, { 'content-type': undefined })],
    ['under another path', { ...request, path: '/prod/webhooks/komoju' }],
    ['with a header that names another event', arrived(notice(captured, { type: 'payment.expired' }))],
    ['days later', { ...request, receivedAt: instant(NOW + 3 * 86_400_000) }],
  ])('%s, then it is taken', async (_how, asSent) => {
    expect(await receive(asSent)).toEqual(taken);
  });
});

describe('given a byte of a signed event that was altered', () => {
  test('when it is one of the body, then it is refused', async () => {
    const altered = tamperedBodies(request);
    expect(altered).toHaveLength(request.body.length);
    for (const each of altered) await expect(receive(each)).rejects.toMatchObject(refused);
  });

  test('when it is one of the signature, then it is refused', async () => {
    const altered = tamperedHeaders(request, ['x-komoju-signature']);
    expect(altered).toHaveLength(64);
    for (const each of altered) await expect(receive(each)).rejects.toMatchObject(refused);
  });
});

describe('given an event that KOMOJU did not sign like this', () => {
  test.each<[string, SignedRequest]>([
    ['a byte was added', { ...request, body: Buffer.concat([request.body, Buffer.from('\n')]) }],
    ['a byte order mark was put before it', { ...request, body: Buffer.concat([Buffer.from('\uFEFF'), request.body]) }],
    ['the body is empty', { ...request, body: Buffer.alloc(0) }],
    ['a stranger signed it', arrived(notice(captured, { key: 'strangers' }))],
    ['there is no signature', signedAs(undefined)],
    ['the signature is empty', signedAs('')],
    ['the signature is cut short', signedAs(signature.slice(0, -1))],
    ['the signature is half of it', signedAs(signature.slice(0, 32))],
    ['the signature goes on', signedAs(`${signature}0`)],
    ['the signature stands twice', signedAs(`${signature},${signature}`)],
    ['the signature has a prefix', signedAs(`sha256=${signature}`)],
    ['the signature is in capitals', signedAs(`${signature.toUpperCase()}`)],
    ['the signature is in base64', signedAs(Buffer.from(signature, 'hex').toString('base64'))],
    ['the signature has as many characters, and more bytes', signedAs('é'.repeat(64))],
    ['the signature stands in another header', withHeaders(signedAs(undefined), { 'x-signature': signature })],
  ])('when %s, then it is refused', async (_what, altered) => {
    await expect(receive(altered)).rejects.toMatchObject(refused);
  });

  test('when broken UTF-8 reads like the signed text, then it is still another body', async () => {
    const broken = {
      ...arrived(notice('{"type":"\uFFFD"}')),
      body: Buffer.from([...Buffer.from('{"type":"'), 0xff, 0x22, 0x7d]),
    };
    await expect(receive(broken)).rejects.toMatchObject(refused);
  });
});

describe('given secrets that replace each other', () => {
  const both = { webhookSecrets: [komojuKeys.next, komojuKeys.present] };
  const byNext = arrived(notice(captured, { key: 'next' }));

  test('when two are configured, then either may have signed, and nothing is read again', async () => {
    const account = secretOf(both);
    expect(await komojuWebhook({ account }).receive(byNext)).toEqual(taken);
    expect(await komojuWebhook({ account }).receive(request)).toEqual(taken);
    expect(account.refreshes).toBe(0);
  });

  test('when the old one is gone, then its signature is refused', async () => {
    await expect(receive(request, { webhookSecrets: [komojuKeys.next] })).rejects.toMatchObject(refused);
  });

  test('when the new one was added since the secret was read, then it is read again', async () => {
    const account = secretOf<KomojuAccount>(komojuReceiver, both);
    expect(await komojuWebhook({ account }).receive(byNext)).toEqual(taken);
    expect(account.refreshes).toBe(1);
  });

  test('when none fits, then the secret is read again once and the event refused', async () => {
    const account = secretOf<KomojuAccount>(both);
    const byStranger = arrived(notice(captured, { key: 'strangers' }));
    await expect(komojuWebhook({ account }).receive(byStranger)).rejects.toMatchObject(refused);
    expect(account.refreshes).toBe(1);
  });
});
