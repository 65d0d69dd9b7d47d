import * as z from 'zod';
import { money, time } from '../../shared/http/answer-values.ts';

/** Every field that leaves this function, and no other. */

const exit = z.enum(['activate_again', 'mark_active', 'send_back', 'close']);
const step = z
  .enum(['open', 'activate_again', 'mark_active', 'send_back', 'close'])
  .describe('`open` is how support began it.');
const resolution = z
  .strictObject({ at: time, by: z.string(), exit: step, note: z.string() })
  .describe('What a person has decided.');
const cursor = z.string().exactOptional().describe('Hand it in as `cursor` to read on; absent on the last page.');

export const reviewAnswer = z
  .strictObject({
    renewalId: z.string(),
    lineId: z.string(),
    planId: z.string(),
    planVersion: z.int(),
    status: z.string(),
    since: time.exactOptional().describe('Absent once it has been decided.'),
    reasons: z
      .array(z.strictObject({ reason: z.string(), text: z.string() }))
      .describe('Why it waits, and what that means for the traveller.'),
    price: money,
    held: z
      .array(
        z.strictObject({
          reference: z.string(),
          account: z.string(),
          captureId: z.string(),
          captured: money,
          refundedMinor: z.int(),
          disputedMinor: z.int(),
        }),
      )
      .describe('Money that waits for this decision.'),
    exits: z
      .array(z.strictObject({ exit, effect: z.string() }))
      .describe('What may be done, and what each of them does.'),
    resolutions: z.array(resolution),
    trail: z.array(z.strictObject({ at: time, what: z.string() })),
  })
  .describe('One renewal that waits for a person, and why.');

export const reviewsAnswer = z
  .strictObject({ reviews: z.array(reviewAnswer), cursor })
  .describe('A page of the queue, longest waiting first.');

export const resolvedAnswer = z
  .strictObject({ renewalId: z.string(), status: z.string(), resolution })
  .describe('What became of a review.');

export const activationJob = z
  .strictObject({
    renewalId: z.string(),
    lineId: z.string(),
    account: z.string(),
    iccid: z.string(),
    carrierRef: z.string().describe("The carrier's own name of the SIM."),
    product: z.string().describe("The carrier's own name of what is bought."),
    days: z.int(),
    targetEnd: time,
    createdAt: time,
    deadline: time.exactOptional().describe('Absent while the renewal is being reviewed.'),
    toDo: z.string(),
  })
  .describe('One job that a person is to carry out at a carrier.');

export const jobsAnswer = z
  .strictObject({ jobs: z.array(activationJob), cursor })
  .describe('A page of the open jobs of an account, longest waiting first.');

export const answeredJobAnswer = z
  .strictObject({
    renewalId: z.string(),
    outcome: z.enum(['done', 'refused']),
    by: z.string(),
    at: time,
    carrierReference: z.string().exactOptional(),
    endsAt: time.exactOptional(),
    note: z.string().exactOptional(),
  })
  .describe('What a person has reported.');

const difference = z.strictObject({
  kind: z.enum([
    'repaired',
    'unknown_to_us',
    'unknown_to_provider',
    'amount_differs',
    'record_differs',
    'line_differs',
    'served_for_nothing',
    'settled',
    'failed',
  ]),
  text: z.string(),
  reference: z.string().describe("Of a payment; of a renewal or a line, where a carrier's record was compared."),
  captureId: z.string().exactOptional(),
  period: z.string().exactOptional().describe('What the carrier calls a period, or the reference that it carries.'),
  what: z.array(z.string()).exactOptional(),
  code: z.string().exactOptional(),
});

export const report = z.strictObject({
  kind: z.enum(['payments', 'carrier']),
  account: z.string(),
  day: z.iso.date(),
  ranAt: time,
  theirs: z.int(),
  ours: z.int(),
  repaired: z.int(),
  open: z.int(),
  differences: z.array(difference),
  unlisted: z.int(),
  skipped: z
    .array(z.strictObject({ why: z.string(), text: z.string(), lines: z.int() }))
    .describe('Lines that were not compared, and why; of carriers alone.'),
});

export const reconciliationsAnswer = z
  .strictObject({ reports: z.array(report) })
  .describe('The last comparisons of both kinds, newest first.');

const wholesale = {
  amountE4: z.int().describe("In ten-thousandths of the currency's main unit."),
  currency: z.string(),
};

export const carrierAnswer = z
  .strictObject({
    account: z.string(),
    state: z.enum(['well', 'circuit_open', 'maintenance', 'float_low']),
    text: z.string().describe('What that means for sales and activations.'),
    until: time.exactOptional(),
    float: z
      .strictObject({ ...wholesale, readAt: time })
      .exactOptional()
      .describe("The brand's credit there, as it was read last."),
    floor: z.strictObject(wholesale).exactOptional().describe('Below it nothing is sold.'),
    windows: z.array(z.strictObject({ from: time, until: time })).describe('Announced maintenance.'),
  })
  .describe('How one account at a carrier is.');

export const carriersAnswer = z
  .strictObject({ carriers: z.array(carrierAnswer) })
  .describe('How every account at a carrier is.');

export type ReviewAnswer = z.infer<typeof reviewAnswer>;
export type ReviewsAnswer = z.infer<typeof reviewsAnswer>;
export type ResolvedAnswer = z.infer<typeof resolvedAnswer>;
export type ActivationJob = z.infer<typeof activationJob>;
export type JobsAnswer = z.infer<typeof jobsAnswer>;
export type AnsweredJobAnswer = z.infer<typeof answeredJobAnswer>;
export type ReconciliationsAnswer = z.infer<typeof reconciliationsAnswer>;
export type CarrierAnswer = z.infer<typeof carrierAnswer>;
export type CarriersAnswer = z.infer<typeof carriersAnswer>;
