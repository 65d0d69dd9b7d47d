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
/** Held for a dispute; charged back by the card's bank. */
const DISPUTES = new Set(['T1110', 'T1201']);
/** Released from the hold; charged back and won again. */
const DISPUTES_WON = new Set(['T1111', 'T1202']);
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
  const effective = later.filter((each) => each.transaction_status !== DENIED);
  const refunded = sum(effective, REFUNDS, amount.currency);
  const disputed = sum(effective, DISPUTES, amount.currency);
  const won = sum(effective, DISPUTES_WON, amount.currency);
  const back = refunded.amountMinor === 0 && disputed.amountMinor === 0 && status === REVERSED ? amount : refunded;
  const held = Math.min(disputed.amountMinor - won.amountMinor, amount.amountMinor);
  const reports: PaymentReport[] = [{ kind: 'captured', captureId, amount }];
  if (back.amountMinor > 0) reports.push({ kind: 'refunded', captureId, refunded: back });
  if (held > 0) reports.push({ kind: 'disputed', captureId, amount: money(held, amount.currency) });
  else if (disputed.amountMinor > 0) reports.push({ kind: 'dispute_closed', captureId, amount, outcome: 'won' });
  return reports;
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
