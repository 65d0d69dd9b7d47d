import { crc32 } from 'node:zlib';
import { type Instant, instant } from '../../../shared/domain/values/instant.ts';
import { withCrc } from '../../unit/payments/paypal/crc-collision.ts';
import * as sender from '../senders/paypal.ts';
import {
  altered,
  CLOCK,
  type Delivery,
  everywhere,
  invalid,
  ORDER_ID,
  type ProviderFixtures,
  sequence,
  type Terms,
  untouched,
  valid,
  withHeader,
  YEN,
} from './fixture.ts';

type Fields = Readonly<Record<string, unknown>>;

const { CAPTURE_ID, CERT_URL, ORDER_ID: SESSION_ID, REFUND_ID, yen } = sender;
const seconds = (offset: number): Instant => instant((CLOCK + offset) * 1_000);

const capture = (more: Fields = {}) => sender.captureResource(ORDER_ID, { amount: yen(YEN), ...more });
const refund = (part: number, inAll: number | undefined, more: Fields = {}) =>
  sender.refundResource(ORDER_ID, {
    amount: yen(part),
    seller_payable_breakdown: {
      gross_amount: yen(part),
      ...(inAll !== undefined && { total_refunded_amount: yen(inAll) }),
    },
    ...more,
  });
const order = (more: Fields = {}, unit: Fields = {}) =>
  sender.orderResource(ORDER_ID, more, { amount: yen(YEN), ...unit });
const unmarked = { custom_id: undefined, invoice_id: undefined };

const sent = (type: string, resource: Fields, options: sender.PaypalOptions = {}): Delivery =>
  sender.paypalDelivery(sender.paypalEvent(type, resource), options);
const completed = (more: Fields = {}, options?: sender.PaypalOptions) =>
  sent('PAYMENT.CAPTURE.COMPLETED', capture(more), options);
const captureIs = (status: string) => sent(`PAYMENT.CAPTURE.${status}`, capture({ status }));
const refunded = (...[part, inAll, more]: Parameters<typeof refund>) =>
  sent('PAYMENT.CAPTURE.REFUNDED', refund(part, inAll, more));
const dispute = (type: string, more: Fields = {}, reference: string | undefined = ORDER_ID) =>
  sent(`CUSTOMER.DISPUTE.${type}`, sender.disputeResource(reference, { dispute_amount: yen(YEN), ...more }));
const ended = (outcome: string) =>
  dispute('RESOLVED', { status: 'RESOLVED', dispute_outcome: { outcome_code: outcome } });
const approved = sent('CHECKOUT.ORDER.APPROVED', order(), {});

/** PEM files of the folder: what stands at the address of a certificate. */
export const certificateFile = (name: sender.CertificateName): string => `paypal-at-address-${name}.pem`;
const served = (name: sender.CertificateName = 'genuine', url = CERT_URL) => ({
  cert_fetch: { [url]: certificateFile(name) },
});
const signedBy = (certificate: sender.CertificateName) => completed({}, { certificate });
const at = (certUrl: string) => completed({}, { certUrl });

const GENUINE = served();
const wasPaid: Terms = { ...GENUINE, order: { status: 'paid' } };
const found = (json: unknown) => ({ status: 200, json });
const captureFound = (more: Fields) => ({
  provider_api: { [`GET /v2/payments/captures/${CAPTURE_ID}`]: found(capture(more)) },
});
const capturing = (json: Fields): Terms => ({
  ...GENUINE,
  provider_api: { [`POST /v2/checkout/orders/${SESSION_ID}/capture`]: { status: 201, json } },
});
const capturedOrder = {
  id: SESSION_ID,
  status: 'COMPLETED',
  purchase_units: [{ reference_id: 'default', payments: { captures: [capture()] } }],
};
const remotely = (verdict: 'SUCCESS' | 'FAILURE'): Terms => ({
  ...served('strangersRoot'),
  provider_api: { 'POST /v1/notifications/verify-webhook-signature': found({ verification_status: verdict }) },
});

/** A body that says what we want to hear, under the signature of another one: both have the same CRC-32. */
const collision = (() => {
  const real = sent(
    'PAYMENT.CAPTURE.COMPLETED',
    capture({ amount: yen(1), custom_id: 'another-order', invoice_id: null }),
  );
  const wanted = JSON.stringify(sender.paypalEvent('PAYMENT.CAPTURE.COMPLETED', capture({ note: '####' })));
  for (let turn = 0; ; turn += 1) {
    const body = withCrc(wanted.replace('"note"', `"note${turn}"`), '####', crc32(real.body));
    // JSON is UTF-8, and a text of it has neither quotes nor control characters inside.
    if (isSound(body)) return { ...real, body };
  }
})();

