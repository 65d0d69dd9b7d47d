import * as z from 'zod/mini';
import { PAYMENT_METHODS } from '../../shared/domain/payment/payment.ts';
import type { Wishes } from '../../shared/domain/renewal/quote.ts';
import { isLineId, isRenewalId, type LineId, type RenewalId } from '../../shared/domain/values/ids.ts';
import { type Instant, parseInstant } from '../../shared/domain/values/instant.ts';
import { money } from '../../shared/domain/values/money.ts';
import { Refusal } from '../../shared/errors.ts';

const MAX_AMOUNT_MINOR = 1_000_000_000;

const instantText = z.pipe(
  z.iso.datetime({ offset: true }),
  z.transform((text): Instant => parseInstant(text)),
);

/** As people write it: what it comes to is compared, and what no promotion has is an answer of its own. */
const writtenCode = z.string().check(z.minLength(1), z.maxLength(40));

/** The body of `POST /v1/renewals`: what the traveller confirmed, as the preview's `order` said it. */
export const renewalOrder = z.strictObject({
  lineId: z.string().check(z.maxLength(64)),
  planId: z.string().check(z.regex(/^[\w-]{1,40}$/)),
  planVersion: z.int().check(z.minimum(1)),
  price: z.pipe(
    z.strictObject({
      amountMinor: z.int().check(z.minimum(0), z.maximum(MAX_AMOUNT_MINOR)),
      currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
    }),
    z.transform(({ amountMinor, currency }) => money(amountMinor, currency)),
  ),
  newEnd: instantText,
  endBefore: z.exactOptional(instantText),
  startsEarly: z.exactOptional(z.literal(true)),
  promotion: z.exactOptional(
    z.strictObject({
      promotionId: z.string().check(z.regex(/^[\w-]{1,40}$/)),
      version: z.int().check(z.minimum(1)),
      code: z.exactOptional(writtenCode),
    }),
  ),
  method: z.enum(PAYMENT_METHODS),
});

/** The body of `POST /v1/renewals/{renewalId}/payments`. */
export const paymentRequest = z.strictObject({ method: z.enum(PAYMENT_METHODS) });

/** The query of a preview. */
export const previewQuery = z.object({
  planId: z.string().check(z.regex(/^[\w-]{1,40}$/)),
  currency: z.exactOptional(z.string().check(z.regex(/^[A-Z]{3}$/))),
  startsEarly: z.exactOptional(
    z.pipe(
      z.enum(['true', 'false']),
      z.transform((text) => text === 'true'),
    ),
  ),
  code: z.exactOptional(writtenCode),
});

/** What a preview is asked for beside its plan. */
export const wishesIn = ({
  planId,
  startsEarly,
  ...wishes
}: z.output<typeof previewQuery>): { readonly planId: string; readonly wishes: Wishes } => ({
  planId,
  wishes: { ...wishes, ...(startsEarly && { early: true }) },
});

export const IDEMPOTENCY_KEY = /^[\x21-\x7e]{8,128}$/;

/** @throws Refusal `idempotency_key_missing` */
export const requireIdempotencyKey = (header: string | undefined): string => {
  if (header === undefined || !IDEMPOTENCY_KEY.test(header)) throw new Refusal('idempotency_key_missing');
  return header;
};

/** An id of another shape is answered like one that does not exist. @throws Refusal `line_not_found` */
export const requireLineId = (text: string | undefined): LineId => {
  if (text === undefined || !isLineId(text)) throw new Refusal('line_not_found');
  return text;
};

/** @throws Refusal `renewal_not_found` */
export const requireRenewalId = (text: string | undefined): RenewalId => {
  if (text === undefined || !isRenewalId(text)) throw new Refusal('renewal_not_found');
  return text;
};
