import * as z from 'zod';
import { FORMS, LANGUAGES, PLAN_KINDS, REFUND_POLICIES, type Texts } from '../shared/domain/plan/plan.ts';
import { STACKING_RULES, START_TRIGGERS, WARNINGS } from '../shared/domain/plan/stacking.ts';
import { amount, duration, length, localTime, price, wholesale, zone } from './quantities.ts';
import { reminder } from './reminder.ts';

/** One of a few words. */
const oneOf = <const T extends readonly [string, ...string[]]>(words: T) =>
  z.enum(words, { error: ({ input }) => `${JSON.stringify(input) ?? 'nothing'}: write one of ${words.join(', ')}` });

const texts = z.strictObject({
  'zh-CN': line('zh-CN'),
  'zh-TW': line('zh-TW'),
  ja: line('ja'),
  en: line('en'),
  ko: line('ko'),
} satisfies Record<keyof Texts, unknown>);

function line(language: string) {
  return z
    .string(`the text in ${language} is missing: all of ${LANGUAGES.join(', ')} are needed`)
    .regex(/\S/, `the text in ${language} is empty`);
}

/** Ends up in keys, links and addresses. */
const name = z.string('a name is missing').regex(/^[a-z0-9-]{1,40}$/, 'small letters, digits and hyphens, at most 40');

/** What an example says of the line that a plan meets. Times are local to its zone. */
const givenLine = z.strictObject({
  zone: zone.default('Asia/Tokyo'),
  /** Exclusive, of the period that it was sold with. */
  end: localTime,
  /** Renewals that it has had since, oldest first. */
  renewals: z.array(z.strictObject({ plan: name, at: localTime })).default([]),
  left: amount.optional(),
});

const expectation = z.strictObject({
  oldEnd: localTime,
  newEnd: localTime,
  /** Of the new period; absent where it waits for the data before it to be used up. */
  start: localTime.optional(),
  /** Of the new period, where that is not the end of the line. */
  periodEnd: localTime.optional(),
  data: amount.optional(),
  warnings: z.array(oneOf(WARNINGS)),
});

const example = z
  .strictObject({
    line: givenLine,
    at: localTime,
    early: z.literal(true).optional(),
    expect: expectation.optional(),
    refused: z.string().optional(),
  })
  .refine((given) => (given.expect === undefined) !== (given.refused === undefined), {
    error: 'an example says what to expect, or why it is refused: write `expect:` or `refused:`, and not both',
  });

/** What `defaults` may say for all plans. */
const common = {
  kind: oneOf(PLAN_KINDS),
  startsWith: oneOf(START_TRIGGERS),
  rule: oneOf(STACKING_RULES),
  grace: duration,
  activateWithin: duration,
  refunds: oneOf(REFUND_POLICIES),
  reminders: z.array(reminder),
  product: z.string('the carrier’s own name of what is bought; `expiry` where only an end is set'),
  terms: name,
};

const plan = z.strictObject({
  id: name,
  version: z.int('a whole number: 1, and one more with each change').min(1),
  family: name,
  only: oneOf(['running', 'ended']).optional(),
  form: oneOf(FORMS).optional(),
  final: z.literal(true, 'write `final: true`, or nothing').optional(),
  maxCost: wholesale.optional(),
  length,
  data: amount.optional(),
  fairUse: z
    .strictObject({
      data: amount,
      per: oneOf(['day', 'period']),
      thenKbps: z.int('in kilobits a second; 0 where data stops').min(0),
    })
    .optional(),
  prices: z.array(price).min(1, 'at least one price'),
  names: texts,
  examples: z.array(example),
  ...common,
});

/** After its defaults were filled in. */
export const catalogueSchema = z.strictObject({
  defaults: z.unknown().optional(),
  /** What a line can be, and at which account of which carrier. */
  families: z.record(name, z.strictObject({ carrier: name, form: oneOf(FORMS).optional() })),
  terms: z.record(name, texts),
  plans: z.array(plan),
});

export const defaultsSchema = z.strictObject(common).partial();

export type Written = z.output<typeof catalogueSchema>;
export type WrittenPlan = Written['plans'][number];
export type WrittenExample = WrittenPlan['examples'][number];
