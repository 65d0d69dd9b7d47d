import * as z from 'zod';
import { PERIOD_STATES } from '../../shared/domain/line/periods.ts';
import { homeTime, localTime, money, time } from '../../shared/http/answer-values.ts';
import { lineAnswer, previewAnswer } from './answers.ts';

/** What is said of lines as a whole, of their periods, and of several plans at once. */

const cursor = z.string().exactOptional().describe('Asks for the next page; absent on the last one.');

export const linesAnswer = z
  .strictObject({ lines: z.array(lineAnswer), cursor })
  .describe('Your SIMs, a page at a time.');

const period = z
  .strictObject({
    renewalId: z.string().exactOptional().describe('Absent for what the SIM was sold with, and all that ended since.'),
    state: z.enum(PERIOD_STATES),
    startsAt: time.exactOptional().describe('Absent while it waits for the data before it to be used up.'),
    startsAtLocal: localTime.exactOptional(),
    endsAt: time.exactOptional().describe('Exclusive.'),
    endsAtLocal: localTime.exactOptional(),
    lapsesAt: time.exactOptional().describe('It is never used unless it has begun by then.'),
    allowanceBytes: z.number().exactOptional(),
  })
  .describe('A period of service.');

export const periodsAnswer = z
  .strictObject({ zone: z.string(), periods: z.array(period) })
  .describe('In the order in which they came.');

export const renewalsAnswer = z
  .strictObject({
    renewals: z.array(
      z.strictObject({
        renewalId: z.string(),
        planId: z.string(),
        planVersion: z.int(),
        status: z.string(),
        statusText: z.string(),
        price: money,
        createdAt: time,
        promisedEnd: time,
      }),
    ),
    cursor,
  })
  .describe('What you ordered for this SIM, newest first.');

export const comparisonAnswer = z
  .strictObject({
    previews: z.array(previewAnswer),
    refused: z
      .array(z.strictObject({ planId: z.string(), code: z.string(), detail: z.string() }))
      .describe('What was asked for and cannot be had.'),
  })
  .describe('Several plans beside each other.');

export const adviceAnswer = z
  .strictObject({
    advice: z.enum(['covered', 'buy', 'out_of_reach']),
    text: z.string(),
    plans: z
      .array(z.strictObject({ planId: z.string(), planVersion: z.int(), name: z.string(), price: money }))
      .describe('One renewal each, in this order.'),
    total: money.exactOptional(),
    totalText: z.string().exactOptional(),
    endAfter: time.exactOptional(),
    endAfterLocal: localTime.exactOptional(),
    endAfterHome: homeTime,
    zone: z.string(),
  })
  .describe('The cheapest way to stay connected until a departure; nothing more is advised than is needed.');

export type LinesAnswer = z.infer<typeof linesAnswer>;
export type PeriodsAnswer = z.infer<typeof periodsAnswer>;
export type RenewalsAnswer = z.infer<typeof renewalsAnswer>;
export type ComparisonAnswer = z.infer<typeof comparisonAnswer>;
export type AdviceAnswer = z.infer<typeof adviceAnswer>;
