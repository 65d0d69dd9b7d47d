import { describe, expect, test } from '@jest/globals';
import { instant } from '../../../../shared/domain/values/instant.ts';
import type { SignedRequest } from '../../../../shared/payments/webhook.ts';
import type { WechatpayAccount } from '../../../../shared/payments/wechatpay/wechatpay-account.ts';
import { wechatpayWebhook } from '../../../../shared/payments/wechatpay/wechatpay-webhook.ts';
import {
  CERTIFICATE_SERIAL,
  PUBLIC_KEY_ID,
  paymentNotice,
  signedBody,
  TRANSACTION_ID,
  wechatpayKeys,
  wechatpayReceiver,
} from '../../../webhooks/senders/wechatpay.ts';
import { tamperedBodies, tamperedHeaders } from '../tampering.ts';
import { NOW, REFERENCE, received, secretOf } from './received.ts';

const SIGNED_HEADERS = ['wechatpay-timestamp', 'wechatpay-nonce', 'wechatpay-serial', 'wechatpay-signature'];
const captured = [
  {
    reference: REFERENCE,
    report: { kind: 'captured', captureId: TRANSACTION_ID, amount: { amountMinor: 14_800, currency: 'CNY' } },
  },
];
const refused = { code: 'bad_signature' };

const receive = (request: SignedRequest, account = secretOf(wechatpayReceiver)) =>
  wechatpayWebhook({ account }).receive(request);
const at = (seconds: number) => instant(NOW + seconds * 1_000);
const withHeaders = (request: SignedRequest, headers: SignedRequest['headers']): SignedRequest => ({
  ...request,
  headers: { ...request.headers, ...headers },
});
const verdictOf = (request: SignedRequest) =>
  receive(request).then(
    () => 'taken',
    (error: { code?: string }) => error.code ?? 'defect',
  );

describe('given a notice signed with one of the configured keys, when it is received, then it is taken', () => {
  test.each(['byPublicKey', 'byCertificate'] as const)('%s', async (key) => {
    expect(await receive(received(paymentNotice({}, { key })))).toEqual(captured);
  });

  test.each([0, -1, -299, -300, 1, 299, 300])('dated %i s from its arrival', async (seconds) => {
    expect(await receive(received(paymentNotice({}, { at: at(seconds) })))).toEqual(captured);
  });

  test('with the arrival in the middle of a second', async () => {
    const request = received(paymentNotice({}, { at: at(-300) }), instant(NOW + 999));
    expect(await receive(request)).toEqual(captured);
  });

  test('years from the clock of this process, for only its arrival counts', async () => {
    const then = instant(978_307_200_000);
    expect(await receive(received(paymentNotice({}, { at: then }), then))).toEqual(captured);
  });

  test('whatever the headers say that are not signed', async () => {
    const request = received(paymentNotice());
    expect(
      await receive(withHeaders(request, { 'request-id': undefined, 'content-type': 'text/plain', 'user-agent': '' })),
    ).toEqual(captured);
  });
});

describe('given a notice with one byte changed, when it is received, then it is refused', () => {
  const request = received(paymentNotice());

  test('every byte of the body', async () => {
    const verdicts = await Promise.all(tamperedBodies(request).map(verdictOf));
    expect(verdicts.length).toBe(request.body.length);
    expect(new Set(verdicts)).toEqual(new Set(['bad_signature']));
  });

  test.each(SIGNED_HEADERS)('every character of %s', async (name) => {
    const verdicts = await Promise.all(tamperedHeaders(request, [name]).map(verdictOf));
    expect(verdicts.length).toBe(request.headers[name]?.length);
    expect(new Set(verdicts)).toEqual(new Set(['bad_signature']));
  });
});

