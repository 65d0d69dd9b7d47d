import * as z from 'zod/mini';
import type { Instant } from '../../domain/values/instant.ts';
import type { CarrierUsage } from '../carrier.ts';
import { cannotAsk, malformed, meaningOf } from './airalo-error.ts';
import type { Reading } from './airalo-reading.ts';

/** The API counts in megabytes, and takes 3,072 of them for "3 GB". */
const MEGABYTE = 1_024 * 1_024;

const megabytes = z.nullish(z.number().check(z.gte(0)));
const usageReply = z.object({
  data: z.object({ status: z.string(), remaining: megabytes, total: megabytes, is_unlimited: z.nullish(z.boolean()) }),
});

/**
 * Page "Get usage". Airalo keeps an answer for 20 minutes and does not say since when: figures may be that much older
 * than `asOf`. On unlimited plans they are zeros that mean nothing.
 */
export const usage = (reading: Reading, now: Instant): CarrierUsage => {
  if (reading.kind === 'error' && meaningOf(reading.error) === 'recycled') return { kind: 'recycled' };
  if (reading.kind !== 'body') return cannotAsk(reading);
  const reply = usageReply.safeParse(reading.body);
  if (!reply.success) return malformed;
  const { status, remaining, total, is_unlimited } = reply.data.data;
  if (status === 'RECYCLED') return { kind: 'recycled' };
  if (status === 'UNKNOWN' || is_unlimited || !total || typeof remaining !== 'number' || remaining > total)
    return { kind: 'no_figure' };
  return {
    kind: 'usage',
    remainingBytes: Math.round(remaining * MEGABYTE),
    totalBytes: Math.round(total * MEGABYTE),
    asOf: now,
  };
};
