import type { DeclineReason, PaymentMethod } from '../../../shared/domain/payment/payment.ts';
import type { Instant } from '../../../shared/domain/values/instant.ts';
import type { OpenedPayment, PaymentProvider } from '../../../shared/payments/provider.ts';
import type { SignedRequest, WebhookReceiver } from '../../../shared/payments/webhook.ts';

/** What the provider itself holds of one session, whatever its adapter says of it. */
export interface BookEntry {
  readonly sessionId: string;
  /** As it was put on the session. */
  readonly reference: string;
  /** What arrived, each capture by itself: more than one would be a double charge. */
  readonly capturedMinor: readonly number[];
  /** What went back and did not fail, each refund by itself. */
  readonly refundedMinor: readonly number[];
}

/**
 * An adapter with both of its ports, and the provider and the payer behind it as a test sees them. A simulator over
 * HTTP and a fake in memory implement it alike; the suite makes the orders and does what the application does.
 */
export interface ProviderWorld {
  readonly provider: PaymentProvider;
  readonly receiver: WebhookReceiver;
  /** On the provider's clock. */
  readonly now: () => Instant;
  /** The method that the orders name: the one with the plainest flow. */
  readonly method: PaymentMethod;
  /** Everything that was delivered to the webhook so far, as it arrived, in order. */
  readonly deliveries: () => Promise<readonly SignedRequest[]>;
  /** What the payer does on the provider's page. `false` when the page does not let them (paid, closed, unknown). */
  readonly payer: {
    /** Agrees. With some providers that is the money (Stripe), with others it is ours to capture then (PayPal). */
    readonly approve: (session: OpenedPayment) => Promise<boolean>;
    /**
     * Tries to pay and is turned down for lack of funds; the session stays payable. Where a provider learns that only
     * from the capture (PayPal: `INSTRUMENT_DECLINED`), the payer agrees here and the next capture is turned down.
     */
    readonly decline: (session: OpenedPayment) => Promise<boolean>;
  };
  /** What is told of that decline where the provider keeps the reason between itself and the payer. */
  readonly declineReason?: DeclineReason;
  readonly faults: {
    /**
     * The next request that changes something (opens, captures, refunds, closes) is carried out and its answer never
     * arrives. Repetitions by an SDK of its own accord count as the same request: the adapter must see no answer.
     * Looking is not affected.
     */
    readonly loseNextAnswer: () => Promise<void>;
  };
  readonly books: () => Promise<readonly BookEntry[]>;
  readonly close: () => Promise<void>;
}
