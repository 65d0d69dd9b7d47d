import * as z from 'zod/mini';
import { type Plan, REFUND_POLICIES } from '../domain/plan/plan.ts';
import { moneyField, moneyRow, textsField, thresholdField, thresholdRow } from './fields.ts';
import { type CURRENT, planKey } from './keys.ts';

const row = z.object({
  planId: z.string(),
  version: z.number(),
  carrier: z.string(),
  /** Plans from before there was another carrier set an end, and nothing else. */
  product: z._default(z.string(), 'expiry'),
  maxCost: z.optional(z.object({ amountE4: z.number(), currency: z.string() })),
  family: z.string(),
  days: z.number(),
  day: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('calendar'), zone: z.string() }),
    z.object({ kind: z.literal('rolling') }),
  ]),
  stacking: z.literal('extend_end'),
  allowanceBytes: z.number(),
  price: moneyField,
  graceMs: z.number(),
  activationDeadlineMs: z.number(),
  /** Plans from before there was a choice are sold on the stricter terms that were told then. */
  refunds: z._default(z.enum(REFUND_POLICIES), 'undelivered_only'),
  reminders: z.array(thresholdField),
  names: textsField,
});

export const planFromItem = (item: unknown): Plan => {
  const { maxCost, ...plan } = row.parse(item);
  return { ...plan, ...(maxCost && { maxCost }) };
};

export const planToItem = (plan: Plan, version: number | typeof CURRENT) => ({
  ...planKey(plan.planId, version),
  ...plan,
  price: moneyRow(plan.price),
  reminders: plan.reminders.map(thresholdRow),
});
