import fc from 'fast-check';
import type { DayRule, Length } from '../../../shared/domain/plan/length.ts';
import { type Instant, parseInstant, plusMs } from '../../../shared/domain/values/instant.ts';

export const DAY_RULES: readonly DayRule[] = [
  { kind: 'calendar', zone: 'Asia/Tokyo' },
  { kind: 'rolling' },
  { kind: 'calendar', zone: 'Europe/Berlin' },
  { kind: 'calendar', zone: 'Africa/Cairo' },
];

export const dayRule: fc.Arbitrary<DayRule> = fc.constantFrom(...DAY_RULES);

const ZONES = ['Asia/Tokyo', 'Europe/Berlin', 'Africa/Cairo', 'America/New_York', 'Pacific/Auckland'] as const;

export const aLength: fc.Arbitrary<Length> = fc.oneof(
  fc.record({ unit: fc.constant('day' as const), count: fc.integer({ min: 1, max: 40 }), day: dayRule }),
  fc.record({
    unit: fc.constant('month' as const),
    count: fc.integer({ min: 1, max: 12 }),
    zone: fc.constantFrom(...ZONES),
  }),
);

const FIRST = parseInstant('2026-01-01T00:00:00Z');
const FOUR_YEARS_MS = 4 * 366 * 86_400_000;

/** Any millisecond of four years, and often one at, or next to, a midnight in Japan. */
export const anInstant: fc.Arbitrary<Instant> = fc.oneof(
  fc.integer({ min: 0, max: FOUR_YEARS_MS }).map((ms) => plusMs(FIRST, ms)),
  fc
    .tuple(fc.integer({ min: 0, max: 4 * 366 }), fc.constantFrom(-1_000, -1, 0, 1))
    .map(([days, ms]) => plusMs(parseInstant('2026-01-01T00:00:00+09:00'), days * 86_400_000 + ms)),
);
