import type { Line } from '../../shared/domain/line/line.ts';
import type { Period } from '../../shared/domain/line/timeline.ts';
import { daysOf, endFrom } from '../../shared/domain/plan/length.ts';
import type { Plan } from '../../shared/domain/plan/plan.ts';
import {
  HOUR_MS,
  type Instant,
  MINUTE_MS,
  plusMs,
  ROLLING_DAY_MS,
  SECOND_MS,
} from '../../shared/domain/values/instant.ts';
import { JAPAN, JAPAN_DAYS, JAPAN_ROLLING, planCalled, TOP_UP_PLANS } from './catalogue.ts';
import { japaneseIccid } from './iccids.ts';
import { newLine } from './new-line.ts';
import { ANNA, KENJI, MEI, STRANGER, UNBOUND, verified } from './people.ts';

const [THREE_DAYS, FIVE_DAYS, SEVEN_DAYS] = JAPAN_DAYS;

/** One line for each of the cases that a newcomer wants to see. */
export const seededLines = (now: Instant): readonly Line[] => [
  inFiveDays(now),
  atAnUnevenMoment(now),
  endedWithinGrace(now),
  somebodyElses(now),
  unbound(now),
  ...atOtherCarriers(now),
  ...underOtherRules(now),
];

/** The main one: today counts as the first of five days, the last of them closes at midnight in Japan. */
const inFiveDays = (now: Instant): Line =>
  newLine(
    {
      lineId: MEI.lineId,
      ownerId: MEI.sub,
      contacts: verified(MEI.contacts, now),
      iccid: japaneseIccid('30000000000001'),
      plan: SEVEN_DAYS,
      initial: calendarPeriod(now, 5, SEVEN_DAYS),
      remainingBytes: 4_200_000_000,
    },
    now,
  );

/** Days of 24 hours end at the minute at which they were bought. */
const atAnUnevenMoment = (now: Instant): Line => {
  const endsAt = plusMs(now, 4 * ROLLING_DAY_MS + 7 * HOUR_MS + 17 * MINUTE_MS + 23 * SECOND_MS + 456);
  return newLine(
    {
      lineId: KENJI.lineId,
      ownerId: KENJI.sub,
      contacts: verified(KENJI.contacts, now),
      iccid: japaneseIccid('30000000000002'),
      plan: JAPAN_ROLLING,
      initial: { startsAt: plusMs(endsAt, -5 * ROLLING_DAY_MS), endsAt },
      remainingBytes: 1_337_000_000,
    },
    now,
  );
};

/** Over since the last midnight in Japan, so at most a day ago: the plan's grace of two days still holds. */
const endedWithinGrace = (now: Instant): Line =>
  newLine(
    {
      lineId: ANNA.lineId,
      ownerId: ANNA.sub,
      contacts: verified(ANNA.contacts, now),
      iccid: japaneseIccid('30000000000003'),
      plan: THREE_DAYS,
      initial: calendarPeriod(now, 0, THREE_DAYS),
      remainingBytes: 0,
    },
    now,
  );

const somebodyElses = (now: Instant): Line =>
  newLine(
    {
      lineId: STRANGER.lineId,
      ownerId: STRANGER.sub,
      contacts: verified(STRANGER.contacts, now),
      iccid: japaneseIccid('30000000000004'),
      plan: FIVE_DAYS,
      initial: calendarPeriod(now, 10, FIVE_DAYS),
      remainingBytes: 5_000_000_000,
    },
    now,
  );

/** On a card that somebody holds and nobody has bound: its number and code stand in the README. */
const unbound = (now: Instant): Line =>
  newLine(
    {
      ...UNBOUND,
      contacts: { language: 'en' },
      plan: THREE_DAYS,
      initial: calendarPeriod(now, 3, THREE_DAYS),
      remainingBytes: 3_000_000_000,
    },
    now,
  );

/** Mei has tried them all: one for each carrier, each with five days left. */
const atOtherCarriers = (now: Instant): readonly Line[] =>
  TOP_UP_PLANS.flatMap((plan, index) => {
    const lineId = MEI.otherLineIds[index];
    const endsAt = plusMs(now, 5 * ROLLING_DAY_MS);
    if (lineId === undefined) return [];
    return newLine(
      {
        lineId,
        ownerId: MEI.sub,
        contacts: verified(MEI.contacts, now),
        iccid: japaneseIccid(`3000000000001${index}`),
        plan,
        initial: { startsAt: plusMs(endsAt, -daysOf(plan.length) * ROLLING_DAY_MS), endsAt },
        // Its carrier's simulator counts from there.
        remainingBytes: plan.allowanceBytes,
      },
      now,
    );
  });

/** Anna's, each under a rule of its own: a day pass, unlimited months, long stay, packs that queue, to the month's end. */
const underOtherRules = (now: Instant): readonly Line[] =>
  ['jp-pass-2gb-5d', 'jp-unlimited-1m', 'jp-long-3m', 'jp-90d-20gb', 'jp-month-end-1m', 'manual-data-5gb'].flatMap(
    (planId, index) => {
      const lineId = ANNA.otherLineIds[index];
      const plan = planCalled(planId);
      if (lineId === undefined) return [];
      const endsAt = endFrom(now, { unit: 'day', count: DAYS_LEFT, day: { kind: 'calendar', zone: JAPAN } });
      return newLine(
        {
          lineId,
          ownerId: ANNA.sub,
          contacts: verified(ANNA.contacts, now),
          iccid: japaneseIccid(`3000000000002${index}`),
          plan,
          initial: { startsAt: plusMs(endsAt, -daysOf(plan.length) * ROLLING_DAY_MS), endsAt },
          remainingBytes: Math.floor(plan.allowanceBytes / 2),
        },
        now,
      );
    },
  );

const DAYS_LEFT = 4;

/** The days of `plan` that end `fromToday` days after the last midnight. */
const calendarPeriod = (now: Instant, fromToday: number, { length }: Plan): Period => ({
  startsAt: endFrom(now, { ...length, count: fromToday - length.count }),
  endsAt: endFrom(now, { ...length, count: fromToday }),
});
