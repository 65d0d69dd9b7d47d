import * as z from 'zod';
import { PAYMENT_METHODS } from '../../shared/domain/payment/payment.ts';
import { LANGUAGES, PLAN_KINDS, REFUND_POLICIES } from '../../shared/domain/plan/plan.ts';
import { STACKING_RULES, START_TRIGGERS, WARNINGS } from '../../shared/domain/plan/stacking.ts';
import type { PromotionRefusal } from '../../shared/domain/promotion/promotion.ts';
import { homeTime, localTime, money, time } from '../../shared/http/answer-values.ts';

/** Every field that leaves this function, and no other. */

const method = z.enum(PAYMENT_METHODS);
const warning = z.enum([...WARNINGS, 'carrier_maintenance']);

export const message = z
  .strictObject({
    message: z.string(),
    channel: z.string(),
    state: z
      .enum(['claimed', 'sent', 'delivered', 'failed', 'suppressed', 'unknown'])
      .describe(
        '`sent`: handed to the provider; `delivered`: it says that it arrived; `failed`: it did not, or came back; `suppressed`: it was not true any more, or held back by us; `unknown`: a sender never came back, so it may or may not have arrived.',
      ),
    at: time,
    reason: z.string().exactOptional().describe('Why it failed or was held back: a code, for support.'),
  })
  .describe('What was sent to the traveller about it.');

export const lineAnswer = z
  .strictObject({
    lineId: z.string(),
    name: z.string().exactOptional().describe('What you call it.'),
    iccid: z.string(),
    carrier: z.string(),
    form: z.enum(['physical', 'esim']),
    endsAt: time.describe('Exclusive.'),
    endsAtLocal: localTime,
    endsAtHome: homeTime,
    zone: z.string().describe('IANA name of the time zone in which its days are counted.'),
    renewable: z.boolean(),
    usage: z
      .strictObject({ remainingBytes: z.number(), totalBytes: z.number(), asOf: time })
      .describe('`asOf` is when the figures were true.'),
    messages: z.array(message).describe('Reminders of the current end.'),
  })
  .describe('One SIM.');

export const linkAnswer = z
  .strictObject({
    iccidEnding: z.string().describe('The last digits of its number.'),
    form: z.enum(['physical', 'esim']),
    endsAt: time.describe('Exclusive.'),
    endsAtLocal: localTime,
    zone: z.string(),
    renewable: z.boolean(),
    linkExpiresAt: time.describe('Exclusive.'),
  })
  .describe('A SIM, as whoever has its renewal link may see it.');

export const linksAnswer = z
  .strictObject({ lineId: z.string(), links: z.literal('called_back') })
  .describe('No renewal link of this SIM that was sent so far opens anything.');

export const planAnswer = z
  .strictObject({
    planId: z.string(),
    version: z.int(),
    names: z.record(z.enum(LANGUAGES), z.string()),
    terms: z.record(z.enum(LANGUAGES), z.string()).exactOptional().describe('What is agreed on with the order.'),
    kind: z
      .enum(PLAN_KINDS)
      .describe('`days`: data for each day; `data`: an amount for its whole time; `unlimited`: within fair use.'),
    length: z
      .union([
        z.strictObject({
          unit: z.literal('day'),
          count: z.int(),
          day: z.union([
            z.strictObject({ kind: z.literal('calendar'), zone: z.string() }),
            z.strictObject({ kind: z.literal('rolling') }),
          ]),
        }),
        z.strictObject({ unit: z.literal('month'), count: z.int(), zone: z.string() }),
      ])
      .describe('A calendar day ends at midnight of a zone, and so does a month; a rolling day has 24 hours.'),
    startsWith: z.enum(START_TRIGGERS).describe('What its time begins with on a SIM that is not in use.'),
    rule: z.enum(STACKING_RULES).describe('How the new days relate to what the line still has.'),
    allowanceBytes: z.number().describe('Data at full speed for all of its time; 0 where it is unlimited.'),
    fairUse: z
      .strictObject({ bytes: z.number(), per: z.enum(['day', 'period']), thenKbps: z.int() })
      .exactOptional()
      .describe('Data at full speed, and the kilobits per second after it; 0 where data stops.'),
    prices: z
      .array(money.extend({ text: z.string() }))
      .describe('One for each currency that it is sold in; the first where none is asked for.'),
    activationDeadlineMs: z.int(),
    methods: z.array(method).describe("How it may be paid, in the brand's order."),
  })
  .describe('What a line can take.');

