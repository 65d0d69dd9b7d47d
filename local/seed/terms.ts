import type { Plan } from '../../shared/domain/plan/plan.ts';
import { MINUTE_MS, ROLLING_DAY_MS } from '../../shared/domain/values/instant.ts';

/** What all plans of this brand have in common. */
export const TERMS = {
  version: 1,
  stacking: 'extend_end',
  activationDeadlineMs: 70 * MINUTE_MS,
  refunds: 'undelivered_only',
  reminders: [
    { id: '3d', beforeEndMs: 3 * ROLLING_DAY_MS },
    { id: '1d', beforeEndMs: ROLLING_DAY_MS, urgent: true },
  ],
} as const satisfies Partial<Plan>;
