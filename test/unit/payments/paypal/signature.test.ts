import { crc32 } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { instant } from '../../../../shared/domain/values/instant.ts';
import { paypalWebhook } from '../../../../shared/payments/paypal/paypal-webhook.ts';
import type { SignedRequest } from '../../../../shared/payments/webhook.ts';
import {
  type ApiAnswer,
  agreeing,
  CAPTURE_ID,
  CERT_URL,
  type CertificateName,
  captureResource,
  certificates,
  expiredRootsPem,
  intermediatesPem,
  paypalDelivery,
  paypalEvent,
  paypalReceiver,
  paypalSide,
  webhookIds,
  yen,
} from '../../../webhooks/senders/paypal.ts';
import { tamperedBodies, tamperedHeaders } from '../tampering.ts';
import { withCrc } from './crc-collision.ts';
import { AMOUNT, arrived, NOW, REFERENCE, receiving, secretOf } from './receiving.ts';

const refused = { code: 'bad_signature' };
const unavailable = { code: 'payment_provider_unavailable' };
const captured = [{ reference: REFERENCE, report: { kind: 'captured', captureId: CAPTURE_ID, amount: AMOUNT } }];

const completed = paypalEvent('PAYMENT.CAPTURE.COMPLETED', captureResource(REFERENCE));
const genuine = paypalDelivery(completed);
const request = arrived(genuine);
const VERIFY = 'POST /v1/notifications/verify-webhook-signature';

const receive = (delivered: SignedRequest, options: Parameters<typeof receiving>[0] = {}) =>
  receiving({ agreed: genuine.body, ...options }).receiver.receive(delivered);

describe('given a delivery that PayPal signed', () => {
  test('when it arrives, then it is taken', async () => {
    expect(await receive(request)).toEqual(captured);
  });

  test.each([0, 1, 3, 400])('when its first try is %i days ago, then it is taken all the same', async (days) => {
    const old = paypalDelivery(completed, { at: instant(NOW - days * 86_400_000) });
    expect(await receive(arrived(old))).toEqual(captured);
  });

  test('when the certificates of PayPal are asked for at its other name, then it is taken', async () => {
    const certUrl = 'https://api-m.sandbox.paypal.com/v1/notifications/certs/CERT-1';
    const { fetch } = paypalSide({ api: agreeing(genuine.body), certificateAt: () => certificates.genuine.pem });
    const receiver = paypalWebhook({ account: secretOf(paypalReceiver), fetch, clock: () => NOW });
    expect(await receiver.receive(arrived(paypalDelivery(completed, { certUrl })))).toEqual(captured);
  });

  test('when it is for the other one of two webhooks, then it is taken', async () => {
    const account = secretOf({ ...paypalReceiver, webhookIds: [webhookIds.other, webhookIds.present] });
    expect(await receive(request, { account })).toEqual(captured);
  });

  test('when its webhook is new and the secret was read before, then it is read again and taken', async () => {
    const account = secretOf({ ...paypalReceiver, webhookIds: [webhookIds.other] }, paypalReceiver);
    expect(await receive(request, { account })).toEqual(captured);
    expect(account.refreshes).toBe(1);
  });

  test('when its issuer is not sent along but configured, then it is taken without asking PayPal', async () => {
    const account = secretOf({ ...paypalReceiver, intermediatesPem: [...intermediatesPem] });
    const { receiver, asked } = receiving({ certificate: 'leafOnly', agreed: genuine.body, account });
    expect(await receiver.receive(request)).toEqual(captured);
    expect(asked.map(({ line }) => line)).not.toContain(VERIFY);
  });
});

