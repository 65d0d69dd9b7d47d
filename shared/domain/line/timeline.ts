import { type Length, type NewPeriod, STACKING, type StackingRule } from '../plan/stacking.ts';
import type { Instant } from '../values/instant.ts';
import type { Period } from './line.ts';

/** What one paid renewal gave its line, in the order of granting. A revoked one (refunded) gives nothing. */
export interface Grant extends Length {
  readonly stacking: StackingRule;
  readonly grantedAt: Instant;
  readonly revoked: boolean;
}

export interface Timeline {
  /** One entry a grant; `undefined` where it was revoked. */
  readonly periods: readonly (Period | undefined)[];
  readonly endsAt: Instant;
}

export const nextPeriod = (
  endsAt: Instant,
  plan: Length & { readonly stacking: StackingRule },
  grantedAt: Instant,
): NewPeriod => STACKING[plan.stacking](endsAt, plan, grantedAt);

/** Rebuilds a line's periods from nothing but facts: revoking one grant moves the others but takes no day from them. */
export const timeline = (initial: Period, grants: readonly Grant[]): Timeline =>
  grants.reduce<Timeline>(
    ({ periods, endsAt }, grant) => {
      if (grant.revoked) return { periods: [...periods, undefined], endsAt };
      const period = nextPeriod(endsAt, grant, grant.grantedAt);
      return { periods: [...periods, { startsAt: period.startsAt, endsAt: period.endsAt }], endsAt: period.endsAt };
    },
    { periods: [], endsAt: initial.endsAt },
  );
