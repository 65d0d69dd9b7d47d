import type { PaymentMethod, PaymentReport } from '../domain/payment/payment.ts';
import type { PaymentReference } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/instant.ts';
import type { Money } from '../domain/values/money.ts';

/** What must be paid. The provider's parameters are a pure function of it, so that a retry repeats them exactly. */
export interface PaymentOrder {
  /** Put on the session and on the payment, so that every event about either leads back to us. */
  readonly reference: PaymentReference;
  /** Unique to what the traveller asked for: repeating it meets the same session. */
  readonly key: string;
  readonly amount: Money;
  readonly method: PaymentMethod;
  /** What the payment page and the statement call it. */
  readonly description: string;
  /** BCP 47 language of the payer, for the provider's page. */
  readonly language: string;
  /** Where the provider sends the payer afterwards; arriving there proves nothing. */
  readonly returnUrl: string;
}

export interface OpenedPayment {
  /** The provider's id of the session. */
  readonly sessionId: string;
  /** The page where the payer pays. */
  readonly url: string;
}

/** One of our payments as its provider holds it; enough to ask about it. */
export interface PaymentSession {
  readonly sessionId: string;
  readonly reference: PaymentReference;
}

export interface RefundOrder {
  readonly reference: PaymentReference;
  /** The provider's id of the captured payment. */
  readonly captureId: string;
  readonly amount: Money;
}

/** A payment in the provider's own books, for comparison with ours. */
export interface BookedPayment {
  /** As we put it there; absent on payments that somebody else took through the same account. */
  readonly reference: string | undefined;
  readonly reports: readonly PaymentReport[];
}

/**
 * One account at a payment provider. Expected outcomes are values; what is thrown is a `Refusal`:
 * `payment_provider_unavailable` from every call whose outcome could not be learned.
 */
export interface PaymentProvider {
  /**
   * Repeating it with the same key answers the same session.
   *
   * @throws Refusal `idempotency_key_reused` when the key was used for another order, as long as the provider knows it
   */
  open(order: PaymentOrder): Promise<OpenedPayment>;
  /** What the provider holds true now, in the same words as a webhook. Empty while nothing has happened. */
  lookUp(payment: PaymentSession): Promise<readonly PaymentReport[]>;
  /** Takes the money of a payment that was `approved`. Repeating it takes it once. Not needed where payers' approval captures. */
  capture(payment: PaymentSession): Promise<readonly PaymentReport[]>;
  /**
   * After it the session cannot be paid any more, or was paid before: look up to learn which. Where the provider
   * cannot void a session, only our not capturing it keeps it from being paid.
   */
  close(payment: PaymentSession): Promise<void>;
  /** Looks for an earlier refund of this reference before it asks for one; answers what has been refunded in all. */
  refund(order: RefundOrder): Promise<PaymentReport>;
  /** All payments created in `[from, until)`, paid or not, with what became of them since. */
  list(from: Instant, until: Instant): AsyncIterable<BookedPayment>;
}

/** The brand's accounts, as configured. */
export interface PaymentAccounts {
  readonly names: readonly string[];
  /** `undefined` for an account that is only listened to, and for one that is not configured any more. */
  of(account: string): PaymentProvider | undefined;
  /** The first account that takes this method in this currency. */
  choose(method: PaymentMethod, currency: string): string | undefined;
  /** What a payer of this currency may choose from, in the brand's order. */
  methods(currency: string): readonly PaymentMethod[];
}