export const plansAnswer = z
  .strictObject({ plans: z.array(planAnswer) })
  .describe('Shortest first, then cheapest; none once the SIM has ended for good.');

const promotionKey = {
  promotionId: z.string(),
  version: z.int(),
};
const codeRefusals = [
  'promotion_unknown',
  'promotion_expired',
  'promotion_used_up',
  'promotion_not_for_plan',
  'promotion_first_only',
  'promotion_already_used',
] as const satisfies readonly PromotionRefusal[];

const order = z.strictObject({
  lineId: z.string(),
  planId: z.string(),
  planVersion: z.int(),
  price: money,
  newEnd: time,
  endBefore: time.exactOptional().describe('Where what is left until then is lost: it has to be what was shown.'),
  startsEarly: z.literal(true).exactOptional(),
  promotion: z
    .strictObject({ ...promotionKey, code: z.string().exactOptional() })
    .exactOptional()
    .describe('What was taken off: `price` is without it.'),
  method,
});

export const previewAnswer = z
  .strictObject({
    planId: z.string(),
    planVersion: z.int(),
    planName: z.string(),
    endBefore: time,
    endBeforeLocal: localTime,
    startsAt: time.exactOptional().describe('Of the new period; absent where it waits for data to be used up.'),
    startsAtLocal: localTime.exactOptional(),
    periodEndsAt: time.exactOptional().describe('Of the new period.'),
    periodEndsAtLocal: localTime.exactOptional(),
    endAfter: time,
    endAfterLocal: localTime,
    endBeforeHome: homeTime,
    endAfterHome: homeTime,
    zone: z.string(),
    queuedBefore: z.int().describe('Periods that have not begun and come before the new one.'),
    rule: z.enum(STACKING_RULES),
    ruleText: z.string().describe('How the new days relate to what the line still has.'),
    warnings: z.array(warning),
    warningTexts: z.array(z.string()),
    activationNotBefore: time
      .exactOptional()
      .describe('While the carrier is being serviced: it activates nothing before.'),
    allowanceBytes: z.number(),
    price: money.describe('To pay: what a promotion takes off is off.'),
    priceText: z.string(),
    promotion: z
      .strictObject({
        ...promotionKey,
        name: z.string(),
        priceBefore: money,
        priceBeforeText: z.string(),
        discount: money,
        discountText: z.string(),
      })
      .exactOptional()
      .describe('The best one for the traveller, where there is one.'),
    codeProblem: z
      .strictObject({ code: z.enum(codeRefusals), detail: z.string(), nextStep: z.string() })
      .exactOptional()
      .describe('Why the code that was given changes nothing.'),
    activationDeadlineMs: z.int(),
    refunds: z.enum(REFUND_POLICIES).describe('What happens when the traveller changes their mind.'),
    refundText: z.string(),
    promise: z.string().describe('What happens when the service cannot be delivered.'),
    methods: z.array(method),
    order: order.describe('The body that orders just this; `method` may be any of `methods`.'),
  })
  .describe('What a renewal would change.');

export const payment = z
  .strictObject({
    reference: z.string(),
    method,
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
    url: z.url().exactOptional().describe('Where to pay, while it can be paid.'),
    captured: money
      .exactOptional()
      .describe('What arrived; another amount than was asked for is looked at by a person.'),
    refunded: money.exactOptional(),
    goesBack: money.exactOptional().describe('What is still on its way back.'),
    detailsAskedAt: time
      .exactOptional()
      .describe('The provider asks the payer by e-mail where the money is to go, since then.'),
    lastDecline: z
      .strictObject({ reason: z.string(), text: z.string() })
      .exactOptional()
      .describe('Why the last try failed, in plain words; another try may follow in the same session.'),
  })
  .describe('One payment of a renewal.');

