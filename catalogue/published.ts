import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Plan } from '../shared/domain/plan/plan.ts';
import { canonicalPlan } from '../shared/domain/plan/same-plan.ts';

/** A hash for each version that was ever sold, by `plan#version`. It only grows. */
export type Published = Readonly<Record<string, string>>;

const published = z.record(z.string(), z.string());

/** @throws Error when it is no JSON of this shape: only `catalogue:publish` writes it */
export const readPublished = (text: string): Published => published.parse(JSON.parse(text));

export const keyOf = ({ planId, version }: Pick<Plan, 'planId' | 'version'>): string => `${planId}#${version}`;

export const hashOf = (plan: Plan): string =>
  createHash('sha256').update(canonicalPlan(plan)).digest('base64url').slice(0, 22);

/** The highest version of a plan that was sold; 0 where none was. */
export const lastVersion = (known: Published, planId: string): number =>
  Object.keys(known)
    .filter((key) => key.startsWith(`${planId}#`))
    .map((key) => Number(key.slice(planId.length + 1)))
    .reduce((highest, version) => Math.max(highest, version), 0);

/** With every version of these plans; sorted, so that changes are easy to read. */
export const withPlans = (known: Published, plans: readonly Plan[]): Published =>
  Object.fromEntries(
    Object.entries({ ...Object.fromEntries(plans.map((plan) => [keyOf(plan), hashOf(plan)])), ...known }).sort(
      ([a], [b]) => (a < b ? -1 : 1),
    ),
  );
