import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from '../../domain/values/instant.ts';
import type { SignedRequest } from '../webhook.ts';

/** Stripe's recommendation for the age of a delivery; we allow a clock that runs ahead no more than that. */
const TOLERANCE_S = 300;
const SIGNATURE = /^[0-9a-f]{64}$/;

/**
 * Checks `Stripe-Signature`: HMAC-SHA256 over time stamp and raw body with the whole secret as key, any `v1` of the
 * header under any of the secrets, no more than five minutes old or ahead of when it was received
 * (docs.stripe.com/webhooks/signature). By hand, for the SDK signs decoded text, judges age alone (a delivery dated
 * ahead would be good for as long as it is ahead), and fails on some headers instead of refusing them.
 */
export const isSigned = ({ headers, body, receivedAt }: SignedRequest, secrets: readonly string[]): boolean => {
  const fields = (headers['stripe-signature'] ?? '').split(',').map((field) => field.split('='));
  const valuesOf = (name: string) => fields.flatMap(([key, value = '']) => (key === name ? [value] : []));
  // Exactly one: two would let a reader pick another one than was signed.
  const [signedAt, another] = valuesOf('t');
  if (signedAt === undefined || another !== undefined || !isCurrent(signedAt, receivedAt)) return false;
  const given = valuesOf('v1').filter((signature) => SIGNATURE.test(signature));
  return secrets.some((secret) => {
    const expected = createHmac('sha256', secret).update(`${signedAt}.`).update(body).digest();
    return given.some((signature) => timingSafeEqual(Buffer.from(signature, 'hex'), expected));
  });
};

const isCurrent = (signedAt: string, receivedAt: Instant): boolean =>
  /^\d{1,12}$/.test(signedAt) && Math.abs(Math.floor(receivedAt / 1_000) - Number(signedAt)) <= TOLERANCE_S;
