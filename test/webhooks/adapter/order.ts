import { createHash } from 'node:crypto';
import { type CarrierTerms, nextStep } from '../../../shared/domain/activation/next-step.ts';
import {
  type CapturedPayment,
  disputedMinor,
  isCaptured,
  type Payment,
  type PaymentReport,
} from '../../../shared/domain/payment/payment.ts';
import { decide } from '../../../shared/domain/renewal/decide.ts';
import type { Renewal } from '../../../shared/domain/renewal/renewal.ts';
import { lineId, lineOf, personId, type RenewalId, renewalIdFrom } from '../../../shared/domain/values/ids.ts';
import { HOUR_MS, type Instant, plusMs } from '../../../shared/domain/values/instant.ts';
import { money } from '../../../shared/domain/values/money.ts';
import { aLine, aPlan } from '../../unit/domain/given.ts';
import { type FixtureOrder, ORDER_WORDS, type OrderWord } from './context.ts';

const LINE = lineId('F0000000000F');
/** Of the order's first and only payment session. */
export const NUMBER = 1;
/**
 * What the provider called the money that arrived before, and the dispute about it. A fixture does not say: they are
 * the first ones that a delivery names.
 */
export interface EarlierIds {
  readonly captureId?: string;
  readonly disputeId?: string;
}

export const idsIn = (report: PaymentReport): EarlierIds => ({
  ...('captureId' in report && report.captureId !== undefined && { captureId: report.captureId }),
  ...('disputeId' in report && typeof report.disputeId === 'string' && { disputeId: report.disputeId }),
});

/** A fixture's order has an id of any form: every text is the reference of exactly one renewal. */
export const renewalOf = (reference: string): RenewalId =>
  renewalIdFrom(LINE, createHash('sha256').update(reference).digest());

/**
 * Whether it may be one of ours: they all have one form. Where nothing is stored yet no form is known, and every text
 * may be one.
 */
export const isOfOurForm = (reference: string, order: FixtureOrder | null): boolean =>
  order === null || formOf(reference) === formOf(order.id);

const formOf = (id: string): string => id.replaceAll(/\d/g, '0').replaceAll(/[a-z]/gi, 'A');

/** The order as our store holds it: opened, and then told by its provider what made it what it is. */
export const renewalFor = (order: FixtureOrder, account: string, now: Instant, ids: EarlierIds = {}): Renewal => {
  const renewalId = renewalOf(order.id);
  const amount = money(order.amount, order.currency);
  const opened: Renewal = {
    renewalId,
    lineId: lineOf(renewalId),
    ownerId: personId('fixture'),
    plan: { planId: 'fixture', version: 1 },
    price: amount,
    quote: { endBefore: now, endAfter: plusMs(now, 24 * HOUR_MS) },
    language: 'en',
    createdAt: now,
    requestHash: '',
    payments: [
      {
        number: NUMBER,
        account,
        method: 'card',
        amount,
        sessionId: 'session',
        openedAt: now,
        status: 'created',
        url: 'https://pay.example/session',
      },
    ],
    trail: [{ at: now, what: 'created' }],
    claims: {},
    status: 'awaiting_payment',
    payBy: plusMs(now, HOUR_MS),
    activationDeadlineMs: HOUR_MS,
  };
  return reportsBehind(order, ids).reduce((renewal: Renewal, report) => {
    const decision = decide(renewal, { type: 'payment_reported', number: NUMBER, report, at: now });
    if (!decision.ok) throw new Error(`no order becomes ${order.status} by ${report.kind}: ${decision.refusal}`);
    return decision.next;
  }, opened);
};

/** How an order comes to be called this. Where a word leaves the amount open, the smallest one. */
const reportsBehind = (
  { status, amount, currency }: FixtureOrder,
  { captureId = 'not named yet', disputeId }: EarlierIds,
): readonly PaymentReport[] => {
  const word = ORDER_WORDS.find((each) => each === status);
  if (word === undefined) throw new RangeError(`no order is called ${status}`);
  const inAll = money(amount, currency);
  const captured: PaymentReport = { kind: 'captured', captureId, amount: inAll };
  switch (word) {
    case 'unpaid':
      return [];
    case 'awaiting':
      return [{ kind: 'requires_action' }];
    case 'failed':
      return [{ kind: 'failed', reason: 'try_another_method' }];
    case 'expired':
      return [{ kind: 'expired' }];
    case 'paid':
      return [captured];
    case 'review':
      return [{ kind: 'captured', captureId, amount: money(amount + 1, currency) }];
    case 'refunded_partial':
      return [captured, { kind: 'refunded', captureId, refunded: money(1, currency) }];
    case 'refunded_full':
      return [captured, { kind: 'refunded', captureId, refunded: inAll }];
    case 'disputed':
      return [captured, { kind: 'disputed', captureId, amount: inAll, ...(disputeId !== undefined && { disputeId }) }];
  }
};

const ANY_CARRIER: CarrierTerms = { class: 'A', settlingMs: 0, canUndo: false, canWithdraw: false };

/** Whether the activation worker would order the service now. */
export const callsCarrier = (renewal: Renewal): boolean =>
  nextStep(renewal, aLine({ lineId: LINE }), aPlan(), ANY_CARRIER, renewal.createdAt).do === 'submit';

/** What the fixtures call the order, by the payment that is kept, or else the first. */
export const wordFor = (renewal: Renewal): OrderWord => {
  const kept = 'paidBy' in renewal ? renewal.paidBy : NUMBER;
  const payment = renewal.payments.find(({ number }) => number === kept);
  if (payment === undefined) throw new Error('an order without its payment');
  return isCaptured(payment) ? wordForMoney(renewal, payment) : wordWithoutMoney(renewal, payment);
};

const wordForMoney = ({ status }: Renewal, payment: CapturedPayment): OrderWord => {
  const { captured, refundedMinor, verdict } = payment;
  if (disputedMinor(payment) > 0) return 'disputed';
  if (refundedMinor > 0) return refundedMinor < captured.amountMinor ? 'refunded_partial' : 'refunded_full';
  return status === 'needs_review' || verdict === 'review' ? 'review' : 'paid';
};

const wordWithoutMoney = ({ trail }: Renewal, payment: Exclude<Payment, CapturedPayment>): OrderWord => {
  switch (payment.status) {
    case 'failed':
      return 'failed';
    case 'cancelled':
    case 'expired':
      return 'expired';
    case 'created':
    case 'requires_action':
    case 'processing':
    case 'capturing':
      if (trail.at(-1)?.what.startsWith('declined.')) return 'failed';
      return payment.status === 'created' ? 'unpaid' : 'awaiting';
  }
};

/** The sum of what went back, in the minor unit. */
export const refundedMinorOf = ({ payments }: Renewal): number =>
  payments.filter(isCaptured).reduce((sum, { refundedMinor }) => sum + refundedMinor, 0);
