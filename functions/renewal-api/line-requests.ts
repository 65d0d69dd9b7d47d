import * as z from 'zod/mini';
import { MAX_COMPARED } from '../../shared/app/compare-plans.ts';
import { type Iccid, isIccid, iccid as toIccid } from '../../shared/domain/values/iccid.ts';
import { isLineId, isRenewalId } from '../../shared/domain/values/ids.ts';
import { type Instant, parseInstant } from '../../shared/domain/values/instant.ts';

const currency = z.string().check(z.regex(/^[A-Z]{3}$/));
const MAX_PLAN_IDS_LENGTH = 41 * MAX_COMPARED;

/** As people write it: in groups, with spaces or hyphens. */
const iccid = z.pipe(
  z.string().check(
    z.maxLength(40),
    z.regex(/^89[\d\s-]+$/),
    z.refine((text) => isIccid(digits(text))),
  ),
  z.transform((text): Iccid => toIccid(digits(text))),
);
const digits = (text: string): string => text.replaceAll(/[\s-]/g, '');

/** The body of `POST /v1/lines`. */
export const lineBinding = z.strictObject({ iccid, code: z.string().check(z.regex(/^[\w\s-]{4,40}$/)) });

/** The body of `PATCH /v1/lines/{lineId}`; `null` takes the name away. */
export const lineChange = z.strictObject({
  name: z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(40), z.regex(/^\P{C}*$/u))),
});

export const linesQuery = z.object({
  cursor: z.exactOptional(
    z.pipe(
      z.string().check(z.refine(isLineId)),
      z.transform((text) => text),
    ),
  ),
});
export const renewalsQuery = z.object({ cursor: z.exactOptional(z.string().check(z.refine(isRenewalId))) });

export const comparisonQuery = z.object({
  /** Ids, separated by commas; all that the line can take where absent. */
  planIds: z.exactOptional(
    z.pipe(
      z.string().check(z.maxLength(MAX_PLAN_IDS_LENGTH), z.regex(/^[\w-]{1,40}(,[\w-]{1,40})*$/)),
      z.transform((text): readonly string[] => [...new Set(text.split(','))]),
    ),
  ),
  currency: z.exactOptional(currency),
});

export const adviceQuery = z.object({
  until: z.pipe(
    z.iso.datetime({ offset: true }),
    z.transform((text): Instant => parseInstant(text)),
  ),
  currency: z._default(currency, 'JPY'),
});
