import * as z from 'zod/mini';
import type { JobAnswer, ManualJob } from '../domain/activation/manual-job.ts';
import { iccid } from '../domain/values/iccid.ts';
import { personId, renewalId } from '../domain/values/ids.ts';
import { instantField } from './fields.ts';
import { jobReferenceOfKey, type Key, manualJobKey, openJobKey } from './keys.ts';

const answer = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('done'),
    carrierReference: z.string(),
    endsAt: z.exactOptional(instantField),
    note: z.exactOptional(z.string()),
  }),
  z.object({ outcome: z.literal('refused'), note: z.string() }),
]) satisfies z.ZodMiniType<JobAnswer>;

const terms = {
  account: z.string(),
  iccid: z.pipe(
    z.string(),
    z.transform((text) => iccid(text)),
  ),
  carrierRef: z.string(),
  product: z.string(),
  days: z.number(),
  targetEnd: instantField,
  createdAt: instantField,
};

const row = z.discriminatedUnion('state', [
  z.object({ ...terms, state: z.literal('open') }),
  z.object({
    ...terms,
    state: z.literal('answered'),
    by: z.pipe(
      z.string(),
      z.transform((text) => personId(text)),
    ),
    at: instantField,
    answer,
  }),
  z.object({ ...terms, state: z.literal('withdrawn'), at: instantField }),
]);

export const manualJobFromItem = (item: Record<string, unknown> & Key): ManualJob => ({
  ...row.parse(item),
  reference: renewalId(jobReferenceOfKey(item)),
});

export const manualJobToItem = ({ reference, ...job }: ManualJob) => ({
  ...manualJobKey(reference),
  ...job,
  ...(job.state === 'open' && openJobKey(job.account, reference, job.createdAt)),
});
