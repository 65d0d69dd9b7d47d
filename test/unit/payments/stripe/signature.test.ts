import { describe, expect, test } from '@jest/globals';
import { Stripe } from 'stripe';
import { instant } from '../../../../shared/domain/values/instant.ts';
import { stripeWebhook } from '../../../../shared/payments/stripe/stripe-webhook.ts';
import { stripeSecrets, stripeSignature } from '../../../webhooks/senders/stripe.ts';
import { tamperedBodies, tamperedHeaders } from '../tampering.ts';
import { ACCOUNT, CAPTURED, event, intent, NOW, REFERENCE, received, secretOf, stripeApi } from './stripe-api.ts';

const body = event('payment_intent.succeeded', intent());
const captured = [{ reference: REFERENCE, report: CAPTURED }];
const refused = { code: 'bad_signature' };
const NAME = 'stripe-signature';

const receiver = (account = secretOf(ACCOUNT)) =>
  stripeWebhook({ account, httpClient: stripeApi(() => new Error('nothing is asked')).httpClient });
const receive = (request: ReturnType<typeof received>, account = secretOf(ACCOUNT)) =>
  receiver(account).receive(request);
const headerOf = (request: ReturnType<typeof received>): string => request.headers[NAME] ?? '';

describe('given a delivery signed with a configured secret', () => {
  test('then the tests sign as Stripe’s own library does', () => {
    const timestamp = NOW / 1_000;
    expect(headerOf(received(body))).toBe(
      Stripe.webhooks.generateTestHeaderString({ payload: body, secret: stripeSecrets.present, timestamp }),
    );
  });

  test.each(['present', 'other'] as const)('when the %s one signed it, then it is taken', async (secret) => {
    expect(await receive(received(body, { secret }))).toEqual(captured);
  });

  test('when an unknown signature and v0 stand beside the right one, then the right one counts', async () => {
    const request = received(body);
    const header = headerOf(request).replace(',v1=', `,v1=${'0'.repeat(64)},v0=abc,v1=`);
    expect(await receive({ ...request, headers: { [NAME]: header } })).toEqual(captured);
  });

  test('when Stripe signs with both secrets of a rotation, then one that we know is enough', async () => {
    const request = received(body, { secret: 'strangers' });
    const ours = stripeSignature(body, stripeSecrets.other, NOW / 1_000);
    expect(await receive({ ...request, headers: { [NAME]: `${headerOf(request)},v1=${ours}` } })).toEqual(captured);
  });

  test.each([0, -1, -299, -300, 1, 299, 300])('when it is dated %i s from its arrival, then it is taken', async (s) => {
    expect(await receive(received(body, { at: instant(NOW + s * 1_000) }))).toEqual(captured);
  });

  test.each([-301, 301, 3_600, -86_400, 86_400])('when it is dated %i s away, then it is refused', async (s) => {
    await expect(receive(received(body, { at: instant(NOW + s * 1_000) }))).rejects.toMatchObject(refused);
  });

  test('when the process clock is years away from its arrival, then only its arrival counts', async () => {
    const then = instant(978_307_200_000);
    expect(await receive(received(body, { at: then, receivedAt: then }))).toEqual(captured);
  });

  test('when its text has every kind of character, then the bytes are what counts', async () => {
    const named = event('payment_intent.succeeded', intent({ description: '日本 5 天 \u{1F1EF}\u{1F1F5} \u2028 é' }));
    expect(await receive(received(named))).toEqual(captured);
  });
});

describe('given a delivery of which one byte was changed', () => {
  test('when it is any byte of the body, then it is refused', async () => {
    const altered = tamperedBodies(received(body));
    expect(altered).toHaveLength(body.length);
    for (const request of altered) await expect(receive(request)).rejects.toMatchObject(refused);
  });

  test('when it is any character of the signature or its date, then it is refused', async () => {
    for (const request of tamperedHeaders(received(body), [NAME]))
      await expect(receive(request)).rejects.toMatchObject(refused);
  });

  test('when it is cut anywhere or anything is put before or behind, then it is refused', async () => {
    const request = received(body);
    const cut = Array.from({ length: 40 }, (_, index) =>
      request.body.subarray(0, Math.floor((index * body.length) / 40)),
    );
    const joined = [' ', '\n', '\0', '{}'].flatMap((more) => [
      Buffer.concat([request.body, Buffer.from(more)]),
      Buffer.concat([Buffer.from(more), request.body]),
    ]);
    for (const other of [...cut, ...joined])
      await expect(receive({ ...request, body: other })).rejects.toMatchObject(refused);
  });
});

