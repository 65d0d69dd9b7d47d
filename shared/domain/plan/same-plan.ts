import type { Plan } from './plan.ts';

/** The plan in one text, the same for the same content in whatever order it was written down. */
export const canonicalPlan = (plan: Plan): string => JSON.stringify(sorted(plan));

/** Whether two are the same to the letter: a version that was sold is never edited. */
export const isSamePlan = (a: Plan, b: Plan): boolean => canonicalPlan(a) === canonicalPlan(b);

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, entry]) => [name, sorted(entry)]),
  );
};
