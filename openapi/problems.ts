import * as z from 'zod';
import { TROUBLE_KINDS } from '../shared/domain/contact/contact.ts';
import { money, time } from '../shared/http/answer-values.ts';
import { problemStatus } from '../shared/http/problem.ts';
import { EN } from '../shared/http/problem-texts/en.ts';
import type { ProblemCode } from '../shared/http/problem-texts/problem-text.ts';

const renewalStatus = { renewalStatus: z.string().describe('How the renewal stands.') };
const stopped = {
  until: time.exactOptional().describe('For how long, where that is known.'),
  carrierCode: z.string().exactOptional().describe('For support.'),
};

/** What a problem tells beside its code (RFC 9457, extension members). */
const MEMBERS: Readonly<Partial<Record<ProblemCode, z.ZodRawShape>>> = {
  bad_request: {
    errors: z
      .array(z.strictObject({ field: z.string(), problem: z.string() }))
      .describe('At most 20; never the value.'),
  },
  body_too_large: { maxBytes: z.int() },
  renewal_not_payable: renewalStatus,
  renewal_not_cancellable: renewalStatus,
  receipt_not_ready: renewalStatus,
  preview_outdated: { planVersion: z.int(), price: money, newEnd: time, endBefore: time },
  too_many_tries: { until: time, retryAfterSeconds: z.int() },
  method_not_offered: { method: z.string(), currency: z.string() },
  plan_not_available: { carrierCode: stopped.carrierCode },
  carrier_unavailable: stopped,
  carrier_maintenance: stopped,
  carrier_float_low: stopped,
  contact_in_trouble: { state: z.enum(TROUBLE_KINDS) },
  job_closed: { jobState: z.enum(['answered', 'withdrawn']) },
};

const isProblemCode = (text: string): text is ProblemCode => Object.hasOwn(EN, text);
const PROBLEM_CODES: readonly ProblemCode[] = Object.keys(EN).filter(isProblemCode);

/** What it says in English. */
export const problemMeaning = (code: ProblemCode): string => `${EN[code].detail} ${EN[code].nextStep}`;

/** `preview_outdated` is described by the schema `PreviewOutdated`. */
export const problemName = (code: ProblemCode): string =>
  code
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

const problemSchema = (code: ProblemCode): z.ZodType => {
  return z
    .strictObject({
      type: z.literal(`urn:keizoku:problem:${code}`),
      title: z.string(),
      status: z.literal(problemStatus(code)),
      detail: z.string(),
      nextStep: z.string(),
      code: z.literal(code),
      requestId: z.string(),
      ...MEMBERS[code],
    })
    .describe(problemMeaning(code));
};

/** The schemas of the problems that these operations answer, by name. */
export const problemSchemas = (used: ReadonlySet<ProblemCode>): Readonly<Record<string, z.ZodType>> =>
  Object.fromEntries(
    PROBLEM_CODES.filter((code) => used.has(code)).map((code) => [problemName(code), problemSchema(code)]),
  );
