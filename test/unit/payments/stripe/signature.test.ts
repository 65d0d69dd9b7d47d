import { describe, expect, test } from '@jest/globals';
import { instant } from '../../../../shared/domain/values/instant.ts';
import { stripeProvider } from '../../../../shared/payments/stripe/stripe-provider.ts';
import { ACCOUNT, event, intent, NOW, REFERENCE, secretOf, signed, stripeApi } from './stripe-api.ts';

const body = event('payment_intent.succeeded', intent());
const captured = [
  {
    reference: REFERENCE,
    report: { kind: 'captured', captureId: 'pi_1', amount: { amountMinor: 1980, currency: 'JPY' } },
  },
];
const refused = { code: 'bad_signature' };

const provider = (account = secretOf(ACCOUNT)) =>
  stripeProvider({ account, httpClient: stripeApi(() => new Error('nothing is asked')).httpClient });

describe('given a delivery signed with a configured secret', () => {
  test.each(['whsec_new', 'whsec_old'])('when %s signed it, then it is taken', async (secret) => {
    expect(await provider().verify(signed(body, { secret }))).toEqual(captured);
  });

  test('when an unknown signature and v0 stand beside the right one, then the right one counts', async () => {
    const request = signed(body);
    const header = request.headers['stripe-signature']?.replace(',v1=', `,v1=${'0'.repeat(64)},v0=abc,v1=`);
    expect(await provider().verify({ ...request, headers: { 'stripe-signature': header } })).toEqual(captured);
  });

  test.each([0, -299, -300, 299, 300])('when it is dated %i s from its arrival, then it is taken', async (seconds) => {
    expect(await provider().verify(signed(body, { at: NOW + seconds * 1_000 }))).toEqual(captured);
  });

  test.each([-301, 301, -86_400, 86_400])('when it is dated %i s away, then it is refused', async (seconds) => {
    await expect(provider().verify(signed(body, { at: NOW + seconds * 1_000 }))).rejects.toMatchObject(refused);
  });

  test('when the process clock is years away from its arrival, then only its arrival counts', async () => {
    const then = instant(978_307_200_000);
    expect(await provider().verify({ ...signed(body, { at: then }), receivedAt: then })).toEqual(captured);
  });
});

describe('given a delivery that Stripe did not sign like this', () => {
  const request = signed(body);
  const header = request.headers['stripe-signature'] ?? '';

  test.each<[string, typeof request]>([
    ['the body was altered', { ...request, body: Buffer.from(body.replace('1980', '1')) }],
    ['a byte was added', { ...request, body: Buffer.concat([request.body, Buffer.from(' ')]) }],
    [
      'a byte order mark was put before it',
      { ...request, body: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), request.body]) },
    ],
    ['the body is empty', { ...request, body: Buffer.alloc(0) }],
    ['another secret was used', signed(body, { secret: 'whsec_other' })],
    ['there is no header', { ...request, headers: {} }],
    ['the header is empty', { ...request, headers: { 'stripe-signature': '' } }],
    ['the header has no signature', { ...request, headers: { 'stripe-signature': header.split(',')[0] } }],
    ['only a v0 signature is left', { ...request, headers: { 'stripe-signature': header.replace('v1=', 'v0=') } }],
    ['the signature is cut short', { ...request, headers: { 'stripe-signature': header.slice(0, -1) } }],
    [
      'the signature is in capitals',
      {
        ...request,
        headers: { 'stripe-signature': header.replace(/v1=.*/, (v1) => `v1=${v1.slice(3).toUpperCase()}`) },
      },
    ],
    [
      'the time stamp was moved',
      { ...request, headers: { 'stripe-signature': header.replace(/t=\d+/, `t=${NOW / 1_000 - 1}`) } },
    ],
    [
      'a second time stamp was added',
      { ...request, headers: { 'stripe-signature': `t=${NOW / 1_000 - 9999},${header}` } },
    ],
    ['the time stamp is no number', { ...request, headers: { 'stripe-signature': header.replace(/t=\d+/, 't=now') } }],
  ])('when %s, then it is refused', async (_what, altered) => {
    await expect(provider().verify(altered)).rejects.toMatchObject(refused);
  });

  test('when broken UTF-8 reads like the signed text, then it is still another body', async () => {
    const broken = Buffer.from([0x7b, 0xff, 0x7d]);
    await expect(provider().verify({ ...signed('{\uFFFD}'), body: broken })).rejects.toMatchObject(refused);
  });
});

describe('given a secret that was rotated since it was read', () => {
  test('when the new one signed, then the secret is read again and the delivery taken', async () => {
    const account = secretOf({ ...ACCOUNT, webhookSecrets: ['whsec_old'] }, ACCOUNT);
    expect(await provider(account).verify(signed(body))).toEqual(captured);
    expect(account.refreshes).toBe(1);
  });

  test('when no secret fits, then it is read again once', async () => {
    const account = secretOf(ACCOUNT);
    await expect(provider(account).verify(signed(body, { secret: 'whsec_x' }))).rejects.toMatchObject(refused);
    expect(account.refreshes).toBe(1);
  });
});
