import * as z from 'zod/mini';

const MAX_NOTE_LENGTH = 200;

export const reviewsQuery = z.object({ cursor: z.exactOptional(z.string().check(z.maxLength(1_000))) });

const key = z.string().check(z.minLength(1));
/** Where a page of the queue ended: what the table would not take as that is none. */
export const reviewCursor = z.strictObject({ pk: key, sk: key, reviewPk: z.literal('REVIEW'), reviewSk: key });

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
