import * as z from 'zod/mini';
import type { Promotion } from '../domain/promotion/promotion.ts';
import { instantField, moneyField, moneyRow, textsField } from './fields.ts';
import { type CURRENT, promotionKey } from './keys.ts';

const row = z.object({
  promotionId: z.string(),
  version: z.number(),
  names: textsField,
  discount: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('percent'), percent: z.number() }),
    z.object({ kind: z.literal('amount'), off: z.tuple([moneyField], moneyField) }),
  ]),
  from: instantField,
  until: instantField,
  code: z.exactOptional(z.string()),
  plans: z.exactOptional(z.array(z.string())),
  families: z.exactOptional(z.array(z.string())),
  only: z.exactOptional(z.literal('first_renewal')),
  limit: z.exactOptional(z.number()),
  oncePerLine: z.exactOptional(z.literal(true)),
});

export const promotionFromItem = (item: unknown): Promotion => row.parse(item);

export const promotionToItem = (promotion: Promotion, version: number | typeof CURRENT) => ({
  ...promotionKey(promotion.promotionId, version),
  ...promotion,
  ...(promotion.discount.kind === 'amount' && {
    discount: { kind: 'amount', off: promotion.discount.off.map(moneyRow) },
  }),
});
