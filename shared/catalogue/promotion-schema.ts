import * as z from 'zod/mini';
import { LANGUAGES } from '../domain/plan/plan.ts';
import type { Promotion } from '../domain/promotion/promotion.ts';
import { type Instant, parseInstant } from '../domain/values/instant.ts';
import { money } from '../domain/values/money.ts';

const MAX_ID_CHARACTERS = 40;
const MAX_NAME_CHARACTERS = 60;
const MAX_NAMED = 50;
const MAX_PLACES = 10_000_000;
const MAX_OFF_MINOR = 100_000_000;

const id = z.string().check(z.regex(/^[a-z0-9-]+$/), z.maxLength(MAX_ID_CHARACTERS));
const instantText = z.pipe(
  z.iso.datetime({ offset: true }),
  z.transform((text): Instant => parseInstant(text)),
);
const off = z.pipe(
  z.strictObject({
    amountMinor: z.int().check(z.minimum(1), z.maximum(MAX_OFF_MINOR)),
    currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
  }),
  z.transform(({ amountMinor, currency }) => money(amountMinor, currency)),
);
const named = z.array(id).check(z.minLength(1), z.maxLength(MAX_NAMED));

const fields = z.strictObject({
  promotionId: id,
  version: z.int().check(z.minimum(1)),
  names: z.record(z.enum(LANGUAGES), z.string().check(z.minLength(1), z.maxLength(MAX_NAME_CHARACTERS))),
  discount: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('percent'), percent: z.int().check(z.minimum(1), z.maximum(99)) }),
    z.strictObject({ kind: z.literal('amount'), off: z.tuple([off], off) }),
  ]),
  from: instantText,
  until: instantText,
  code: z.exactOptional(z.string().check(z.regex(/^[A-Z0-9-]{3,20}$/, 'capitals, digits and hyphens, 3 to 20'))),
  plans: z.exactOptional(named),
  families: z.exactOptional(named),
  only: z.exactOptional(z.literal('first_renewal')),
  limit: z.exactOptional(z.int().check(z.minimum(1), z.maximum(MAX_PLACES))),
  oncePerLine: z.exactOptional(z.literal(true)),
});

/** A promotion as a brand writes it down: instants as RFC 3339 with an offset, amounts in minor units. */
export const promotionSchema = fields.check(
  z.refine(({ from, until }) => from < until, { path: ['until'], error: 'ends before it begins' }),
  z.refine(({ discount }) => discount.kind === 'percent' || isDistinct(discount.off), {
    path: ['discount', 'off'],
    error: 'names a currency twice',
  }),
);

const isDistinct = (off: readonly { readonly currency: string }[]): boolean =>
  new Set(off.map(({ currency }) => currency)).size === off.length;

export const parsePromotion = (written: unknown): Promotion => promotionSchema.parse(written);
