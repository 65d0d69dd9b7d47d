import {
  type CapturedPayment,
  disputedMinor,
  owedBackMinor,
  type Payment,
} from '../../shared/domain/payment/payment.ts';
import type { Renewal } from '../../shared/domain/renewal/renewal.ts';
import { paymentReference } from '../../shared/domain/values/ids.ts';
import { formatInstant } from '../../shared/domain/values/instant.ts';
import type { RenewalAnswer } from './answers.ts';
import type { Words } from './words/vocabulary.ts';

type PaymentView = RenewalAnswer['payment'];

/** One payment of a renewal: what was asked for, what arrived, what went back and what still will. */
export const paymentView = (renewal: Renewal, payment: Payment, { declines }: Words): PaymentView => {
  // What came before the money is of no use to anybody any more.
  const decline = payment.status === 'captured' ? undefined : lastDecline(renewal, payment.number, declines);
  return {
    reference: paymentReference(renewal.renewalId, payment.number),
    method: payment.method,
    amount: payment.amount,
    ...facts(renewal, payment),
    ...(decline && { lastDecline: { reason: decline, text: declines[decline] } }),
  };
};

const facts = (
  renewal: Renewal,
  payment: Payment,
): Omit<PaymentView, 'reference' | 'method' | 'amount' | 'lastDecline'> => {
  switch (payment.status) {
    case 'created':
    case 'requires_action':
    case 'processing':
    case 'capturing':
      return { status: payment.status, ...(renewal.status === 'awaiting_payment' && { url: payment.url }) };
    case 'failed':
    case 'cancelled':
    case 'expired':
      return { status: payment.status };
    case 'captured': {
      const { captured, refundedMinor } = payment;
      const owedMinor = owedBackMinor(payment);
      const inCurrency = (amountMinor: number) => ({ amountMinor, currency: captured.currency });
      return {
        status: capturedStatus(payment),
        captured,
        ...(refundedMinor > 0 && { refunded: inCurrency(refundedMinor) }),
        ...(owedMinor > 0 && { goesBack: inCurrency(owedMinor) }),
        ...(owedMinor > 0 &&
          payment.detailsAskedAt !== undefined && { detailsAskedAt: formatInstant(payment.detailsAskedAt) }),
      };
    }
  }
};

const capturedStatus = (payment: CapturedPayment): PaymentView['status'] => {
  const { refundedMinor, captured } = payment;
  if (disputedMinor(payment) > 0) return 'disputed';
  if (refundedMinor === 0) return 'captured';
  return refundedMinor < captured.amountMinor ? 'partially_refunded' : 'refunded';
};

type Decline = keyof Words['declines'];

/** A note in the trail: `declined.<payment number>.<reason>`, or `failed.…` when it ended the payment. */
const lastDecline = ({ trail }: Renewal, number: number, declines: Words['declines']): Decline | undefined => {
  const isDecline = (text: string): text is Decline => Object.hasOwn(declines, text);
  const prefixes = [`declined.${number}.`, `failed.${number}.`];
  const entry = trail.findLast(({ what }) => prefixes.some((prefix) => what.startsWith(prefix)));
  const note = entry?.what.split('.')[2];
  return note !== undefined && isDecline(note) ? note : undefined;
};
