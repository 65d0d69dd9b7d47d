import * as z from 'zod/mini';

const MAX_NOTE_LENGTH = 200;

export const reviewsQuery = z.object({ cursor: z.exactOptional(z.string().check(z.maxLength(1_000))) });

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