function isSound(body: Buffer): boolean {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) !== null;
  } catch {
    return false;
  }
}

export const paypalFixtures: ProviderFixtures = {
  provider: 'paypal',
  cases: [
    valid('completed', 'PAYMENT.CAPTURE.COMPLETED', completed(), 'paid', GENUINE),
    valid(
      'leaf-alone',
      'the intermediate certificate is not sent along',
      signedBy('leafOnly'),
      'paid',
      served('leafOnly'),
    ),
    valid('invoice-id', 'only invoice_id names the order', completed({ custom_id: undefined }), 'paid', GENUINE),
    valid('by-session', "only PayPal's order leads to ours", completed(unmarked), 'paid', GENUINE),
    valid('by-session-told', "PayPal's order leads to ours, and its API says so", completed(unmarked), 'paid', {
      ...GENUINE,
      provider_api: { [`GET /v2/checkout/orders/${SESSION_ID}`]: found(order()) },
    }),
    valid(
      'of-somebody',
      'a capture that nothing marks',
      completed({ ...unmarked, supplementary_data: undefined, links: [] }),
      untouched('unpaid'),
      GENUINE,
    ),
    valid(
      'three-days',
      'a retry with the time of three days ago',
      completed({}, { at: seconds(-3 * 86_400) }),
      'paid',
      GENUINE,
    ),
    valid(
      'other-host',
      'the certificate at api-m',
      at(CERT_URL.replace('api.', 'api-m.')),
      'paid',
      served('genuine', CERT_URL.replace('api.', 'api-m.')),
    ),
    valid('confirmed', 'the capture is read back', completed(), 'paid', { ...GENUINE, ...captureFound({}) }),
    valid('pending', 'PAYMENT.CAPTURE.PENDING', captureIs('PENDING'), 'awaiting', GENUINE),
    valid('denied', 'PAYMENT.CAPTURE.DENIED', captureIs('DENIED'), 'failed', GENUINE),
    valid(
      'denied-by-type',
      'denied, and the capture in the event is as it was before',
      sent('PAYMENT.CAPTURE.DENIED', capture()),
      untouched('failed', 'paid'),
      GENUINE,
    ),
    valid('declined', 'PAYMENT.CAPTURE.DECLINED', captureIs('DECLINED'), 'failed', GENUINE),
    valid('refunded-full', 'refunded, all of it', refunded(YEN, YEN), untouched('refunded_full'), wasPaid),
    valid('refunded-part', 'refunded, a part', refunded(1_000, 1_000), untouched('refunded_partial'), wasPaid),
    valid('refunded-last-part', 'the last part of a refund', refunded(1_000, YEN), untouched('refunded_full'), wasPaid),
    valid(
      'refund-without-sum',
      'a refund that does not tell the sum',
      refunded(1_000, undefined),
      untouched('refunded_partial'),
      wasPaid,
    ),
    valid(
      'reversed',
      'PayPal took the money back',
      sent('PAYMENT.CAPTURE.REVERSED', refund(YEN, YEN)),
      untouched('refunded_full', 'disputed'),
      wasPaid,
    ),
    valid(
      'reversed-capture',
      'the same, told of the capture',
      sent('PAYMENT.CAPTURE.REVERSED', capture({ status: 'REVERSED' })),
      untouched('refunded_full', 'disputed'),
      wasPaid,
    ),
    valid('disputed', 'CUSTOMER.DISPUTE.CREATED', dispute('CREATED'), untouched('disputed'), wasPaid),
    valid(
      'disputed-unmarked',
      'a dispute that names the capture alone',
      dispute('CREATED', {}, undefined),
      untouched('disputed'),
      wasPaid,
    ),
    valid('dispute-won', 'resolved in our favour', ended('RESOLVED_SELLER_FAVOUR'), untouched('paid'), {
      ...GENUINE,
      order: { status: 'disputed' },
    }),
    valid(
      'dispute-lost',
      "resolved in the buyer's favour",
      ended('RESOLVED_BUYER_FAVOUR'),
      untouched('disputed', 'refunded_full'),
      { ...GENUINE, order: { status: 'disputed' } },
    ),
    valid('approved', 'the payer agreed, and no money has moved', approved, untouched('awaiting', 'unpaid'), GENUINE),
    valid('approved-captured', 'the payer agreed, and we capture', approved, 'paid', capturing(capturedOrder)),
    valid(
      'approved-pending',
      'what we capture stays pending',
      approved,
      'awaiting',
      capturing({ ...capturedOrder, purchase_units: [{ payments: { captures: [capture({ status: 'PENDING' })] } }] }),
    ),
    valid(
      'approval-reversed',
      'the approval lapsed',
      sent('CHECKOUT.PAYMENT-APPROVAL.REVERSED', { order_id: SESSION_ID, purchase_units: order()['purchase_units'] }),
      untouched('expired'),
      GENUINE,
    ),
    valid(
      'order-completed',
      'CHECKOUT.ORDER.COMPLETED, which its capture tells better',
      sent('CHECKOUT.ORDER.COMPLETED', order({ status: 'COMPLETED' })),
      untouched('unpaid', 'paid'),
      GENUINE,
    ),
    valid(
      'unknown-type',
      'a type of tomorrow',
      sent('PAYMENT.CAPTURE.REFLECTED', capture()),
      untouched('unpaid'),
      GENUINE,
    ),
    valid('amount', 'less than the price', completed({ amount: yen(1) }), untouched('review'), GENUINE),
    valid(
      'currency',
      'another currency',
      completed({ amount: { currency_code: 'USD', value: '29.80' } }),
      untouched('review'),
      GENUINE,
    ),
    valid(
      'whole-yen',
      'yen written with decimals that say nothing',
      completed({ amount: { currency_code: 'JPY', value: `${YEN}.00` } }),
      'paid',
      GENUINE,
    ),
    valid('really-pending', 'the API says that it is still pending', completed(), untouched('awaiting', 'paid'), {
      ...GENUINE,
      ...captureFound({ status: 'PENDING' }),
    }),
    valid('remotely', 'PayPal itself knows the certificate', signedBy('strangersRoot'), 'paid', remotely('SUCCESS')),
    invalid('remotely-not', 'PayPal itself does not know it', signedBy('strangersRoot'), remotely('FAILURE')),
    invalid('remotely-silent', 'nobody knows the certificate', signedBy('strangersRoot'), {
      ...served('strangersRoot'),
      ack: 'reject-any',
    }),
    invalid('altered', 'the amount was altered', altered(completed(), `"value":"${YEN}"`, '"value":"1"'), GENUINE),
    invalid('collision', 'another body with the same CRC-32', collision, {
      ...GENUINE,
      ...captureFound({ amount: yen(1), custom_id: 'another-order', invoice_id: null }),
      ack: 'reject-any',
    }),
    invalid('read-back', 'the API knows another amount', completed(), {
      ...GENUINE,
      ...captureFound({ amount: yen(1) }),
      ack: 'any',
    }),
    invalid('read-back-other', 'the API knows it as money for another order', completed(), {
      ...GENUINE,
      ...captureFound({ custom_id: 'another-order', invoice_id: 'another-order' }),
      ack: 'any',
    }),
    invalid('read-back-down', 'the API is down', completed(), {
      ...GENUINE,
      provider_api: { [`GET /v2/payments/captures/${CAPTURE_ID}`]: { status: 503 } },
      ack: 'reject-any',
    }),
    invalid('no-certificate', 'no certificate at its address', completed(), { ack: 'reject-any', cert_fetches: 1 }),
    invalid('certificate-down', 'the certificate cannot be fetched', completed(), {
      cert_fetch: { [CERT_URL]: { status: 503 } },
      ack: 'reject-any',
      cert_fetches: 1,
    }),
    ...[
      'https://certs.example.org/v1/notifications/certs/CERT-1',
      'http://api.sandbox.paypal.com/v1/notifications/certs/CERT-1',
      'https://api.sandbox.paypal.com@certs.example.org/v1/notifications/certs/CERT-1',
      'https://api.sandbox.paypal.com.example.org/v1/notifications/certs/CERT-1',
      'https://api.sandbox.paypal.com:8443/v1/notifications/certs/CERT-1',
      'https://api.sandbox.paypal.com/v1/notifications/certs/../../../evil',
      'https://api.sandbox.paypal.com/v2/CERT-1',
      'https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1?next=https://certs.example.org',
      'https://evil.sandbox.paypal.com/v1/notifications/certs/CERT-1',
      'https://api.paypal.com/v1/notifications/certs/CERT-1',
    ].map((url, index) =>
      invalid(
        `address-${index + 1}`,
        `a certificate at ${url}`,
        completed({}, { certUrl: url, certificate: 'selfSigned' }),
        { ...served('selfSigned', url), cert_fetches: 0 },
      ),
    ),
    ...(
      [
        'selfSigned',
        'expired',
        'notYetValid',
        'otherName',
        'lookalikeName',
        'wildcardName',
        'live',
        'forgedIssuer',
        'otherKey',
      ] as const
    ).map((name) =>
      invalid(`certificate-${name}`, `the certificate is wrong: ${name}`, signedBy(name), {
        ...served(name),
        cert_fetches: 1,
      }),
    ),
    invalid('literal-id', 'signed for WEBHOOK_ID', completed({}, { webhookId: 'literal' }), GENUINE),
    invalid('other-id', 'signed for another webhook', completed({}, { webhookId: 'strangers' }), GENUINE),
    invalid('algorithm', 'another algorithm', withHeader(completed(), 'PAYPAL-AUTH-ALGO', 'SHA1withRSA'), GENUINE),
    invalid('no-signature', 'no signature', withHeader(completed(), 'PAYPAL-TRANSMISSION-SIG', undefined), {
      ...GENUINE,
      cert_fetches: 0,
    }),
    invalid('no-id', 'no transmission id', withHeader(completed(), 'PAYPAL-TRANSMISSION-ID', undefined), {
      ...GENUINE,
      cert_fetches: 0,
    }),
    invalid(
      'other-time',
      'another time than was signed',
      withHeader(completed(), 'PAYPAL-TRANSMISSION-TIME', '2026-09-30T23:59:56Z'),
      GENUINE,
    ),
    invalid('empty-body', 'no body', { ...completed(), body: Buffer.alloc(0) }, GENUINE),
  ],
  sequences: [
    ...everywhere(completed(), completed({}, { transmissionId: 'another-transmission' })).map((each) => ({
      ...each,
      ...GENUINE,
    })),
    sequence(
      'late-news',
      'what was true before the capture arrives after it',
      [completed(), captureIs('PENDING'), captureIs('DENIED'), approved],
      { order_after: 'paid' },
      GENUINE,
    ),
    sequence(
      'pending-first',
      'pending, then completed',
      [captureIs('PENDING'), completed()],
      { order_after: 'paid' },
      GENUINE,
    ),
    sequence(
      'denied-first',
      'denied, then another capture',
      [captureIs('DENIED'), completed({ id: '7XY12345AB678901C' })],
      { order_after: 'paid' },
      GENUINE,
    ),
    sequence(
      'approved-first',
      'approved, captured by us, and told once more',
      [approved, completed()],
      { order_after: 'paid' },
      capturing(capturedOrder),
    ),
    sequence(
      'refunds',
      'two parts, told out of order',
      [completed(), refunded(YEN - 1_000, YEN, { id: 'R2' }), refunded(1_000, 1_000)],
      { order_after: 'refunded_full', refunded_amount: YEN },
      GENUINE,
    ),
    sequence(
      'refunds-without-sum',
      'two parts, without their sum',
      [completed(), refunded(1_000, undefined), refunded(1_000, undefined), refunded(500, undefined, { id: 'R2' })],
      { order_after: 'refunded_partial', refunded_amount: 1_500 },
      GENUINE,
    ),
    sequence(
      'refund-fails',
      'a refund fails after it was told',
      [
        completed(),
        refunded(YEN, YEN),
        sent('PAYMENT.REFUND.FAILED', refund(YEN, undefined, { status: 'FAILED', id: REFUND_ID })),
      ],
      { order_after: 'paid', refunded_amount: 0 },
      GENUINE,
    ),
    sequence(
      'dispute',
      'disputed, and won',
      [
        completed(),
        dispute('CREATED'),
        dispute('UPDATED', { status: 'UNDER_REVIEW' }),
        ended('RESOLVED_SELLER_FAVOUR'),
      ],
      { order_after: 'paid' },
      GENUINE,
    ),
    sequence(
      'forged-first',
      'a forgery, then the capture',
      [altered(completed(), `"value":"${YEN}"`, '"value":"1"'), completed()],
      { acks: ['reject', 'ok'], order_after: 'paid' },
      GENUINE,
    ),
  ],
};
