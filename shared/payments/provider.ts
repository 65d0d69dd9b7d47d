import type { PaymentReport } from '../domain/payment/payment.ts';
import type { PaymentReference } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/instant.ts';
import type { Money } from '../domain/values/money.ts';

/** The bytes as the provider signed them. Header names are lower case. */
export interface SignedRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  readonly receivedAt: Instant;
}

/** What must be paid. The provider's parameters are a pure function of it, so that a retry repeats them exactly. */
export interface PaymentOrder {
  /** Put on the session and on the payment; all of it but the line is the source of the idempotency key there. */
  readonly reference: PaymentReference;
  readonly amount: Money;
  readonly method: PaymentMethod;
  /** What the payment page and the statement call it. */
  readonly description: string;
  /** BCP 47 language of the payer, for the provider's page. */
  readonly language: string;
  /** Where the provider sends the payer afterwards; arriving there proves nothing. */
  readonly returnUrl: string;
}

export type PaymentMethod = 'card';

export interface OpenedPayment {
  /** The provider's id of the session. */
  readonly sessionId: string;
  /** The page where the payer pays. */
  readonly url: string;
}

/** A verified delivery that concerns one of our payments. */
export interface PaymentNotice {
  readonly reference: PaymentReference;
  readonly report: PaymentReport;
}

export interface RefundOrder {
  readonly reference: PaymentReference;
  /** The provider's id of the captured payment. */
  readonly captureId: string;
  readonly amount: Money;
}

/**
 * One payment provider. Expected outcomes are values; what is thrown is a `Refusal`:
 * `bad_signature` from `verify`, `payment_provider_unavailable` from every call whose outcome could not be learned.
 */
export interface PaymentProvider {
  /**
   * Repeating it with the same reference answers the same session.
   *
   * @throws Refusal `idempotency_key_reused` when the key was used for another order, as long as the provider knows it
   */
  open(order: PaymentOrder): Promise<OpenedPayment>;
  /** The notices of a delivery, after its signature was verified over the raw bytes; none when it is not about us or has no effect. */
  verify(request: SignedRequest): Promise<readonly PaymentNotice[]>;
  /** What the provider holds true now, in the same words as a webhook. Empty while nothing has happened. */
  lookUp(payment: { readonly sessionId: string }): Promise<readonly PaymentReport[]>;
  /** After it the session cannot be paid any more, or was paid before: look up to learn which. */
  close(payment: { readonly sessionId: string }): Promise<void>;
  /** Looks for an earlier refund of this reference before it asks for one; answers what has been refunded in all. */
  refund(order: RefundOrder): Promise<PaymentReport>;
}
