import type * as z from 'zod/mini';
import { owedBackMinor, type Payment } from '../../shared/domain/payment/payment.ts';
import type { Renewal } from '../../shared/domain/renewal/renewal.ts';
import { paymentReference } from '../../shared/domain/values/ids.ts';
import type { renewalAnswer } from './answers.ts';
import type { Words } from './words/vocabulary.ts';

type PaymentView = z.input<typeof renewalAnswer>['payment'];

/** One payment of a renewal: what was asked for, what arrived, what went back and what still will. */
export const paymentView = (renewal: Renewal, payment: Payment, { declines }: Words): PaymentView => {
  const decline = lastDecline(renewal, payment.number, declines);
  return {
    reference: paymentReference(renewal.renewalId, payment.number),
    amount: payment.amount,
    ...facts(renewal, payment),
    ...(decline && { lastDecline: { reason: decline, text: declines[decline] } }),
  };
};

const facts = (renewal: Renewal, payment: Payment): Omit<PaymentView, 'reference' | 'amount' | 'lastDecline'> => {
  switch (payment.status) {
    case 'created':
    case 'processing':
      return { status: payment.status, ...(renewal.status === 'awaiting_payment' && { url: payment.url }) };
    case 'expired':
      return { status: 'expired' };
    case 'captured': {
      const { captured, refundedMinor } = payment;
      const owedMinor = owedBackMinor(payment);
      const inCurrency = (amountMinor: number) => ({ amountMinor, currency: captured.currency });
      return {
        status:
          refundedMinor === 0 ? 'captured' : refundedMinor < captured.amountMinor ? 'partially_refunded' : 'refunded',
        captured,
        ...(refundedMinor > 0 && { refunded: inCurrency(refundedMinor) }),
        ...(owedMinor > 0 && { goesBack: inCurrency(owedMinor) }),
      };
    }
  }
};

type Decline = keyof Words['declines'];

/** A decline is a note in the trail: `declined.<payment number>.<reason>`. */
const lastDecline = ({ trail }: Renewal, number: number, declines: Words['declines']): Decline | undefined => {
  const isDecline = (text: string): text is Decline => Object.hasOwn(declines, text);
  const prefix = `declined.${number}.`;
  const note = trail.findLast(({ what }) => what.startsWith(prefix))?.what.slice(prefix.length);
  return note !== undefined && isDecline(note) ? note : undefined;
};
