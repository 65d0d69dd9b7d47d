/**
 * Everything that came of one payment page: the page itself, its payment, what was tried, what went back, what was
 * disputed, and the events that tell of it. Kept as one value, so that a killed process leaves all of it or none.
 */
export interface Checkout {
  /** The variable part of every id in here. */
  readonly suffix: string;
  readonly order: SessionOrder;
  readonly payUrl: string;
  readonly createdAt: Seconds;
  readonly expiresAt: Seconds;
  readonly status: 'open' | 'complete' | 'expired';
  /** As the payer typed it on the page. */
  readonly email?: string;
  /** Exists from the first attempt to pay. */
  readonly intent?: Intent;
  readonly refunds: readonly Refund[];
  readonly disputes: readonly Dispute[];
  /** The outbox: what must be delivered is written with what happened. */
  readonly events: readonly EventRecord[];
}

/** Seconds since the epoch: Stripe's unit for every time stamp. */
export type Seconds = number;

export const METHODS = ['card', 'alipay', 'wechat_pay', 'konbini', 'paypay'] as const;
export type Method = (typeof METHODS)[number];
/** Paid in an app of their own, which the payer is sent to, or scans a code with. */
export type Wallet = Extract<Method, 'alipay' | 'wechat_pay' | 'paypay'>;
export const isWallet = (method: Method): method is Wallet => method !== 'card' && method !== 'konbini';

/** What a session was created with. */
export interface SessionOrder {
  readonly name: string;
  readonly amountMinor: number;
  /** Lower case, as Stripe writes it. */
  readonly currency: string;
  readonly methods: readonly Method[];
  readonly konbiniDays: number;
  readonly clientReferenceId: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly intentMetadata: Readonly<Record<string, string>>;
  readonly intentDescription: string | null;
  readonly locale: string | null;
  readonly successUrl: string;
  readonly cancelUrl: string | null;
}

/** What was paid with: `payment_method_details` of a charge. */
export type Means =
  | { readonly type: 'card'; readonly last4: string; readonly wallet?: 'apple_pay' }
  | { readonly type: Exclude<Method, 'card'> };

export interface Intent {
  readonly createdAt: Seconds;
  readonly status: 'requires_payment_method' | 'requires_action' | 'processing' | 'succeeded' | 'canceled';
  readonly receivedMinor: number;
  readonly charges: readonly Charge[];
  readonly lastFailure?: Failure;
  /** An attempt that waits: for the payer where the payment requires action, for a bank where it is processing. */
  readonly pending?: Pending;
  readonly canceledAt?: Seconds;
}

export type Pending = { readonly means: Means } & (
  | { readonly kind: 'authentication' | 'wallet' | 'settlement' }
  | { readonly kind: 'voucher'; readonly expiresAt: Seconds; readonly confirmationNumber: string }
);

export interface Charge {
  readonly createdAt: Seconds;
  readonly amountMinor: number;
  readonly means: Means;
  /** Absent when it went through. */
  readonly failure?: Failure;
}

/** As in `last_payment_error`. */
export interface Failure {
  readonly type: 'card_error' | 'invalid_request_error';
  readonly code: string;
  readonly declineCode?: string;
  readonly message: string;
}

export interface Refund {
  readonly id: string;
  readonly createdAt: Seconds;
  readonly amountMinor: number;
  readonly status: 'succeeded' | 'pending' | 'requires_action' | 'failed';
  readonly reason: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly instructionsEmail?: string;
}

export interface Dispute {
  readonly id: string;
  readonly createdAt: Seconds;
  readonly amountMinor: number;
  readonly status: 'warning_needs_response' | 'warning_closed' | 'needs_response' | 'won' | 'lost';
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

/** The variable part of a session's, payment's, charge's or dispute's id. */
export const suffixIn = (id: string): string | undefined =>
  /^(?:cs_test|pi|ch|du)_([0-9a-f]{24})\d*$/.exec(id)?.[1]?.slice(0, SUFFIX_LENGTH);

export const chargeThatWentThrough = ({ intent }: Checkout): Charge | undefined =>
  intent?.charges.find(({ failure }) => failure === undefined);

export const refundedMinor = ({ refunds }: Checkout): number =>
  refunds.filter(({ status }) => status !== 'failed').reduce((sum, { amountMinor }) => sum + amountMinor, 0);
