import * as z from 'zod';

/** Constructs beside the secrets. */
const TAKEN = ['table', 'bus', 'archive'];

/** What names a secret, a function and an address. */
export const accountName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,19}$/, 'small letters, digits and hyphens, at most 20')
  .refine((name) => !TAKEN.includes(name), 'the name of something else');
