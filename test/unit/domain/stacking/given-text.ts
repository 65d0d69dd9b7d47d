import { Temporal } from 'temporal-polyfill';
import type { Grant } from '../../../../shared/domain/line/grant.ts';
import type { Span } from '../../../../shared/domain/line/timeline.ts';
import type { Length } from '../../../../shared/domain/plan/length.ts';
import {
  STACKING_RULES,
  START_TRIGGERS,
  type StackingRule,
  type StartTrigger,
} from '../../../../shared/domain/plan/stacking.ts';
import { type Instant, instant, inZone, parseInstant } from '../../../../shared/domain/values/instant.ts';
import { aGrant } from '../given.ts';

/**
 * `2026-10-01 12:00` on the wall clocks of a zone; a date alone is the midnight that begins it. With `Z` or an offset it
 * is that instant. A time that does not exist there, or comes twice, is a mistake in the example.
 */
export const at = (text: string, zone: string): Instant => {
  if (/Z$|[+-]\d\d:\d\d$/.test(text)) return parseInstant(text.replace(' ', 'T'));
  const local = Temporal.PlainDateTime.from(text.replace(' ', 'T'));
  return instant(local.toZonedDateTime(zone, { disambiguation: 'reject' }).epochMilliseconds);
};

/** As it stands in an example, and what an answer is compared in. */
export const told = (when: Instant, zone: string): string =>
  inZone(when, zone).toString({ timeZoneName: 'never' }).replace('T', ' ');

/** `2026-10-01 to 2026-10-04`, the end exclusive. */
export const between = (text: string, zone: string): { startsAt: Instant; endsAt: Instant } => {
  const [from = '', to = ''] = text.split(' to ');
  return { startsAt: at(from, zone), endsAt: at(to, zone) };
};

const oneOf = <T extends string>(names: readonly T[], text: string | undefined): T => {
  const name = names.find((each) => each === text);
  if (name === undefined) throw new Error(`${text} is none of ${names.join(', ')}`);
  return name;
};

/** `extend_end`, `3 days` (of the calendar), `3 rolling days` or `1 month`. */
const TERMS = /^(\w+) (\d+) (rolling )?(day|month)s?$/;

const termsIn = (text: string, zone: string): { stacking: StackingRule; length: Length } => {
  const [, rule, number, rolling, unit] = TERMS.exec(text) ?? [];
  const count = Number(number);
  const stacking = oneOf(STACKING_RULES, rule);
  if (unit === 'month') return { stacking, length: { unit: 'month', count, zone } };
  const day = rolling ? ({ kind: 'rolling' } as const) : ({ kind: 'calendar', zone } as const);
  return { stacking, length: { unit: 'day', count, day } };
};

/** What may be told of a grant after its terms: `at`, `started` and `revoked` with a time, `early`, `with install`. */
const factIn = (text: string, zone: string): Partial<Grant> => {
  const [word = '', ...rest] = text.split(' ');
  const value = rest.join(' ');
  switch (word) {
    case 'at':
      return { grantedAt: at(value, zone) };
    case 'started':
      return { startedAt: at(value, zone) };
    case 'revoked':
      return { revokedAt: at(value, zone) };
    case 'early':
      return { early: true };
    case 'with':
      return { startsWith: oneOf<StartTrigger>(START_TRIGGERS, value) };
    case 'of':
      return { allowanceBytes: Number(value.replace(' MB', '')) * 1_000_000 };
    default:
      throw new Error(`${text} tells nothing of a grant`);
  }
};

/** `extend_end 3 days, at 2026-10-01 12:00, revoked 2026-10-05 09:30`. */
export const grantIn = (text: string, zone: string): Grant => {
  const [terms = '', ...facts] = text.split(', ');
  const told = facts.map((each) => factIn(each, zone));
  if (!told.some(({ grantedAt }) => grantedAt !== undefined)) throw new Error(`${text} is granted at no time`);
  return Object.assign(aGrant(termsIn(terms, zone)), ...told);
};

/** A period as an example tells it. */
export const spanTold = (span: Span, zone: string): string => {
  switch (span.state) {
    case 'dated':
      return `${told(span.startsAt, zone)} to ${told(span.endsAt, zone)}`;
    case 'waiting':
      return `waits until ${told(span.lapsesAt, zone)}`;
    case 'lapsed':
      return `lapsed ${told(span.lapsedAt, zone)}`;
  }
};

/** The same of what stands in the example. */
export const spanIn = (text: string, zone: string): string => {
  const [, word = '', when = ''] = /^(waits until|lapsed) (.*)$/.exec(text) ?? [];
  if (word) return `${word} ${told(at(when, zone), zone)}`;
  const { startsAt, endsAt } = between(text, zone);
  return `${told(startsAt, zone)} to ${told(endsAt, zone)}`;
};
