import { createPublicKey } from 'node:crypto';
import * as z from 'zod/mini';

/** Antom signs with nothing shorter (docs.antom.com, "Overview": the key length must be 2048 bits). */
const MIN_KEY_BITS = 2_048;

/** `createPublicKey` would also take a private key and derive the public one from it. */
const isRsaPublicKey = (pem: string): boolean => {
  if (!pem.trimStart().startsWith('-----BEGIN PUBLIC KEY-----')) return false;
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey(pem);
    return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_KEY_BITS;
  } catch {
    return false;
  }
};

/** Contents of an Antom account's secret. Antom gives every client id a key of its own; sandbox ids start with `SANDBOX_`. */
export const antomAccount = z.object({
  clientId: z.string().check(z.regex(/^[\w-]{1,64}$/)),
  /** Antom's keys, not ours, in PEM (SPKI); two while one replaces the other. */
  publicKeys: z.array(z.string().check(z.refine(isRsaPublicKey))).check(z.minLength(1), z.maxLength(2)),
  /** Path and query of the notification URL as Antom knows it, where the function sees another one (a stage's prefix). */
  notifyPath: z.optional(z.string().check(z.regex(/^\/[\x21-\x7e]*$/))),
});

export type AntomAccount = z.output<typeof antomAccount>;
