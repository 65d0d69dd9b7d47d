import { isRenewable, type Line } from '../line/line.ts';
import { nextPeriod } from '../line/timeline.ts';
import type { Plan } from '../plan/plan.ts';
import type { StackingRule, Warning } from '../plan/stacking.ts';
import type { Instant } from '../values/instant.ts';
import type { Money } from '../values/money.ts';
import { REVIEW_AFTER_DEADLINE_MS } from './renewal.ts';

/** What a renewal would do to a line, shown before anybody pays. */
export interface Quote {
  readonly endBefore: Instant;
  readonly startsAt: Instant;
  /** Exclusive. */
  readonly endAfter: Instant;
  readonly rule: StackingRule;
  readonly warnings: readonly Warning[];
  readonly price: Money;
  readonly allowanceBytes: number;
}

export type QuoteRefusal = 'plan_not_for_line' | 'line_not_renewable' | 'line_in_review' | 'line_recycled';

export const canTake = (line: Line, plan: Plan): boolean =>
  plan.family === line.family && plan.carrier === line.carrier;

export const quote = (
  line: Line,
  plan: Plan,
  now: Instant,
): { readonly ok: true; readonly quote: Quote } | { readonly ok: false; readonly refusal: QuoteRefusal } => {
  if (!canTake(line, plan)) return { ok: false, refusal: 'plan_not_for_line' };
  if (line.recycledAt !== undefined) return { ok: false, refusal: 'line_recycled' };
  if (!isRenewable(line, now)) return { ok: false, refusal: 'line_not_renewable' };
  if (isClosedForReview(line, plan, now)) return { ok: false, refusal: 'line_in_review' };
  const { startsAt, endsAt, warnings } = nextPeriod(line.endsAt, plan, now);
  return {
    ok: true,
    quote: {
      endBefore: line.endsAt,
      startsAt,
      endAfter: endsAt,
      rule: plan.stacking,
      warnings,
      price: plan.price,
      allowanceBytes: plan.allowanceBytes,
    },
  };
};

/** An attempt that is open for so long waits for a person: whoever paid now would only get the money back. */
const isClosedForReview = ({ fence }: Line, plan: Plan, now: Instant): boolean =>
  fence !== undefined && now - fence.submittedAt > plan.activationDeadlineMs + REVIEW_AFTER_DEADLINE_MS;
