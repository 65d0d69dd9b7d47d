import * as z from 'zod/mini';

/** An id or a reference of eSIM Go's, also one that it writes as a number: goes into trails, receipts and addresses. */
export const printable = z.pipe(
  z.pipe(z.union([z.string(), z.int()]), z.transform(String)),
  z.string().check(z.regex(/^[\x21-\x7e]{1,64}$/)),
);
