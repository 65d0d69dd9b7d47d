import type { PaymentReport } from '../../domain/payment/payment.ts';
import { type Instant, instant } from '../../domain/values/instant.ts';
import { type Money, money } from '../../domain/values/money.ts';
import type { Clock } from '../../runtime/deps.ts';
import type { BookedPayment } from '../provider.ts';
import { signedMoneyOf } from './amount.ts';
import type { PaypalCall } from './paypal-calls.ts';
import { isBetween, type Transaction, transactions } from './transactions.ts';

/** What a transaction is, by its event code (developer.paypal.com/docs/transaction-search/transaction-event-codes). */
const PAYMENT = /^T00\d\d$/;
/** Refund by the merchant, reversal by PayPal. */
const REFUNDS = new Set(['T1107', 'T1106']);
/** Held for a dispute. */
const HOLDS = new Set(['T1110']);
/** Charged back by the card's bank. */
const CHARGEBACKS = new Set(['T1201']);
/** Released from the hold, whoever won. */
const RELEASES = new Set(['T1111']);
/** Charged back and won again. */
const CHARGEBACKS_WON = new Set(['T1202']);
const DENIED = 'D';
const PENDING = 'P';
/** The whole payment went back, says the payment's own line. */
const REVERSED = 'V';

/**
 * The payments of `[from, until)` and all that became of them until now: refunds stand in the statement by themselves,
 * days later, and name their payment. Orders that nobody paid are not in it.
 */
export async function* bookedPayments(
  call: PaypalCall,
  clock: Clock,
  from: Instant,
  until: Instant,
): AsyncGenerator<BookedPayment> {
  const payments = new Map<string, Transaction>();
  const later = new Map<string, Transaction[]>();
  const seen = new Set<string>();
  for await (const transaction of transactions(call, from, instant(Math.max(from, clock())))) {
    const { transaction_id: id, transaction_event_code: code, paypal_reference_id: about } = transaction;
    // One id may stand there twice, once with and once without effect on the balance.
    if (seen.has(`${id} ${code}`)) continue;
    seen.add(`${id} ${code}`);
    if (PAYMENT.test(code)) {
      if (isIncoming(transaction) && isBetween(transaction, from, until)) payments.set(id, transaction);
    } else if (about !== undefined) later.set(about, [...(later.get(about) ?? []), transaction]);
  }
  for (const [id, payment] of payments)
    yield {
      reference: payment.custom_field || payment.invoice_id || undefined,
      reports: reportsOf(id, payment, later.get(id) ?? []),
    };
}

/** A negative payment is one that the account made itself. */
const isIncoming = ({ transaction_amount: amount }: Transaction): boolean => !signedMoneyOf(amount).outgoing;

const reportsOf = (captureId: string, payment: Transaction, later: readonly Transaction[]): PaymentReport[] => {
  const { transaction_status: status } = payment;
  if (status === PENDING) return [{ kind: 'processing' }];
  if (status === DENIED) return [{ kind: 'failed', reason: 'try_another_method' }];
  const { money: amount } = signedMoneyOf(payment.transaction_amount);
  const disputed = disputeReports(captureId, amount, later);
  return [
    { kind: 'captured', captureId, amount },
    ...refundReports(captureId, amount, later, status === REVERSED && disputed.length === 0),
    ...disputed,
  ];
};

const isDenied = ({ transaction_status: status }: Transaction): boolean => status === DENIED;

/** A refund that was denied is made up for once as much is under way by others. */
const refundReports = (
  captureId: string,
  { amountMinor: inAll, currency }: Money,
  later: readonly Transaction[],
  reversed: boolean,
): PaymentReport[] => {
  const refunds = later.filter(({ transaction_event_code: code }) => REFUNDS.has(code));
  const made = sum(
    refunds.filter((refund) => !isDenied(refund)),
    REFUNDS,
    currency,
  );
  const refunded = made.amountMinor === 0 && reversed ? money(inAll, currency) : made;
  const denied = refunds.filter(isDenied).map(({ transaction_amount: each }) => signedMoneyOf(each).money.amountMinor);
  if (refunded.amountMinor < Math.max(0, ...denied))
    return [{ kind: 'refund_failed', captureId, refunded, failures: denied.length }];
  return refunded.amountMinor > 0 ? [{ kind: 'refunded', captureId, refunded }] : [];
};

/** The hold ends with the dispute; whose money it is shows in whether it was charged back after that. */
const disputeReports = (captureId: string, inAll: Money, later: readonly Transaction[]): PaymentReport[] => {
  const { currency, amountMinor } = inAll;
  const of = (codes: ReadonlySet<string>): number =>
    sum(
      later.filter((each) => !isDenied(each)),
      codes,
      currency,
    ).amountMinor;
  const [held, released] = [of(HOLDS), of(RELEASES)];
  const [charged, regained] = [of(CHARGEBACKS), of(CHARGEBACKS_WON)];
  if (held + charged === 0) return [];
  const amount = money(Math.min(amountMinor, Math.max(held - released, charged - regained)), currency);
  if (amount.amountMinor <= 0) return [{ kind: 'dispute_closed', captureId, amount: inAll, outcome: 'won' }];
  const isOver = released >= held && released > 0;
  return [
    isOver ? { kind: 'dispute_closed', captureId, amount, outcome: 'lost' } : { kind: 'disputed', captureId, amount },
  ];
};

const sum = (all: readonly Transaction[], codes: ReadonlySet<string>, currency: string): Money => {
  const amounts = all
    .filter(({ transaction_event_code: code }) => codes.has(code))
    .map(({ transaction_amount: amount }) => signedMoneyOf(amount).money)
    .filter((amount) => amount.currency === currency);
  return money(
    amounts.reduce((total, { amountMinor }) => total + amountMinor, 0),
    currency,
  );
};