describe('given a delivery that WeChat Pay did not sign like this, when it is received, then it is refused', () => {
  const request = received(paymentNotice());
  const signature = request.headers['wechatpay-signature'] ?? '';
  const nonce = request.headers['wechatpay-nonce'] ?? '';

  test.each(SIGNED_HEADERS)('%s is missing', async (name) => {
    await expect(receive(withHeaders(request, { [name]: undefined }))).rejects.toMatchObject(refused);
    await expect(receive(withHeaders(request, { [name]: '' }))).rejects.toMatchObject(refused);
  });

  test.each([-301, 301, -86_400, 86_400])('dated %i s from its arrival', async (seconds) => {
    await expect(receive(received(paymentNotice({}, { at: at(seconds) })))).rejects.toMatchObject(refused);
  });

  test.each<[string, SignedRequest]>([
    ['a byte more', { ...request, body: Buffer.concat([request.body, Buffer.from('\n')]) }],
    ['a byte order mark before it', { ...request, body: Buffer.concat([Buffer.from('\uFEFF'), request.body]) }],
    ['no body', { ...request, body: Buffer.alloc(0) }],
    ['a strangers’ key under our serial', received(paymentNotice({}, { key: 'strangers' }))],
    ['the serial of the other key', received(paymentNotice({}, { serial: CERTIFICATE_SERIAL }))],
    ['an unknown serial', received(paymentNotice({}, { serial: 'PUB_KEY_ID_0' }))],
    ['the serial in lower case', received(paymentNotice({}, { serial: PUBLIC_KEY_ID.toLowerCase() }))],
    ['a probe', withHeaders(request, { 'wechatpay-signature': `WECHATPAY/SIGNTEST/${signature}` })],
    [
      'a probe of that length',
      withHeaders(request, { 'wechatpay-signature': `WECHATPAY/SIGNTEST/${signature.slice(19)}` }),
    ],
    ['a signature cut short', withHeaders(request, { 'wechatpay-signature': signature.slice(0, -4) })],
    ['a signature without padding', withHeaders(request, { 'wechatpay-signature': signature.replace(/=+$/, '') })],
    ['a signature with a space in it', withHeaders(request, { 'wechatpay-signature': ` ${signature}` })],
    ['two signatures', withHeaders(request, { 'wechatpay-signature': `${signature},${signature}` })],
    ['milliseconds', withHeaders(request, { 'wechatpay-timestamp': String(NOW) })],
    ['a date', withHeaders(request, { 'wechatpay-timestamp': '2026-10-01T00:00:00Z' })],
    ['seconds in another notation', withHeaders(request, { 'wechatpay-timestamp': '1790812800.0' })],
    [
      'a part of the body in the nonce',
      {
        ...withHeaders(request, { 'wechatpay-nonce': `${nonce}\n${request.body.subarray(0, 9)}` }),
        body: request.body.subarray(10),
      },
    ],
  ])('%s', async (_what, altered) => {
    await expect(receive(altered)).rejects.toMatchObject(refused);
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('the serial %s', async (serial) => {
    await expect(receive(received(paymentNotice({}, { serial })))).rejects.toMatchObject(refused);
  });

  test('a line moved from the body into the nonce', async () => {
    const whole = received(signedBody(Buffer.from('first\nsecond')));
    const moved = {
      ...withHeaders(whole, { 'wechatpay-nonce': `${whole.headers['wechatpay-nonce']}\nfirst` }),
      body: Buffer.from('second'),
    };
    await expect(receive(moved)).rejects.toMatchObject(refused);
  });

  test('and a probe or an old notice does not even read the secret', async () => {
    const account = secretOf(wechatpayReceiver);
    const probe = withHeaders(request, { 'wechatpay-signature': `WECHATPAY/SIGNTEST/${signature}` });
    await expect(receive(probe, account)).rejects.toMatchObject(refused);
    await expect(receive(received(paymentNotice({}, { at: at(-301) })), account)).rejects.toMatchObject(refused);
    expect(account.reads).toBe(0);
  });
});

describe('given a key that was rotated since the secret was read', () => {
  const { byPublicKey, byCertificate } = wechatpayKeys;
  const before: WechatpayAccount = { ...wechatpayReceiver, keys: { [CERTIFICATE_SERIAL]: byCertificate } };
  const after: WechatpayAccount = { ...wechatpayReceiver, keys: { [PUBLIC_KEY_ID]: byPublicKey } };

  test('when the new one signs, then the secret is read again and the notice taken', async () => {
    const account = secretOf(before, after);
    expect(await receive(received(paymentNotice()), account)).toEqual(captured);
    expect(account.refreshes).toBe(1);
  });

  test('when the old one signs after it was taken out, then the notice is refused', async () => {
    const account = secretOf(after);
    await expect(receive(received(paymentNotice({}, { key: 'byCertificate' })), account)).rejects.toMatchObject(
      refused,
    );
    expect(account.refreshes).toBe(1);
  });

  test('when a known key signs, then nothing is read twice', async () => {
    const account = secretOf(wechatpayReceiver);
    await receive(received(paymentNotice()), account);
    expect([account.reads, account.refreshes]).toEqual([1, 0]);
  });

  test('when none fits, then the secret is read again once', async () => {
    const account = secretOf(wechatpayReceiver);
    await expect(receive(received(paymentNotice({}, { key: 'strangers' })), account)).rejects.toMatchObject(refused);
    expect([account.reads, account.refreshes]).toEqual([2, 1]);
  });
});
