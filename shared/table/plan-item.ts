import * as z from 'zod/mini';
import type { Length } from '../domain/plan/length.ts';
import { FORMS, PLAN_KINDS, type Plan, REFUND_POLICIES } from '../domain/plan/plan.ts';
import { STACKING_RULES, START_TRIGGERS } from '../domain/plan/stacking.ts';
import {
  moneyField,
  moneyRow,
  quietHoursField,
  quietHoursRow,
  textsField,
  thresholdField,
  thresholdRow,
} from './fields.ts';
import { lengthField, lengthRow } from './grant-row.ts';
import { type CURRENT, planKey } from './keys.ts';

const day = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('calendar'), zone: z.string() }),
  z.object({ kind: z.literal('rolling') }),
]);

const row = z.object({
  planId: z.string(),
  version: z.number(),
  carrier: z.string(),
  /** Plans from before there was another carrier set an end, and nothing else. */
  product: z._default(z.string(), 'expiry'),
  maxCost: z.optional(z.object({ amountE4: z.number(), currency: z.string() })),
  family: z.string(),
  form: z.exactOptional(z.enum(FORMS)),
  only: z.exactOptional(z.enum(['running', 'ended'])),
  /** Plans from before there were others have data for each day, in days, at one price. */
  kind: z._default(z.enum(PLAN_KINDS), 'days'),
  length: z.optional(lengthField),
  days: z.optional(z.number()),
  day: z.optional(day),
  startsWith: z._default(z.enum(START_TRIGGERS), 'purchase'),
  stacking: z.enum(STACKING_RULES),
  allowanceBytes: z.number(),
  fairUse: z.exactOptional(z.object({ bytes: z.number(), per: z.enum(['day', 'period']), thenKbps: z.number() })),
  prices: z.optional(z.tuple([moneyField], moneyField)),
  price: z.optional(moneyField),
  graceMs: z.number(),
  final: z.exactOptional(z.literal(true)),
  activationDeadlineMs: z.number(),
  /** Plans from before there was a choice are sold on the stricter terms that were told then. */
  refunds: z._default(z.enum(REFUND_POLICIES), 'undelivered_only'),
  reminders: z.array(thresholdField),
  quiet: z.optional(quietHoursField),
  names: textsField,
  terms: z.exactOptional(textsField),
});

export const planFromItem = (item: unknown): Plan => {
  const {
    maxCost,
    quiet,
    days,
    day,
    length = daysOf(days, day),
    price,
    prices = price && [price],
    ...plan
  } = row.parse(item);
  if (!length || !prices) throw new Error(`a plan without a length or a price: ${plan.planId}`);
  return { ...plan, length, prices, ...(maxCost && { maxCost }), ...(quiet && { quietHours: quiet }) };
};

const daysOf = (count: number | undefined, rule: z.output<typeof day> | undefined): Length | undefined =>
  count === undefined || !rule ? undefined : { unit: 'day', count, day: rule };

export const planToItem = ({ quietHours, ...plan }: Plan, version: number | typeof CURRENT) => ({
  ...planKey(plan.planId, version),
  ...plan,
  length: lengthRow(plan.length),
  prices: plan.prices.map(moneyRow),
  reminders: plan.reminders.map(thresholdRow),
  ...(quietHours && { quiet: quietHoursRow(quietHours) }),
});
