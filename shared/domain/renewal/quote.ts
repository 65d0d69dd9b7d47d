import { MAX_GRANTS } from '../line/grant.ts';
import { grantTo, isLossy, termsOf, warningsOf } from '../line/granting.ts';
import { isRenewable, type Line } from '../line/line.ts';
import { isDated, type Span, timeline } from '../line/timeline.ts';
import { isUsedUp, usageAt } from '../line/usage.ts';
import type { Plan } from '../plan/plan.ts';
import type { StackingRule, Warning } from '../plan/stacking.ts';
import type { RenewalId } from '../values/ids.ts';
import type { Instant } from '../values/instant.ts';
import type { Money } from '../values/money.ts';
import { REVIEW_AFTER_DEADLINE_MS } from './renewal.ts';

/** What a renewal would do to a line, shown before anybody pays. */
export interface Quote {
  readonly endBefore: Instant;
  /** Of the new period; absent where it waits for the data before it to be used up. */
  readonly startsAt?: Instant;
  /** Exclusive, of the new period. */
  readonly periodEndsAt?: Instant;
  /** Exclusive, of the line's service; at least this is promised. */
  readonly endAfter: Instant;
  /** How many periods that have not begun come before the new one. */
  readonly queuedBefore: number;
  readonly rule: StackingRule;
  /** Where something is lost: the last renewal whose periods were looked at for that, if there was one. */
  readonly lastGrant?: RenewalId;
  /** What was paid for before is lost with it: the end before has to be the one that was shown. */
  readonly isLossy: boolean;
  readonly warnings: readonly Warning[];
  readonly price: Money;
  readonly allowanceBytes: number;
}

export interface Wishes {
  /** ISO 4217; the plan's first where absent. */
  readonly currency?: string;
  /** A period that would wait is to begin at once. */
  readonly early?: boolean;
}

export type QuoteRefusal =
  | 'plan_not_for_line'
  | 'line_not_renewable'
  | 'line_in_review'
  | 'line_recycled'
  | 'too_many_periods'
  | 'cannot_start_early'
  | 'currency_not_offered';

export const canTake = (line: Line, plan: Plan): boolean =>
  plan.family === line.family && plan.carrier === line.carrier && (plan.form === undefined || plan.form === line.form);

type Quoted = { readonly ok: true; readonly quote: Quote } | { readonly ok: false; readonly refusal: QuoteRefusal };

export const quote = (line: Line, plan: Plan, now: Instant, { currency, early }: Wishes = {}): Quoted => {
  const refusal = whyNot(line, plan, now);
  if (refusal) return { ok: false, refusal };
  if (early && plan.stacking !== 'queue_after_expiry') return { ok: false, refusal: 'cannot_start_early' };
  const price = plan.prices.find((each) => currency === undefined || each.currency === currency);
  if (!price) return { ok: false, refusal: 'currency_not_offered' };
  const current = { ...line, usage: usageAt(line, now) };
  const grant = {
    ...termsOf(plan),
    grantedAt: now,
    ...(early && { early }),
    ...(hasNothingToWaitFor(current, plan) && { startedAt: now }),
  };
  const granting = grantTo(line, grant);
  const { span, endBefore, endAfter } = granting;
  const last = line.grants.at(-1);
  return {
    ok: true,
    quote: {
      endBefore,
      ...(isDated(span) && { startsAt: span.startsAt, periodEndsAt: span.endsAt }),
      endAfter,
      queuedBefore: queued(line, now),
      rule: plan.stacking,
      isLossy: isLossy(grant) && endBefore > now,
      ...(isLossy(grant) && last?.renewalId !== undefined && { lastGrant: last.renewalId }),
      warnings: warningsOf(current, grant, granting),
      price,
      allowanceBytes: plan.allowanceBytes,
    },
  };
};

const hasNothingToWaitFor = ({ usage }: Pick<Line, 'usage'>, { stacking }: Plan): boolean =>
  stacking === 'queue_on_depletion' && isUsedUp(usage);

const whyNot = (line: Line, plan: Plan, now: Instant): QuoteRefusal | undefined => {
  if (!canTake(line, plan)) return 'plan_not_for_line';
  if (line.recycledAt !== undefined) return 'line_recycled';
  if (!isRenewable(line, now)) return 'line_not_renewable';
  if (plan.only !== undefined && plan.only !== (line.endsAt > now ? 'running' : 'ended')) return 'plan_not_for_line';
  if (isClosedForReview(line, plan, now)) return 'line_in_review';
  return openPeriods(line, now) >= MAX_GRANTS ? 'too_many_periods' : undefined;
};

/** The line keeps what is over until its next renewal. */
const openPeriods = ({ initial, grants }: Line, now: Instant): number =>
  timeline(initial, grants).filter((span) => span.grant !== undefined && endOfSpan(span) > now).length;

const endOfSpan = (span: Span): Instant => {
  switch (span.state) {
    case 'dated':
      return span.endsAt;
    case 'waiting':
      return span.lapsesAt;
    case 'lapsed':
      return span.lapsedAt;
  }
};

const queued = ({ initial, grants }: Line, now: Instant): number =>
  timeline(initial, grants).filter((span) => (isDated(span) ? span.startsAt > now : span.state === 'waiting')).length;

/** An attempt that is open for so long waits for a person: whoever paid now would only get the money back. */
const isClosedForReview = ({ fence }: Line, plan: Plan, now: Instant): boolean =>
  fence !== undefined && now - fence.submittedAt > plan.activationDeadlineMs + REVIEW_AFTER_DEADLINE_MS;
