/**
 * Everything that came of one payment page: the page itself, its payment, what was tried, what went back, and the
 * events that tell of it. Kept as one value, so that a killed process leaves all of it or none.
 */
export interface Checkout {
  /** The variable part of every id in here. */
  readonly suffix: string;
  readonly order: SessionOrder;
  readonly payUrl: string;
  readonly createdAt: Seconds;
  readonly expiresAt: Seconds;
  readonly status: 'open' | 'complete' | 'expired';
  /** Exists from the first attempt to pay. */
  readonly intent?: Intent;
  readonly refunds: readonly Refund[];
  /** The outbox: what must be delivered is written with what happened. */
  readonly events: readonly EventRecord[];
}

/** Seconds since the epoch: Stripe's unit for every time stamp. */
export type Seconds = number;

/** What a session was created with. */
export interface SessionOrder {
  readonly name: string;
  readonly amountMinor: number;
  /** Lower case, as Stripe writes it. */
  readonly currency: string;
  readonly clientReferenceId: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly intentMetadata: Readonly<Record<string, string>>;
  readonly intentDescription: string | null;
  readonly locale: string | null;
  readonly successUrl: string;
  readonly cancelUrl: string | null;
}

export interface Intent {
  readonly createdAt: Seconds;
  readonly status: 'requires_payment_method' | 'requires_action' | 'succeeded' | 'canceled';
  readonly receivedMinor: number;
  readonly charges: readonly Charge[];
  readonly lastFailure?: CardFailure;
  /** The card that waits for its holder's approval. */
  readonly authenticating?: string;
  readonly canceledAt?: Seconds;
}

export interface Charge {
  readonly createdAt: Seconds;
  readonly amountMinor: number;
  readonly last4: string;
  /** Absent when it went through. */
  readonly failure?: CardFailure;
}

/** As in `last_payment_error`. */
export interface CardFailure {
  readonly type: 'card_error' | 'invalid_request_error';
  readonly code: string;
  readonly declineCode?: string;
  readonly message: string;
}

export interface Refund {
  readonly id: string;
  readonly createdAt: Seconds;
  readonly amountMinor: number;
  readonly status: 'succeeded' | 'pending' | 'failed';
  readonly reason: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface EventRecord {
  readonly id: string;
  readonly type: string;
  /** The exact text that is signed and sent, each time. */
  readonly body: string;
}

const SUFFIX_LENGTH = 24;

export const sessionId = ({ suffix }: Checkout): string => `cs_test_${suffix}`;
export const intentId = ({ suffix }: Checkout): string => `pi_${suffix}`;
export const chargeId = ({ suffix }: Checkout, index: number): string => `ch_${suffix}${index + 1}`;

/** The variable part of a session's, payment's or charge's id. */
export const suffixIn = (id: string): string | undefined =>
  /^(?:cs_test|pi|ch)_([0-9a-f]{24})\d*$/.exec(id)?.[1]?.slice(0, SUFFIX_LENGTH);

export const chargeThatWentThrough = ({ intent }: Checkout): Charge | undefined =>
  intent?.charges.find(({ failure }) => failure === undefined);

export const refundedMinor = ({ refunds }: Checkout): number =>
  refunds.filter(({ status }) => status !== 'failed').reduce((sum, { amountMinor }) => sum + amountMinor, 0);
