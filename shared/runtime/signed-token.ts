import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Instant, instant, SECOND_MS } from '../domain/values/instant.ts';
import type { LinkKey } from './link-keys.ts';

/** What a token is for. It is part of what is signed: a token for one purpose is a forgery for every other. */
export type TokenPurpose = 'renew' | 'unsubscribe';

/** What a token turned out to be. Why a forged one is none is nobody's business. */
export type OpenedToken =
  | { readonly kind: 'valid'; readonly body: string; readonly expiresAt: Instant }
  /** Signed by us, and too old. */
  | { readonly kind: 'expired'; readonly body: string; readonly expiresAt: Instant }
  | { readonly kind: 'forged' };

/**
 * Of HMAC-SHA-256, the half that RFC 2104 (section 5) asks for at least: a link has to fit into an SMS, and whoever
 * guesses has to ask us each time.
 */
const MAC_BYTES = 16;
/** Whole seconds since 1970, unsigned: until 2106. */
const EXPIRY_BYTES = 4;
const LATEST_EXPIRY_SECONDS = 0xffff_ffff;
/** Longer ones are none of ours and are not worth a hash. */
const MAX_TOKEN_LENGTH = 512;
const MAX_BODY_BYTES = 256;

const FORGED: OpenedToken = { kind: 'forged' };

/**
 * A text that anybody may carry and read, and only we can make: one character that names the key, then
 * base64url(expiry, body, MAC). It is signed with the first of the keys.
 *
 * @param expiresAt exclusive; rounded down to a whole second
 * @throws RangeError for a body of more than 256 bytes in UTF-8, or an end that is not within 1970 and 2106
 */
export const sealToken = (
  [key]: readonly [LinkKey, ...LinkKey[]],
  purpose: TokenPurpose,
  { body, expiresAt }: { readonly body: string; readonly expiresAt: Instant },
): string => {
  const seconds = Math.floor(expiresAt / SECOND_MS);
  const text = Buffer.from(body, 'utf8');
  if (text.length > MAX_BODY_BYTES) throw new RangeError(`a body of ${text.length} bytes is too long for a token`);
  if (seconds < 0 || seconds > LATEST_EXPIRY_SECONDS) throw new RangeError(`no token can end at ${expiresAt}`);
  const expiry = Buffer.alloc(EXPIRY_BYTES);
  expiry.writeUInt32BE(seconds);
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
  const key = keys.find(({ id }) => id === token.charAt(0));
  const encoded = token.slice(1);
  const bytes = Buffer.from(encoded, 'base64url');
  // Buffer reads more than it writes: one token has one spelling, or a revoked one could come back in another.
  if (!key || bytes.length < EXPIRY_BYTES + MAC_BYTES || bytes.toString('base64url') !== encoded) return FORGED;
  const payload = bytes.subarray(0, -MAC_BYTES);
  if (!timingSafeEqual(bytes.subarray(-MAC_BYTES), macOf(key, purpose, payload))) return FORGED;
  const expiresAt = instant(payload.readUInt32BE(0) * SECOND_MS);
  const body = payload.subarray(EXPIRY_BYTES).toString('utf8');
  return { kind: now < expiresAt ? 'valid' : 'expired', body, expiresAt };
};

const macOf = ({ id, key }: LinkKey, purpose: TokenPurpose, payload: Uint8Array): Buffer =>
  createHmac('sha256', Buffer.from(key, 'base64'))
    .update(`keizoku ${purpose} ${id}\n`)
    .update(payload)
    .digest()
    .subarray(0, MAC_BYTES);