describe('given a delivery that Stripe did not sign like this', () => {
  const request = received(body);
  const header = headerOf(request);
  const [date = '', signature = ''] = header.split(',');
  const with_ = (text: string | undefined) => ({ ...request, headers: { [NAME]: text } });

  test.each<[string, typeof request]>([
    ['another secret was used', received(body, { secret: 'strangers' })],
    ['there is no header', { ...request, headers: {} }],
    ['the header is empty', with_('')],
    ['the header has no signature', with_(date)],
    ['the header has no date', with_(signature)],
    ['only a v0 signature is left', with_(header.replace('v1=', 'v0='))],
    ['the signature is empty', with_(`${date},v1=`)],
    ['the signature is cut short', with_(header.slice(0, -1))],
    ['the signature is longer', with_(`${header}0`)],
    ['the signature has an equals sign too many', with_(header.replace('v1=', 'v1=='))],
    ['there are spaces in it', with_(header.replace(',', ', '))],
    ['the signature is no hexadecimal', with_(`${date},v1=${'ü'.repeat(64)}`)],
    ['the signature is in capitals', with_(header.replace(/v1=.*/, (v1) => `v1=${v1.slice(3).toUpperCase()}`))],
    ['the date was moved', with_(header.replace(/t=\d+/, `t=${NOW / 1_000 - 1}`))],
    ['a second date was put first', with_(`t=${NOW / 1_000 - 9_999},${header}`)],
    ['a second date was put last', with_(`${header},t=${NOW / 1_000 - 1}`)],
    ['the date is no number', with_(header.replace(/t=\d+/, 't=now'))],
    ['the date is negative', with_(header.replace('t=', 't=-'))],
    ['the date is a fraction', with_(header.replace(/t=(\d+)/, 't=$1.0'))],
    ['the date is hexadecimal', with_(header.replace(/t=\d+/, `t=0x${(NOW / 1_000).toString(16)}`))],
    ['the body is signed without its date', with_(`${date},v1=${stripeSignature('', stripeSecrets.present, 0)}`)],
  ])('when %s, then it is refused', async (_what, altered) => {
    await expect(receive(altered)).rejects.toMatchObject(refused);
  });

  test('when the key is the secret without its prefix, then it is refused', async () => {
    const bare = stripeSignature(body, stripeSecrets.present.slice('whsec_'.length), NOW / 1_000);
    await expect(receive(with_(`${date},v1=${bare}`))).rejects.toMatchObject(refused);
  });

  test('when a byte order mark is put before it, then it is still another body', async () => {
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), request.body]);
    await expect(receive({ ...request, body: marked })).rejects.toMatchObject(refused);
  });

  test('when broken UTF-8 reads like the signed text, then it is still another body', async () => {
    const broken = Buffer.from([0x7b, 0xff, 0x7d]);
    await expect(receive({ ...received('{\uFFFD}'), body: broken })).rejects.toMatchObject(refused);
  });
});

describe('given a secret that was rotated since it was read', () => {
  const { present, other } = stripeSecrets;
  const only = (secret: string) => ({ ...ACCOUNT, webhookSecrets: [secret] });

  test('when the new one signed, then the secret is read again and the delivery taken', async () => {
    const account = secretOf(only(other), only(present));
    expect(await receive(received(body), account)).toEqual(captured);
    expect(account.refreshes).toBe(1);
  });

  test('when the old one signs after the rotation is over, then it is refused', async () => {
    const account = secretOf(only(present));
    await expect(receive(received(body, { secret: 'other' }), account)).rejects.toMatchObject(refused);
  });

  test('when no secret fits, then it is read again once', async () => {
    const account = secretOf(ACCOUNT);
    await expect(receive(received(body, { secret: 'strangers' }), account)).rejects.toMatchObject(refused);
    expect(account.refreshes).toBe(1);
  });

  test('when one fits, then it is not read again', async () => {
    const account = secretOf(ACCOUNT);
    await receive(received(body), account);
    expect(account.refreshes).toBe(0);
  });
});
