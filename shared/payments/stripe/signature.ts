import { Stripe } from 'stripe';
import type { Instant } from '../../domain/values/instant.ts';
import type { SignedRequest } from '../provider.ts';

/** Stripe's recommendation for the age of a delivery; we allow a clock that runs ahead no more than that. */
const TOLERANCE_S = 300;

/** Exactly one time stamp in digits: two would let a reader pick another one than was signed. */
const TIMESTAMP = /(?:^|,)\s*t=/g;
const SIGNED_AT = /(?:^|,)t=(\d{1,12})(?:,|$)/;

/**
 * Checks `Stripe-Signature`: HMAC-SHA256 over time stamp and body with the whole secret as key, any `v1` of the header
 * under any of the secrets, no more than five minutes old or ahead of when it was received
 * (docs.stripe.com/webhooks/signature).
 */
export const isSigned = ({ headers, body, receivedAt }: SignedRequest, secrets: readonly string[]): boolean => {
  const header = headers['stripe-signature'];
  if (header === undefined || !isCurrent(header, receivedAt) || !isPlainUtf8(body)) return false;
  return secrets.some((secret) => matches(body, header, secret, receivedAt));
};

/** The SDK judges age alone: a delivery dated ahead would be good for as long as it is ahead. */
const isCurrent = (header: string, receivedAt: Instant): boolean => {
  const signedAt = SIGNED_AT.exec(header)?.[1];
  if (signedAt === undefined || header.match(TIMESTAMP)?.length !== 1) return false;
  return Math.abs(Math.floor(receivedAt / 1_000) - Number(signedAt)) <= TOLERANCE_S;
};

/** The SDK signs the decoded text, in which a byte order mark and broken sequences no longer show. */
const isPlainUtf8 = (body: Buffer): boolean => Buffer.from(new TextDecoder('utf8').decode(body), 'utf8').equals(body);

const matches = (body: Buffer, header: string, secret: string, receivedAt: Instant): boolean => {
  try {
    return Stripe.webhooks.signature?.verifyHeader(body, header, secret, TOLERANCE_S, undefined, receivedAt) === true;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return false;
    throw error;
  }
};
