import type { Plan } from '../../shared/domain/plan/plan.ts';
import { HOUR_MS, MINUTE_MS, ROLLING_DAY_MS } from '../../shared/domain/values/instant.ts';

/** What all plans of this brand have in common. */
export const TERMS = {
  version: 1,
  kind: 'days',
  startsWith: 'purchase',
  stacking: 'extend_end',
  activationDeadlineMs: 70 * MINUTE_MS,
  refunds: 'undelivered_only',
  reminders: [
    { kind: 'before_end', id: '3d', beforeEndMs: 3 * ROLLING_DAY_MS },
    { kind: 'before_end', id: '1d', beforeEndMs: ROLLING_DAY_MS, urgent: true },
    { kind: 'at_end', id: 'end' },
    { kind: 'in_grace', id: 'grace', afterEndMs: 12 * HOUR_MS },
    { kind: 'data_used', id: 'd80', usedPercent: 80 },
    { kind: 'data_used', id: 'd95', usedPercent: 95 },
    { kind: 'data_used', id: 'd100', usedPercent: 100 },
  ],
} as const satisfies Partial<Plan>;
