import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Instant, instant, ROLLING_DAY_MS, SECOND_MS } from '../domain/values/instant.ts';
import type { LinkKey } from './link-keys.ts';

/** What a token is for. It is part of what is signed: a token for one purpose is a forgery for every other. */
export type TokenPurpose = 'renew' | 'unsubscribe';

/** What a token turned out to be. Why a forged one is none is nobody's business. */
export type OpenedToken =
  | ({ readonly kind: 'valid' } & Opened)
  /** Signed by us, and too old. */
  | ({ readonly kind: 'expired' } & Opened)
  | { readonly kind: 'forged' };

interface Opened {
  /** As it was sealed, read as UTF-8. */
  readonly body: string;
  readonly bytes: Uint8Array;
  readonly expiresAt: Instant;
}

interface Form {
  /** Of HMAC-SHA-256: RFC 2104 (section 5) asks for 80 bits at least, and better half of the hash. */
  readonly macBytes: number;
  /** The end counts these since 1970, unsigned. */
  readonly expiryUnitMs: number;
  readonly expiryBytes: number;
}

/**
 * A renewal link stands in SMS of 70 characters: it has whole days and the 80 bits. Whoever guesses has to ask us each
 * time, and wins one SIM that they may pay for.
 */
const FORMS: Readonly<Record<TokenPurpose, Form>> = {
  renew: { macBytes: 10, expiryUnitMs: ROLLING_DAY_MS, expiryBytes: 2 },
  unsubscribe: { macBytes: 16, expiryUnitMs: SECOND_MS, expiryBytes: 4 },
};
/** Longer ones are none of ours and are not worth a hash. */
const MAX_TOKEN_LENGTH = 512;
const MAX_BODY_BYTES = 256;

const FORGED: OpenedToken = { kind: 'forged' };

/**
 * A text that anybody may carry and read, and only we can make: one character that names the key, then
 * base64url(expiry, body, MAC). It is signed with the first of the keys.
 *
 * @param expiresAt exclusive; rounded down to a whole second, for a renewal link to a whole day (UTC)
 * @throws RangeError for a body of more than 256 bytes in UTF-8, or an end that is not within 1970 and 2106
 */
export const sealToken = (
  [key]: readonly [LinkKey, ...LinkKey[]],
  purpose: TokenPurpose,
  { body, expiresAt }: { readonly body: string | Uint8Array; readonly expiresAt: Instant },
): string => {
  const { expiryUnitMs, expiryBytes } = FORMS[purpose];
  const units = Math.floor(expiresAt / expiryUnitMs);
  const text = Buffer.from(body);
  if (text.length > MAX_BODY_BYTES) throw new RangeError(`a body of ${text.length} bytes is too long for a token`);
  if (units < 0 || units >= 2 ** (8 * expiryBytes)) throw new RangeError(`no token can end at ${expiresAt}`);
  const expiry = Buffer.alloc(expiryBytes);
  expiry.writeUIntBE(units, 0, expiryBytes);
  const payload = Buffer.concat([expiry, text]);
  return key.id + Buffer.concat([payload, macOf(key, purpose, payload)]).toString('base64url');
};

/** Takes every key that is kept, so that links which were sent before a rotation stay good. */
export const openToken = (
  keys: readonly LinkKey[],
  purpose: TokenPurpose,
  token: string,
  now: Instant,
): OpenedToken => {
  if (token.length > MAX_TOKEN_LENGTH) return FORGED;
  const { macBytes, expiryUnitMs, expiryBytes } = FORMS[purpose];
  const key = keys.find(({ id }) => id === token.charAt(0));
  const encoded = token.slice(1);
  const bytes = Buffer.from(encoded, 'base64url');
  // Buffer reads more than it writes: one token has one spelling, or a revoked one could come back in another.
  if (!key || bytes.length < expiryBytes + macBytes || bytes.toString('base64url') !== encoded) return FORGED;
  const payload = bytes.subarray(0, -macBytes);
  if (!timingSafeEqual(bytes.subarray(-macBytes), macOf(key, purpose, payload))) return FORGED;
  const expiresAt = instant(payload.readUIntBE(0, expiryBytes) * expiryUnitMs);
  const body = payload.subarray(expiryBytes);
  return { kind: now < expiresAt ? 'valid' : 'expired', body: body.toString('utf8'), bytes: body, expiresAt };
};

const macOf = ({ id, key }: LinkKey, purpose: TokenPurpose, payload: Uint8Array): Buffer =>
  createHmac('sha256', Buffer.from(key, 'base64'))
    .update(`keizoku ${purpose} ${id}\n`)
    .update(payload)
    .digest()
    .subarray(0, FORMS[purpose].macBytes);
