import * as z from 'zod/mini';
import type { Plan } from '../domain/plan/plan.ts';
import { moneyField, moneyRow, textsField, thresholdField } from './fields.ts';
import { type CURRENT, planKey } from './keys.ts';

const row = z.object({
  planId: z.string(),
  version: z.number(),
  carrier: z.literal('soracom'),
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
  reminders: z.array(thresholdField),
  names: textsField,
});

export const planFromItem = (item: unknown): Plan => row.parse(item);

export const planToItem = (plan: Plan, version: number | typeof CURRENT) => ({
  ...planKey(plan.planId, version),
  ...plan,
  price: moneyRow(plan.price),
  reminders: plan.reminders.map(({ id, beforeEndMs }) => [id, beforeEndMs]),
});
