import * as z from 'zod/mini';
import { rsaPublicKey } from '../rsa.ts';

/** Contents of an Antom account's secret. Antom gives every client id a key of its own; sandbox ids start with `SANDBOX_`. */
export const antomAccount = z.object({
  clientId: z.string().check(z.regex(/^[\w-]{1,64}$/)),
  /** Antom's keys, not ours; two while one replaces the other. It signs with nothing shorter than 2048 bits. */
  publicKeys: z.array(rsaPublicKey).check(z.minLength(1), z.maxLength(2)),
  /** Path and query of the notification URL as Antom knows it, where the function sees another one (a stage's prefix). */
  notifyPath: z.optional(z.string().check(z.regex(/^\/[\x21-\x7e]*$/))),
});

export type AntomAccount = z.output<typeof antomAccount>;