describe('given a delivery of which something was changed', () => {
  const inHeaders = [
    'paypal-transmission-id',
    'paypal-transmission-time',
    'paypal-transmission-sig',
    'paypal-auth-algo',
  ];

  test('when it is any byte of the body, then it is refused', async () => {
    const { receiver } = receiving({ agreed: genuine.body });
    const tampered = tamperedBodies(request);
    expect(tampered.length).toBeGreaterThan(900);
    for (const each of tampered) await expect(receiver.receive(each)).rejects.toMatchObject(refused);
  });

  test.each(inHeaders)('when it is any character of %s, then it is refused', async (name) => {
    const { receiver } = receiving({ agreed: genuine.body });
    for (const each of tamperedHeaders(request, [name]))
      await expect(receiver.receive(each)).rejects.toMatchObject(refused);
  });

  test('when it is any character of the certificate’s address, then it is never taken', async () => {
    for (const each of tamperedHeaders(request, ['paypal-cert-url'])) {
      const { receiver } = receiving({ agreed: genuine.body });
      const codes = expect.stringMatching(/^(bad_signature|payment_provider_unavailable)$/);
      await expect(receiver.receive(each)).rejects.toMatchObject({ code: codes });
    }
  });

  test.each([...inHeaders, 'paypal-cert-url'])('when %s is missing, then it is refused', async (name) => {
    const without = { ...request, headers: { ...request.headers, [name]: undefined } };
    await expect(receive(without)).rejects.toMatchObject(refused);
  });

  const sig = request.headers['paypal-transmission-sig'] ?? '';
  test.each<[string, Record<string, string>]>([
    ['the algorithm is a weaker one', { 'paypal-auth-algo': 'SHA1withRSA' }],
    ['the algorithm is in small letters', { 'paypal-auth-algo': 'sha256withrsa' }],
    ['the signature has a space', { 'paypal-transmission-sig': ` ${sig}` }],
    ['the signature goes on after its end', { 'paypal-transmission-sig': `${sig}AAAA` }],
    ['the signature has no padding', { 'paypal-transmission-sig': sig.replaceAll('=', '') }],
    ['the signature is in the other alphabet', { 'paypal-transmission-sig': `${sig.replaceAll('+', '-')}_` }],
    [
      'id and time are divided elsewhere',
      {
        'paypal-transmission-id': `${request.headers['paypal-transmission-id']}|2026`,
        'paypal-transmission-time': '-09-30T23:59:55Z',
      },
    ],
    ['the time is in other words', { 'paypal-transmission-time': '2026-09-30T23:59:55.000Z' }],
  ])('when %s, then it is refused', async (_what, headers) => {
    await expect(receive({ ...request, headers: { ...request.headers, ...headers } })).rejects.toMatchObject(refused);
  });

  test('when the body is empty or the same in other words, then it is refused', async () => {
    const body = Buffer.from(JSON.stringify(completed, null, 2));
    await expect(receive({ ...request, body })).rejects.toMatchObject(refused);
    await expect(receive({ ...request, body: Buffer.alloc(0) })).rejects.toMatchObject(refused);
  });
});

describe('given a webhook id that is not ours', () => {
  test.each(['strangers', 'other', 'literal'] as const)(
    'when it is signed for %s, then it is refused',
    async (name) => {
      await expect(receive(arrived(paypalDelivery(completed, { webhookId: name })))).rejects.toMatchObject(refused);
    },
  );
});

