import * as z from 'zod/mini';

/** The fields of PayPal's objects that we rely on, in events and in replies alike; all others may change freely. */

/** Ids become parts of addresses. */
export const id = z.string().check(z.regex(/^[A-Za-z0-9-]{1,64}$/));
const text = z.optional(z.nullable(z.string()));
export const amount = z.object({ currency_code: z.string(), value: z.string() });
const payee = z.optional(z.nullable(z.object({ merchant_id: text })));
const links = z.optional(z.array(z.object({ href: z.string(), rel: z.string() })));
const relatedIds = z.optional(
  z.object({ related_ids: z.optional(z.object({ order_id: z.optional(id), capture_id: z.optional(id) })) }),
);

/** developer.paypal.com/docs/api/payments/v2/#captures_get */
export const captureReply = z.object({
  id,
  status: z.string(),
  amount,
  custom_id: text,
  invoice_id: text,
  payee,
  supplementary_data: relatedIds,
  links,
});
export type CaptureReply = z.output<typeof captureReply>;

/** developer.paypal.com/docs/api/payments/v2/#refunds_get */
export const refundReply = z.object({
  id,
  status: z.string(),
  amount,
  custom_id: text,
  invoice_id: text,
  /** The merchant: in a refund it is the one who pays. */
  payer: payee,
  seller_payable_breakdown: z.optional(z.object({ total_refunded_amount: z.optional(amount) })),
  supplementary_data: relatedIds,
  links,
});
export type RefundReply = z.output<typeof refundReply>;

const purchaseUnit = z.object({ custom_id: text, invoice_id: text, payee });

/** developer.paypal.com/docs/api/orders/v2/#orders_get */
export const orderReply = z.object({
  id,
  status: z.string(),
  update_time: z.optional(z.string()),
  purchase_units: z.array(
    z.extend(purchaseUnit, {
      /** The documented reply to a capture leaves it out. */
      amount: z.optional(amount),
      payments: z.optional(
        z.object({ captures: z.optional(z.array(captureReply)), refunds: z.optional(z.array(refundReply)) }),
      ),
    }),
  ),
  links,
});
export type OrderReply = z.output<typeof orderReply>;

/** As much of an order as says whose it is. */
export const orderOwnerReply = z.object({ id: z.optional(id), purchase_units: z.array(purchaseUnit) });

interface Referring {
  readonly custom_id?: string | null | undefined;
  readonly invoice_id?: string | null | undefined;
}

/** What we have put on it; the one is for programs, the other is shown to people, and both are ours. */
export const referenceIn = ({ custom_id, invoice_id }: Referring): string | undefined =>
  custom_id || invoice_id || undefined;

interface Linked {
  readonly supplementary_data?: CaptureReply['supplementary_data'] | undefined;
  readonly links?: CaptureReply['links'] | undefined;
}

const idInLink = ({ links: all }: Linked, rel: string, path: RegExp): string | undefined =>
  all
    ?.filter((link) => link.rel === rel)
    .map(({ href }) => path.exec(href)?.[1])
    .find((found) => found !== undefined);

const ORDER = /\/v2\/checkout\/orders\/([A-Za-z0-9-]{1,64})$/;
const CAPTURE = /\/v2\/payments\/captures\/([A-Za-z0-9-]{1,64})$/;

export const orderIdOf = (object: Linked): string | undefined =>
  object.supplementary_data?.related_ids?.order_id ?? idInLink(object, 'up', ORDER);

export const captureIdOf = (refund: Linked): string | undefined =>
  refund.supplementary_data?.related_ids?.capture_id ?? idInLink(refund, 'up', CAPTURE);

/** Whether it is a capture, where a refund was to be expected. */
export const isCaptureItself = (object: Linked): boolean => idInLink(object, 'self', CAPTURE) !== undefined;
