import type { Amount } from './amount.ts';

/**
 * Everything that came of one order: the order itself, its payment, what went back, disputes, and the events that tell
 * of it. Kept as one value, so that a killed process leaves all of it or none.
 */
export interface Order {
  readonly id: string;
  /** Of the simulator as the caller reached it. */
  readonly origin: string;
  readonly requestId?: string;
  readonly terms: OrderTerms;
  readonly createdAt: Millis;
  readonly updatedAt: Millis;
  readonly status: 'PAYER_ACTION_REQUIRED' | 'APPROVED' | 'COMPLETED';
  /** What the payer agreed to pay with; whether it bears the payment, only the capture learns. */
  readonly instrument?: Instrument;
  /** Request ids that are answered with a decline until the payer has agreed anew. */
  readonly declines: readonly string[];
  readonly awaitsNewApproval: boolean;
  readonly capture?: Capture;
  readonly refunds: readonly Refund[];
  readonly disputes: readonly Dispute[];
  /** The outbox: what must be delivered is written with what happened. */
  readonly events: readonly EventRecord[];
}

/** Milliseconds since the epoch on the clock that people can move. */
export type Millis = number;

export const INSTRUMENTS = ['balance', 'declined_card'] as const;
export type Instrument = (typeof INSTRUMENTS)[number];

export interface OrderTerms {
  readonly customId: string | null;
  readonly invoiceId: string | null;
  readonly description: string | null;
  readonly amount: Amount;
  readonly locale: string | null;
  readonly returnUrl: string;
  readonly cancelUrl: string;
}

export interface Capture {
  readonly id: string;
  readonly requestId?: string;
  readonly createdAt: Millis;
  readonly updatedAt: Millis;
  /** Refunds show in the status too, but are derived. */
  readonly status: 'COMPLETED' | 'PENDING' | 'DECLINED';
  readonly amount: Amount;
}

export interface Refund {
  readonly id: string;
  readonly requestId?: string;
  readonly createdAt: Millis;
  readonly updatedAt: Millis;
  readonly status: 'COMPLETED' | 'PENDING' | 'FAILED';
  readonly amount: Amount;
  /** By PayPal, without the merchant asking. */
  readonly reversal: boolean;
}

export interface Dispute {
  readonly id: string;
  readonly createdAt: Millis;
  readonly updatedAt: Millis;
  readonly amount: Amount;
  readonly outcome?: 'won' | 'lost';
}

export interface EventRecord {
  readonly id: string;
  readonly type: string;
  readonly createdAt: Millis;
  /** The exact text that is signed and sent, each time. */
  readonly body: string;
}

export const refundedMinor = ({ refunds }: Order): number =>
  refunds.filter(({ status }) => status !== 'FAILED').reduce((sum, { amount }) => sum + amount.amountMinor, 0);

export const referenceOf = ({ id, terms }: Order): string => terms.customId ?? terms.invoiceId ?? id;
