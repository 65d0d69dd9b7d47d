import * as z from 'zod/mini';
import { parseInstant } from '../../shared/domain/values/instant.ts';

const MAX_NOTE_LENGTH = 200;

const cursor = z.exactOptional(z.string().check(z.maxLength(1_000)));

export const reviewsQuery = z.object({ cursor });
export const jobsQuery = z.object({ account: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,19}$/)), cursor });

const instant = z.pipe(
  z.iso.datetime({ offset: true }),
  z.transform((text) => parseInstant(text)),
);

const note = z.string().check(z.trim(), z.minLength(3), z.maxLength(MAX_NOTE_LENGTH));

/** The body that opens a review: why. */
export const opening = z.strictObject({ note });

/** The body of a resolution: what is done, and why. The proof is asked for where the money is kept because of it. */
export const resolution = z.discriminatedUnion('exit', [
  z.strictObject({ exit: z.enum(['activate_again', 'send_back', 'close']), note }),
  z.strictObject({
    exit: z.literal('mark_active'),
    note,
    carrierReference: z.string().check(z.regex(/^[\x21-\x7e]{1,100}$/)),
  }),
]);

/** The body of an answer to an activation job: the carrier's proof, or why it cannot be done. */
export const jobAnswer = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('done'),
    carrierReference: z.string().check(z.regex(/^[\x21-\x7e]{1,64}$/)),
    endsAt: z.exactOptional(instant),
    note: z.exactOptional(note),
  }),
  z.strictObject({ outcome: z.literal('refused'), note }),
]);

/** All windows of an account in which its carrier is serviced: they replace those that were announced before. */
export const maintenanceRequest = z.strictObject({
  windows: z.array(z.strictObject({ from: instant, until: instant })),
});
