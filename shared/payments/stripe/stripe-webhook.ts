import { Stripe } from 'stripe';
import type { PaymentReport } from '../../domain/payment/payment.ts';
import type { Secret } from '../../runtime/secrets.ts';
import { verifiedAccount } from '../verified-account.ts';
import type { PaymentNotice, WebhookReceiver } from '../webhook.ts';
import { type EventReading, readEvent } from './event.ts';
import { hasFailed, refundReports } from './refund-reports.ts';
import { listRefunds } from './refunds.ts';
import { intentReply, moneyOf, type RefundReply, referenceIn } from './replies.ts';
import { isSigned } from './signature.ts';
import { isLive, type StripeAccount } from './stripe-account.ts';
import { type StripeCall, stripeCalls, understood } from './stripe-calls.ts';
import type { StripeHttpClient } from './stripe-client.ts';

/** The endpoint that Stripe delivers events to; it counts any 2xx. `httpClient` replaces the SDK's own, for tests. */
export const stripeWebhook = ({
  account,
  httpClient,
}: {
  readonly account: Secret<StripeAccount>;
  readonly httpClient?: StripeHttpClient;
}): WebhookReceiver => {
  const call = stripeCalls(account, httpClient);
  return {
    async receive(request) {
      const signer = await verifiedAccount(account, ({ webhookSecrets }) => isSigned(request, webhookSecrets));
      return notices(call, readEvent(request.body, isLive(signer)));
    },
    accepted: { statusCode: 200, contentType: 'application/json', body: '{"received":true}' },
    refused: (statusCode, code) => ({
      statusCode,
      contentType: 'application/json',
      body: JSON.stringify({ error: code }),
    }),
  };
};

const notices = async (call: StripeCall, reading: EventReading): Promise<readonly PaymentNotice[]> => {
  switch (reading.kind) {
    case 'nothing':
      return [];
    case 'report':
      return [{ reference: reading.reference, report: reading.report }];
    case 'refund':
    case 'dispute': {
      const reference = reading.reference ?? (await referenceOf(call, reading.intentId));
      if (reference === undefined) return [];
      const reports = reading.kind === 'dispute' ? [reading.report] : await refundsTold(call, reading);
      return reports.map((report) => ({ reference, report }));
    }
  }
};

/** Whose payment it is; nobody's of ours when the account has no such payment. */
const referenceOf = async (call: StripeCall, intentId: string): Promise<string | undefined> => {
  const reply = await unlessMissing(call((stripe) => stripe.paymentIntents.retrieve(intentId)));
  return reply && referenceIn(understood(intentReply, reply).metadata);
};

/**
 * Events come late and out of order, so the list of refunds is asked. A payment that the account cannot find is told of
 * in the event's own words, for those are signed too.
 */
const refundsTold = async (
  call: StripeCall,
  { intentId, told }: Extract<EventReading, { kind: 'refund' }>,
): Promise<readonly PaymentReport[]> => {
  const listed = await unlessMissing(listRefunds(call, intentId));
  if ('sum' in told) {
    const { sum } = told;
    return listed?.length
      ? refundReports(listed, intentId, sum.currency)
      : [{ kind: 'refunded', captureId: intentId, refunded: sum }];
  }
  const { one } = told;
  return listed
    ? refundReports(withTold(listed, one), intentId, one.currency.toUpperCase())
    : [refundAlone(one, intentId)];
};

/** A refund that has failed stays failed, should the list not show it yet. */
const withTold = (listed: readonly RefundReply[], one: RefundReply): readonly RefundReply[] => {
  if (!listed.some(({ id }) => id === one.id)) return [one, ...listed];
  return listed.map((refund) => (refund.id === one.id && hasFailed(one) ? one : refund));
};

const refundAlone = (one: RefundReply, captureId: string): PaymentReport =>
  one.status === 'requires_action'
    ? { kind: 'refund_needs_details', captureId }
    : {
        kind: 'refund_part',
        captureId,
        refundId: one.id,
        amount: moneyOf(one.amount, one.currency),
        state: hasFailed(one) ? 'failed' : 'made',
      };

const unlessMissing = async <T>(answer: Promise<T>): Promise<T | undefined> => {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 404) return undefined;
    throw error;
  }
};
