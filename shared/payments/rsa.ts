import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import * as z from 'zod/mini';

const MIN_MODULUS_BITS = 2_048;

const publicKeyIn = (pem: string): KeyObject | undefined => {
  // A private key would be read as its public half; it has no business in a receiver's secret.
  if (pem.includes('PRIVATE KEY')) return undefined;
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
};

/** A public key or a certificate in PEM whose key is RSA of at least 2048 bits. */
export const rsaPublicKey = z.string().check(
  z.refine((pem) => {
    const key = publicKeyIn(pem);
    return key?.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_MODULUS_BITS;
  }),
);

/**
 * RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017), whatever the sender says it used. The signature must be the one way to
 * write its bytes in base64: a decoder that skips what it does not know would take many texts for one.
 */
export const isRsaSigned = (data: Buffer, signature: string, pem: string): boolean => {
  const bytes = Buffer.from(signature, 'base64');
  if (bytes.length === 0 || bytes.toString('base64') !== signature) return false;
  return verify('sha256', data, { key: pem, padding: constants.RSA_PKCS1_PADDING }, bytes);
};
