import type { PaymentReport } from '../domain/payment/payment.ts';
import type { Instant } from '../domain/values/instant.ts';

/** The bytes as the provider signed them. Header names are lower case. */
export interface SignedRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  /** The path as the provider called it, without query. */
  readonly path: string;
  readonly receivedAt: Instant;
}

/** A verified delivery that concerns one payment. */
export interface PaymentNotice {
  /** The text by which our side knows the payment; whether it is one of ours is for the receiver of the notice to say. */
  readonly reference: string;
  readonly report: PaymentReport;
}

export interface WebhookReply {
  readonly statusCode: number;
  readonly contentType: string;
  readonly body: string;
}

/** The receiving end of one account at a payment provider. */
export interface WebhookReceiver {
  /**
   * The notices of a delivery, after its signature was verified over the raw bytes; none when it is not about us or
   * has no effect.
   *
   * @throws Refusal `bad_signature`; `payment_provider_unavailable` when it could not be verified or read for now
   */
  receive(request: SignedRequest): Promise<readonly PaymentNotice[]>;
  /** What this provider counts as delivered. */
  readonly accepted: WebhookReply;
  /** What makes this provider deliver it again; `statusCode` says whose fault it was (4xx, 5xx), `code` why. */
  refused(statusCode: number, code: string): WebhookReply;
}
