import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import type { PaymentMethod } from '../../../shared/domain/payment/payment.ts';
import { type Instant, instant } from '../../../shared/domain/values/instant.ts';
import { Refusal } from '../../../shared/errors.ts';
import type { PaymentNotice, SignedRequest, WebhookReceiver } from '../../../shared/payments/webhook.ts';
import { fakePayments } from '../../fakes/fake-payments.ts';
import { NOW } from '../../unit/domain/given.ts';
import { providerContract } from './provider-contract.ts';
import type { BookEntry, ProviderWorld } from './provider-world.ts';

const SECRET = 'whsec_fake';
const signatureOf = (body: Buffer): Buffer => createHmac('sha256', SECRET).update(body).digest();
const notice = z.object({ reference: z.string(), report: z.looseObject({ kind: z.string() }) });

const receiver: WebhookReceiver = {
  async receive({ headers, body }) {
    const given = Buffer.from(headers['x-signature'] ?? '', 'hex');
    const expected = signatureOf(body);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Refusal('bad_signature');
    return [notice.parse(JSON.parse(body.toString())) as unknown as PaymentNotice];
  },
  accepted: { statusCode: 200, contentType: 'text/plain', body: '' },
  refused: (statusCode, code) => ({ statusCode, contentType: 'text/plain', body: code }),
};

/** The fake is held to what the real ones are, so that a use case over it is a use case over them. */
const fakeWorld = async (method: Extract<PaymentMethod, 'card' | 'paypal'>): Promise<ProviderWorld> => {
  const clock = (): Instant => instant(NOW);
  const deliveries: SignedRequest[] = [];
  const payments = fakePayments({
    clock,
    tell(reference, report) {
      const body = Buffer.from(JSON.stringify({ reference, report }));
      const headers = { 'x-signature': signatureOf(body).toString('hex') };
      deliveries.push({ headers, body, path: '/v1/webhooks/fake', receivedAt: NOW });
    },
  });
  const provider = payments.of(method === 'paypal' ? 'paypal' : 'stripe');
  if (!provider) throw new Error('no such account');
  const allowed = (act: () => void): boolean => {
    try {
      act();
      return true;
    } catch {
      return false;
    }
  };
  const amountOf = (sessionId: string) => {
    const session = payments.sessions.find((each) => each.sessionId === sessionId);
    if (!session || session.captured) throw new Error('nothing to pay');
    return session.order.amount;
  };
  return {
    provider,
    receiver,
    now: clock,
    method,
    deliveries: async () => deliveries,
    payer: {
      approve: async ({ sessionId }) =>
        allowed(() =>
          method === 'paypal' ? payments.approve(sessionId) : payments.pay(sessionId, amountOf(sessionId)),
        ),
      decline: async ({ sessionId }) =>
        allowed(() => (method === 'paypal' ? payments.declineCapture(sessionId) : payments.decline(sessionId))),
    },
    faults: { loseNextAnswer: async () => payments.loseNextAnswer() },
    books: async () =>
      payments.sessions.map(
        ({ sessionId, order, captured, captures, refundsMinor }): BookEntry => ({
          sessionId,
          reference: order.reference,
          capturedMinor: captured ? Array.from({ length: captures }, () => captured.amountMinor) : [],
          refundedMinor: [...refundsMinor],
        }),
      ),
    close: async () => {},
  };
};

providerContract('the fake that takes money when the payer agrees', () => fakeWorld('card'));
providerContract('the fake whose money is ours to capture', () => fakeWorld('paypal'));
