import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Names what the derived key is for: no other use of the same secret comes to the same key. */
const PURPOSE = 'keizoku carrier token v1';

/** HKDF-SHA256 (RFC 5869) without salt: the secret is random already. */
const keyFrom = (secret: string): Uint8Array => new Uint8Array(hkdfSync('sha256', secret, '', PURPOSE, KEY_BYTES));

/**
 * AES-256-GCM under a key that only the holder of `secret` can derive: nonce, tag and ciphertext in base64.
 * `place` is where the token is kept; it opens nowhere else.
 */
export const sealToken = (token: string, secret: string, place: string): string => {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, keyFrom(secret), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
};

/** `undefined` for what this secret did not seal for this place: it was rotated, or the text was changed. */
export const openToken = (text: string, secret: string, place: string): string | undefined => {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(ALGORITHM, keyFrom(secret), nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
};
