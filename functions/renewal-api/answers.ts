import * as z from 'zod/mini';
import { PAYMENT_METHODS } from '../../shared/domain/payment/payment.ts';
import { LANGUAGES, REFUND_POLICIES } from '../../shared/domain/plan/plan.ts';

/**
 * Every field that leaves this function, and no other: an answer is written through one of these. Instants are RFC 3339
 * in UTC; `…Local` is the same instant in the line's zone, with its offset.
 */
const money = z.strictObject({ amountMinor: z.int(), currency: z.string() });
const texts = z.record(z.enum(LANGUAGES), z.string());
const time = z.iso.datetime();
const localTime = z.iso.datetime({ offset: true });
const end = { endsAt: time, endsAtLocal: localTime, zone: z.string() };
const warning = z.enum(['first_day_already_begun', 'starts_at_activation', 'carrier_maintenance']);

/** What was sent to the traveller about it. `unknown`: a sender never came back, so it may or may not have arrived. */
const messages = z.array(
  z.strictObject({
    message: z.string(),
    channel: z.string(),
    state: z.enum(['claimed', 'sent', 'failed', 'unknown']),
    at: time,
  }),
);

export const lineAnswer = z.strictObject({
  lineId: z.string(),
  iccid: z.string(),
  carrier: z.string(),
  form: z.enum(['physical', 'esim']),
  ...end,
  renewable: z.boolean(),
  usage: z.strictObject({ remainingBytes: z.number(), totalBytes: z.number(), asOf: time }),
  /** Reminders of the current end. */
  messages,
});

export const planAnswer = z.strictObject({
  planId: z.string(),
  version: z.int(),
  names: texts,
  days: z.int(),
  day: z.union([
    z.strictObject({ kind: z.literal('calendar'), zone: z.string() }),
    z.strictObject({ kind: z.literal('rolling') }),
  ]),
  rule: z.string(),
  allowanceBytes: z.number(),
  price: money,
  priceText: z.string(),
  activationDeadlineMs: z.int(),
  /** How it may be paid, in the brand's order. */
  methods: z.array(z.enum(PAYMENT_METHODS)),
});

export const plansAnswer = z.strictObject({ plans: z.array(planAnswer) });

const order = z.strictObject({
  lineId: z.string(),
  planId: z.string(),
  planVersion: z.int(),
  price: money,
  newEnd: time,
  method: z.enum(PAYMENT_METHODS),
});

export const previewAnswer = z.strictObject({
  planId: z.string(),
  planVersion: z.int(),
  planName: z.string(),
  endBefore: time,
  endBeforeLocal: localTime,
  startsAt: time,
  startsAtLocal: localTime,
  endAfter: time,
  endAfterLocal: localTime,
  zone: z.string(),
  rule: z.string(),
  /** How the new days relate to what the line still has. */
  ruleText: z.string(),
  warnings: z.array(warning),
  warningTexts: z.array(z.string()),
  /** While the carrier is being serviced: it activates nothing before. */
  activationNotBefore: z.exactOptional(time),
  allowanceBytes: z.number(),
  price: money,
  priceText: z.string(),
  activationDeadlineMs: z.int(),
  /** What happens when the traveller changes their mind. */
  refunds: z.enum(REFUND_POLICIES),
  refundText: z.string(),
  /** What happens when the service cannot be delivered. */
  promise: z.string(),
  methods: z.array(z.enum(PAYMENT_METHODS)),
  /** The body that orders just this; `method` may be any of `methods`. */
  order,
});

const payment = z.strictObject({
  reference: z.string(),
  method: z.enum(PAYMENT_METHODS),
  status: z.enum([
    'created',
    'requires_action',
    'processing',
    'capturing',
    'failed',
    'cancelled',
    'expired',
    'captured',
    'partially_refunded',
    'refunded',
    'disputed',
  ]),
  amount: money,
  /** Where to pay, while it can be paid. */
  url: z.exactOptional(z.url()),
  /** What arrived; another amount than was asked for is looked at by a person. */
  captured: z.exactOptional(money),
  refunded: z.exactOptional(money),
  /** What is still on its way back. */
  goesBack: z.exactOptional(money),
  /** The provider asks the payer by e-mail where the money is to go, since then. */
  detailsAskedAt: z.exactOptional(time),
  /** Why the last try failed, in plain words; another try may follow in the same session. */
  lastDecline: z.exactOptional(z.strictObject({ reason: z.string(), text: z.string() })),
});

export const renewalAnswer = z.strictObject({
  renewalId: z.string(),
  lineId: z.string(),
  planId: z.string(),
  planVersion: z.int(),
  status: z.enum([
    'awaiting_payment',
    'activating',
    'active',
    'expired',
    'cancelled',
    'refunding',
    'refund_needs_details',
    'refunded',
    'needs_review',
    'closed',
  ]),
  /** What the status means and what happens next. */
  statusText: z.string(),
  price: money,
  createdAt: time,
  promisedEnd: time,
  payBy: z.exactOptional(time),
  paidAt: z.exactOptional(time),
  /** Not active by then: the money goes back by itself. */
  deadline: z.exactOptional(time),
  /** The carrier or the payment provider could not answer; this is when they are asked again. */
  retryAt: z.exactOptional(time),
  activatedAt: z.exactOptional(time),
  startsAt: z.exactOptional(time),
  endsAt: z.exactOptional(time),
  expiredAt: z.exactOptional(time),
  cancelledAt: z.exactOptional(time),
  closedAt: z.exactOptional(time),
  refundedAt: z.exactOptional(time),
  /** In review since then. */
  since: z.exactOptional(time),
  reason: z.exactOptional(z.string()),
  reasonText: z.exactOptional(z.string()),
  /** How it may be paid, while it may be. */
  methods: z.exactOptional(z.array(z.enum(PAYMENT_METHODS))),
  /** The latest one. */
  payment,
  payments: z.array(payment),
  /** All that happened, in codes and in words. */
  trail: z.array(z.strictObject({ at: time, what: z.string(), text: z.string() })),
  messages,
});

export const receiptAnswer = z.strictObject({
  renewalId: z.string(),
  lineId: z.string(),
  iccid: z.string(),
  planId: z.string(),
  planVersion: z.int(),
  planName: z.string(),
  status: z.enum(['active', 'refunded']),
  orderedAt: time,
  paidAt: time,
  paid: money,
  paymentReference: z.string(),
  zone: z.string(),
  endBefore: time,
  endBeforeLocal: localTime,
  endAfter: z.exactOptional(time),
  endAfterLocal: z.exactOptional(localTime),
  activatedAt: z.exactOptional(time),
  carrier: z.exactOptional(z.string()),
  carrierReference: z.exactOptional(z.string()),
  /** When the carrier's own record was read and showed it. */
  carrierConfirmedAt: z.exactOptional(time),
  carrierConfirmedText: z.exactOptional(z.string()),
  refundedAt: z.exactOptional(time),
  refunded: z.exactOptional(money),
  refundReason: z.exactOptional(z.string()),
});