export const renewalAnswer = z
  .strictObject({
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
    statusText: z.string().describe('What the status means and what happens next.'),
    price: money,
    promotion: z
      .strictObject({ ...promotionKey, priceBefore: money, discount: money })
      .exactOptional()
      .describe('What was taken off: `price` is without it.'),
    createdAt: time,
    promisedEnd: time,
    payBy: time.exactOptional(),
    paidAt: time.exactOptional(),
    deadline: time.exactOptional().describe('Not active by then: the money goes back by itself.'),
    retryAt: time
      .exactOptional()
      .describe('The carrier or the payment provider could not answer; this is when they are asked again.'),
    activatedAt: time.exactOptional(),
    startsAt: time.exactOptional(),
    endsAt: time.exactOptional(),
    expiredAt: time.exactOptional(),
    cancelledAt: time.exactOptional(),
    closedAt: time.exactOptional(),
    refundedAt: time.exactOptional(),
    since: time.exactOptional().describe('In review, or waiting for the details of a refund, since then.'),
    reason: z.string().exactOptional(),
    reasonText: z.string().exactOptional(),
    methods: z.array(method).exactOptional().describe('How it may be paid, while it may be.'),
    payment: payment.describe('The latest of `payments`.'),
    payments: z.array(payment),
    trail: z
      .array(z.strictObject({ at: time, what: z.string(), text: z.string() }))
      .describe('All that happened, in codes and in words.'),
    messages: z.array(message),
  })
  .describe('How a renewal stands.');

const includedTax = z.strictObject({
  percent: z.int().describe('0 where there is none.'),
  amount: money.describe('Computed once for the whole receipt; a fraction of the minor unit is dropped.'),
  text: z.string(),
});

export const receiptAnswer = z
  .strictObject({
    renewalId: z.string(),
    lineId: z.string(),
    iccid: z.string(),
    planId: z.string(),
    planVersion: z.int(),
    planName: z.string(),
    status: z.enum(['active', 'refunded']),
    orderedAt: time,
    paidAt: time,
    allowanceBytes: z.number(),
    issuer: z
      .strictObject({ name: z.string(), invoiceNumber: z.string().exactOptional() })
      .describe('Who sold it; the number is that of a qualified invoice issuer in Japan.'),
    kind: z.enum(['qualified_invoice', 'qualified_return_invoice', 'receipt']),
    kindText: z.string().describe("What it is by Japan's rules."),
    promotion: z
      .strictObject({ ...promotionKey, name: z.string(), priceBefore: money, discount: money })
      .exactOptional()
      .describe('What was taken off: `paid` is without it.'),
    paid: money.describe('Tax included.'),
    tax: includedTax.describe('In what was paid.'),
    paymentReference: z.string(),
    zone: z.string(),
    endBefore: time,
    endBeforeLocal: localTime,
    endAfter: time.exactOptional(),
    endAfterLocal: localTime.exactOptional(),
    activatedAt: time.exactOptional(),
    carrier: z.string().exactOptional(),
    carrierReference: z.string().exactOptional(),
    carrierConfirmedAt: time.exactOptional().describe("When the carrier's own record was read and showed the renewal."),
    carrierConfirmedText: z.string().exactOptional(),
    refundedAt: time.exactOptional(),
    refunded: money.exactOptional().describe('Tax included.'),
    refundedTax: includedTax.exactOptional().describe('In what was sent back.'),
    refundReason: z.string().exactOptional(),
  })
  .describe('Proof of what was paid and what came of it.');

export type LineAnswer = z.infer<typeof lineAnswer>;
export type LinkAnswer = z.infer<typeof linkAnswer>;
export type LinksAnswer = z.infer<typeof linksAnswer>;
export type PlanAnswer = z.infer<typeof planAnswer>;
export type PlansAnswer = z.infer<typeof plansAnswer>;
export type PreviewAnswer = z.infer<typeof previewAnswer>;
export type RenewalAnswer = z.infer<typeof renewalAnswer>;
export type ReceiptAnswer = z.infer<typeof receiptAnswer>;
