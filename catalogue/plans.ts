import type { Plan } from '../shared/domain/plan/plan.ts';
import type { Written, WrittenPlan } from './schema.ts';

/** The plan as the product knows it. */
export const planOf = (written: WrittenPlan, { families, terms }: Written): Plan => {
  const { id, version, family, kind, length, startsWith, rule, only, form, final, maxCost, fairUse } = written;
  const [first, ...others] = written.prices;
  if (!first) throw new Error('a plan without a price got past its schema');
  const told = terms[written.terms];
  return {
    planId: id,
    version,
    family,
    carrier: families[family]?.carrier ?? '',
    product: written.product,
    kind,
    length,
    startsWith,
    stacking: rule,
    allowanceBytes: allowanceOf(written),
    prices: [first, ...others],
    graceMs: written.grace,
    activationDeadlineMs: written.activateWithin,
    refunds: written.refunds,
    reminders: written.reminders,
    names: written.names,
    ...(told && { terms: told }),
    ...(only && { only }),
    ...(form && { form }),
    ...(final && { final }),
    ...(maxCost && { maxCost }),
    ...(fairUse && { fairUse: { bytes: fairUse.data.bytes, per: fairUse.per, thenKbps: fairUse.thenKbps } }),
  };
};

const allowanceOf = ({ data, length }: WrittenPlan): number => {
  if (!data) return 0;
  return data.isDaily ? data.bytes * length.count : data.bytes;
};
