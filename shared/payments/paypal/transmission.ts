import { createVerify, type KeyObject } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { SignedRequest } from '../webhook.ts';

/** What PayPal signed of a delivery, and how (developer.paypal.com/api/rest/webhooks/rest, "Verify a message"). */
export interface Transmission {
  readonly id: string;
  /** As it was sent: the signature is over the text. It may be days old, for repetitions keep it. */
  readonly time: string;
  readonly certUrl: string;
  /** Base64. */
  readonly signature: string;
}

/** Pinned: whoever chooses the algorithm chooses the weakest. */
export const AUTH_ALGO = 'SHA256withRSA';
/** None of them may hold the `|` that separates the signed parts. */
const ID = /^[\w-]{1,100}$/;
const TIME = /^[\dT:.Z+-]{1,40}$/;
const MAX_URL_LENGTH = 200;
const MAX_SIGNATURE_LENGTH = 1_024;

/** `undefined` when a header is missing or not of its kind. */
export const transmissionOf = ({ headers }: Pick<SignedRequest, 'headers'>): Transmission | undefined => {
  if (headers['paypal-auth-algo'] !== AUTH_ALGO) return undefined;
  const id = headers['paypal-transmission-id'] ?? '';
  const time = headers['paypal-transmission-time'] ?? '';
  const certUrl = headers['paypal-cert-url'] ?? '';
  const signature = headers['paypal-transmission-sig'] ?? '';
  const sound = ID.test(id) && TIME.test(time) && certUrl.length <= MAX_URL_LENGTH && isCanonicalBase64(signature);
  return sound ? { id, time, certUrl, signature } : undefined;
};

/** Node reads past what is no base64, and the last character has spare bits: many texts would be one signature. */
const isCanonicalBase64 = (text: string): boolean =>
  text !== '' && text.length <= MAX_SIGNATURE_LENGTH && Buffer.from(text, 'base64').toString('base64') === text;

/** RSA-SHA256 over id, time, webhook id and the CRC-32 of the raw bytes, under any of the webhook ids. */
export const isSignedBy = (
  key: KeyObject,
  { id, time, signature }: Transmission,
  body: Buffer,
  webhookIds: readonly string[],
): boolean =>
  key.asymmetricKeyType === 'rsa' &&
  webhookIds.some((webhookId) =>
    createVerify('RSA-SHA256')
      .update(`${id}|${time}|${webhookId}|${crc32(body)}`)
      .verify(key, signature, 'base64'),
  );
