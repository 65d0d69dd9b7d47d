import fc from 'fast-check';
import type { Line } from '../../../../shared/domain/line/line.ts';
import type { Length } from '../../../../shared/domain/plan/length.ts';
import type { Plan } from '../../../../shared/domain/plan/plan.ts';
import { STACKING_RULES, type StackingRule } from '../../../../shared/domain/plan/stacking.ts';
import { openRenewal } from '../../../../shared/domain/renewal/open.ts';
import { quote } from '../../../../shared/domain/renewal/quote.ts';
import type { Renewal } from '../../../../shared/domain/renewal/renewal.ts';
import { type RenewalId, renewalId } from '../../../../shared/domain/values/ids.ts';
import { HOUR_MS, parseInstant, plusMs } from '../../../../shared/domain/values/instant.ts';
import { DAY_RULES } from '../arbitraries.ts';
import { aLine, anOpenPayment, aPlan, LINE_ID, NOW, OWNER } from '../given.ts';

/** Numbers from which a history draws its choices one after the other; about three make a step. */
const LONGEST_HISTORY = 1_200;

export const ids: readonly RenewalId[] = ['A', 'B', 'C'].map((letter) => renewalId(`${LINE_ID}${letter.repeat(16)}`));

/** What one plan sells, and whether its period is to begin at once where it would wait. */
interface Kind {
  readonly stacking: StackingRule;
  readonly length: Length;
  readonly early: boolean;
}

export interface Setting {
  readonly count: number;
  readonly plans: readonly Kind[];
  /** From now to the line's end. */
  readonly endInMs: number;
  /** Whose first payment is captured before anything else happens. */
  readonly paid: readonly boolean[];
  readonly staysDown: boolean;
  readonly picks: readonly number[];
}

const days = fc.record({
  unit: fc.constant('day' as const),
  count: fc.integer({ min: 1, max: 7 }),
  day: fc.constantFrom(...DAY_RULES),
});
const months = fc.record({
  unit: fc.constant('month' as const),
  count: fc.integer({ min: 1, max: 2 }),
  zone: fc.constantFrom('Asia/Tokyo', 'Europe/Berlin'),
});
const kinds: fc.Arbitrary<Kind> = fc.record({
  stacking: fc.constantFrom(...STACKING_RULES),
  length: fc.oneof({ weight: 3, arbitrary: days }, { weight: 1, arbitrary: months }),
  early: fc.boolean(),
});

export const settings: fc.Arbitrary<Setting> = fc.record({
  count: fc.integer({ min: 1, max: ids.length }),
  plans: fc.array(kinds, { minLength: ids.length, maxLength: ids.length }),
  endInMs: fc.oneof(fc.integer({ min: -HOUR_MS, max: 3 * HOUR_MS }), fc.constant(60 * HOUR_MS)),
  paid: fc.array(fc.boolean(), { minLength: ids.length, maxLength: ids.length }),
  staysDown: fc.nat({ max: 4 }).map((pick) => pick === 0),
  picks: fc.array(fc.noShrink(fc.nat({ max: 9_999 })), { maxLength: LONGEST_HISTORY, size: 'max' }),
});

/** Every renewal has two payments that can be captured, and was quoted before any of the others was paid. */
export const given = ({
  count,
  plans: sold,
  endInMs,
}: Setting): { readonly plans: readonly Plan[]; readonly line: Line; readonly renewals: readonly Renewal[] } => {
  const plans = sold.map(({ stacking, length }, index) => aPlan({ planId: `plan-${index}`, stacking, length }));
  const endsAt = plusMs(NOW, endInMs);
  const line = aLine({
    endsAt,
    initial: { startsAt: parseInstant('2026-09-01T00:00:00Z'), endsAt },
    graceMs: 2 * HOUR_MS,
  });
  const renewals = ids.slice(0, count).flatMap((id, index): Renewal[] => {
    const plan = plans[index];
    const wishes = { early: sold[index]?.early === true && plan?.stacking === 'queue_after_expiry' };
    const quoted = plan && quote(line, plan, NOW, wishes);
    if (!plan || !quoted?.ok) return [];
    const session = { sessionId: `cs_${index}`, url: 'https://pay.example' };
    const renewal = openRenewal({
      renewalId: id,
      line,
      owner: OWNER,
      plan,
      quote: quoted.quote,
      wishes,
      requestHash: '',
      account: 'stripe',
      method: 'card',
      session,
      now: NOW,
    });
    return [{ ...renewal, payments: [...renewal.payments, anOpenPayment({ number: 2, sessionId: `cs_${index}b` })] }];
  });
  return { plans, line, renewals };
};