describe('given what stands at the address of the certificate', () => {
  test.each<CertificateName>([
    'selfSigned',
    'expired',
    'notYetValid',
    'issuerIsNoAuthority',
    'issuerIsNoAuthorityButMaySign',
    'issuerMayNotSign',
    'issuerExpired',
    'otherName',
    'lookalikeName',
    'wildcardName',
    'live',
    'strangersRoot',
    'forgedIssuer',
    'forgedIssuerAndKey',
  ])('when it is %s, then its signature is refused', async (certificate) => {
    const delivered = arrived(paypalDelivery(completed, { certificate }));
    await expect(receive(delivered, { certificate })).rejects.toMatchObject(refused);
  });

  test.each<CertificateName>(['selfSigned', 'expired', 'issuerIsNoAuthority', 'issuerExpired', 'otherName', 'live'])(
    'when it is %s, then not even PayPal’s word makes it good',
    async (certificate) => {
      const delivered = arrived(paypalDelivery(completed, { certificate }));
      const api = { [VERIFY]: { status: 200, json: { verification_status: 'SUCCESS' } } };
      await expect(receive(delivered, { certificate, api })).rejects.toMatchObject(refused);
    },
  );

  test('when it is right and another key signed, then it is refused', async () => {
    await expect(receive(arrived(paypalDelivery(completed, { certificate: 'otherKey' })))).rejects.toMatchObject(
      refused,
    );
  });

  test('when the root that it leads to is out of date, then it is refused', async () => {
    const account = secretOf({ ...paypalReceiver, trustRootsPem: [...expiredRootsPem] });
    await expect(receive(request, { account })).rejects.toMatchObject(refused);
  });

  test('when it was valid at the signing and is not at the arrival, then it is refused', async () => {
    const later = instant(Date.UTC(2041, 0, 1));
    await expect(receive({ ...request, receivedAt: later })).rejects.toMatchObject(refused);
  });

  test.each<[string, string | { status: number; text: string } | undefined]>([
    ['nothing', undefined],
    ['an error', { status: 500, text: certificates.genuine.pem }],
    ['no certificate', '<html></html>'],
    ['a broken certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
    ['too much', ' '.repeat(70_000) + certificates.genuine.pem],
  ])('when it is %s, then the delivery must come again', async (_what, found) => {
    const { fetch } = paypalSide({ api: agreeing(genuine.body), certificateAt: () => found });
    const receiver = paypalWebhook({ account: secretOf(paypalReceiver), fetch, clock: () => NOW });
    await expect(receiver.receive(request)).rejects.toMatchObject(unavailable);
  });
});

describe('given an address for the certificate that is none of PayPal’s', () => {
  const PATH = '/v1/notifications/certs/CERT-1';
  test.each([
    `https://certs.example.org${PATH}`,
    `http://api.sandbox.paypal.com${PATH}`,
    `https://api.sandbox.paypal.com.example.org${PATH}`,
    `https://example.org/api.sandbox.paypal.com${PATH}`,
    `https://api.sandbox.paypal.com@example.org${PATH}`,
    `https://user@api.sandbox.paypal.com${PATH}`,
    `https://api.sandbox.paypal.com:8443${PATH}`,
    `https://api.sandbox.paypal.com:443${PATH}`,
    `https://apiXsandbox.paypal.com${PATH}`,
    `https://api-x.sandbox.paypal.com${PATH}`,
    `https://evil-api.sandbox.paypal.com${PATH}`,
    `https://www.sandbox.paypal.com${PATH}`,
    `https://API.sandbox.paypal.com${PATH}`,
    'https://api.sandbox.paypal.com/v1/notifications/certs/',
    'https://api.sandbox.paypal.com/v1/notifications/certs/../../oauth2/token',
    'https://api.sandbox.paypal.com/v1/notifications/certs/%2e%2e/x',
    'https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1?x=1',
    'https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1#x',
    'https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1/x',
    'https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1\n',
    'https://api.sandbox.paypal.com\\@example.org/v1/notifications/certs/CERT-1',
    ' https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1',
    `http://127.0.0.1:4243${PATH}`,
    // Of the other environment.
    `https://api.paypal.com${PATH}`,
    `https://api-m.paypal.com${PATH}`,
  ])('when it is %s, then it is refused and nothing is fetched', async (certUrl) => {
    const side = paypalSide({ api: agreeing(genuine.body), certificateAt: () => certificates.genuine.pem });
    const receiver = paypalWebhook({ account: secretOf(paypalReceiver), fetch: side.fetch, clock: () => NOW });
    await expect(receiver.receive(arrived(paypalDelivery(completed, { certUrl })))).rejects.toMatchObject(refused);
    expect(side.asked).toEqual([]);
  });

  test('when a live account is told of the sandbox, then it is refused, and the live address is good', async () => {
    const account = secretOf({ ...paypalReceiver, environment: 'live', apiUrl: 'https://api-m.paypal.com' });
    const side = paypalSide({ api: agreeing(genuine.body), certificateAt: () => certificates.live.pem });
    const receiver = paypalWebhook({ account, fetch: side.fetch, clock: () => NOW });
    await expect(receiver.receive(request)).rejects.toMatchObject(refused);
    expect(side.certificateFetches()).toBe(0);
    const certUrl = 'https://api.paypal.com/v1/notifications/certs/CERT-1';
    const delivered = arrived(paypalDelivery(completed, { certUrl, certificate: 'live' }));
    expect(await receiver.receive(delivered)).toEqual(captured);
  });

  test('when the account is on this machine, then its own address is good and no other port', async () => {
    const apiUrl = 'http://127.0.0.1:4243';
    const side = paypalSide({ api: agreeing(genuine.body), certificateAt: () => certificates.genuine.pem });
    const account = secretOf({ ...paypalReceiver, apiUrl });
    const receiver = paypalWebhook({ account, fetch: side.fetch, clock: () => NOW });
    const from = (certUrl: string) => receiver.receive(arrived(paypalDelivery(completed, { certUrl })));
    expect(await from(`${apiUrl}${PATH}`)).toEqual(captured);
    await expect(from(`http://127.0.0.1:42430${PATH}`)).rejects.toMatchObject(refused);
    await expect(from(`${apiUrl}@example.org${PATH}`)).rejects.toMatchObject(refused);
  });
});

describe('given deliveries one after the other', () => {
  const many = Array.from({ length: 20 }, (_, index) =>
    arrived(paypalDelivery(completed, { transmissionId: `dfb3be50-${index}` })),
  );

  test('when they come at once and later, then the certificate is fetched once', async () => {
    const { receiver, certificateFetches } = receiving({ agreed: genuine.body });
    await Promise.all(many.map((each) => receiver.receive(each)));
    for (const each of many) await receiver.receive(each);
    expect(certificateFetches()).toBe(1);
  });

  test('when a day has passed, then it is fetched anew', async () => {
    const { receiver, certificateFetches } = receiving({ agreed: genuine.body });
    await receiver.receive(request);
    await receiver.receive({ ...request, receivedAt: instant(NOW + 25 * 3_600_000) });
    expect(certificateFetches()).toBe(2);
  });

  test('when it could not be fetched, then the next delivery tries again', async () => {
    let found: string | undefined;
    const side = paypalSide({ api: agreeing(genuine.body), certificateAt: () => found });
    const receiver = paypalWebhook({ account: secretOf(paypalReceiver), fetch: side.fetch, clock: () => NOW });
    await expect(receiver.receive(request)).rejects.toMatchObject(unavailable);
    found = certificates.genuine.pem;
    expect(await receiver.receive(request)).toEqual(captured);
  });

  test('when other addresses are named again and again, then only the latest few are kept', async () => {
    const side = paypalSide({ api: agreeing(genuine.body), certificateAt: () => certificates.genuine.pem });
    const receiver = paypalWebhook({ account: secretOf(paypalReceiver), fetch: side.fetch, clock: () => NOW });
    await receiver.receive(request);
    for (let index = 0; index < 10; index += 1) {
      const certUrl = CERT_URL.replace('CERT-', `CERT-${index}-`);
      await receiver.receive(arrived(paypalDelivery(completed, { certUrl })));
    }
    await receiver.receive(request);
    expect(side.certificateFetches()).toBe(12);
  });
});

describe('given a certificate whose issuer nobody knows', () => {
  const options = (answer: ApiAnswer) => ({ certificate: 'leafOnly', api: { [VERIFY]: answer } }) as const;
  const says = (verification_status: string): ApiAnswer => ({ status: 200, json: { verification_status } });

  test('when PayPal says that it signed it, then it is taken, and its bytes were asked about', async () => {
    const { receiver, asked } = receiving({ agreed: genuine.body, ...options(says('SUCCESS')) });
    expect(await receiver.receive(request)).toEqual(captured);
    const question = asked.find(({ line }) => line === VERIFY)?.body ?? '';
    expect(question.endsWith(`,"webhook_event":${genuine.body.toString()}}`)).toBe(true);
    expect(JSON.parse(question)).toEqual({
      auth_algo: 'SHA256withRSA',
      cert_url: CERT_URL,
      transmission_id: request.headers['paypal-transmission-id'],
      transmission_sig: request.headers['paypal-transmission-sig'],
      transmission_time: request.headers['paypal-transmission-time'],
      webhook_id: webhookIds.present,
      webhook_event: completed,
    });
  });

  test.each<[string, ApiAnswer]>([
    ['says no', says('FAILURE')],
    ['cannot read it', { status: 400, json: { name: 'VALIDATION_ERROR' } }],
    ['does not know the webhook', { status: 404, json: { name: 'RESOURCE_NOT_FOUND' } }],
  ])('when PayPal %s, then it is refused', async (_what, answer) => {
    await expect(receive(request, options(answer))).rejects.toMatchObject(refused);
  });

  test.each<[string, ApiAnswer]>([
    ['fails', { status: 503 }],
    ['cannot be reached', new Error('reset')],
    ['does not let us ask', { status: 403 }],
    ['says something else', { status: 200, json: {} }],
  ])('when PayPal %s, then the delivery must come again', async (_what, answer) => {
    await expect(receive(request, options(answer))).rejects.toMatchObject(unavailable);
  });

  test('when the signature does not even fit the certificate, then PayPal is not asked', async () => {
    const { receiver, asked } = receiving({ agreed: genuine.body, ...options(says('SUCCESS')) });
    const body = Buffer.from(JSON.stringify(completed).replace('1980', '1'));
    await expect(receiver.receive({ ...request, body })).rejects.toMatchObject(refused);
    expect(asked.map(({ line }) => line)).not.toContain(VERIFY);
  });

  test.each([
    ['closes the question and changes it', `{"a":1},"webhook_id":"${webhookIds.literal}","b":{"c":1}`],
    ['is a list', '[1]'],
    ['is no text', Buffer.from([0x7b, 0xff, 0x7d])],
  ])('when the body %s, then PayPal is not asked', async (_what, body) => {
    const { receiver, asked } = receiving(options(says('SUCCESS')));
    await expect(receiver.receive(arrived(paypalDelivery(body)))).rejects.toMatchObject(refused);
    expect(asked.map(({ line }) => line)).not.toContain(VERIFY);
  });

  test('when two webhooks are configured, then PayPal is asked about both', async () => {
    const account = secretOf({ ...paypalReceiver, webhookIds: [webhookIds.other, webhookIds.present] });
    const { receiver, asked } = receiving({ ...options(says('FAILURE')), account });
    await expect(receiver.receive(request)).rejects.toMatchObject(refused);
    const about = asked.filter(({ line }) => line === VERIFY).map(({ body }) => JSON.parse(body ?? '').webhook_id);
    expect(new Set(about)).toEqual(new Set([webhookIds.other, webhookIds.present]));
  });
});

describe('given another body with the same CRC-32', () => {
  const forge = (resource: Record<string, unknown>): Buffer => {
    for (let salt = 0; ; salt += 1) {
      const text = JSON.stringify(paypalEvent('PAYMENT.CAPTURE.COMPLETED', resource, { salt, pad: '####' }));
      const body = withCrc(text, '####', crc32(genuine.body));
      try {
        JSON.parse(body.toString());
        return body;
      } catch {
        // The four bytes hold a quotation mark or the like: another salt makes others.
      }
    }
  };

  test.each<[string, Record<string, unknown>]>([
    ['another amount', { amount: yen(198_000) }],
    ['another payment', { custom_id: 'SOMEONE-ELSES', invoice_id: 'SOMEONE-ELSES' }],
  ])('when it tells of %s, then its signature fits, and reading back unmasks it', async (_what, more) => {
    const body = forge({ ...captureResource(REFERENCE), ...more });
    expect(crc32(body)).toBe(crc32(genuine.body));
    const { receiver, asked } = receiving({ agreed: genuine.body });
    await expect(receiver.receive({ ...request, body })).rejects.toMatchObject(refused);
    expect(asked.map(({ line }) => line)).toContain(`GET /v2/payments/captures/${CAPTURE_ID}`);
  });

  test('when it tells of a capture that PayPal does not know, then it is not believed', async () => {
    const body = forge({ ...captureResource(REFERENCE), id: '99Z99999ZZ9999999' });
    await expect(receive({ ...request, body })).rejects.toMatchObject(unavailable);
  });

  test('when it names a capture that leads elsewhere in the API, then nothing is asked', async () => {
    const body = forge({ ...captureResource(REFERENCE), id: '../../v1/identity' });
    const { receiver, asked } = receiving({ agreed: genuine.body });
    await expect(receiver.receive({ ...request, body })).rejects.toThrow();
    expect(asked.filter(({ line }) => line.startsWith('GET /v2') || line.includes('identity'))).toEqual([]);
  });
});

describe('given what PayPal counts as an answer', () => {
  test('then 200 delivers, and anything else brings it again under a code', () => {
    const { receiver } = receiving();
    expect(receiver.accepted).toEqual({ statusCode: 200, contentType: 'application/json', body: '{}' });
    expect(receiver.refused(401, 'bad_signature')).toEqual({
      statusCode: 401,
      contentType: 'application/json',
      body: '{"error":"bad_signature"}',
    });
  });
});
