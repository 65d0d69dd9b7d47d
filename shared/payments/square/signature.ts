import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SignedRequest } from '../webhook.ts';
import type { SquareAccount } from './square-account.ts';

/**
 * Checks `x-square-hmacsha256-signature`: HMAC-SHA256 over the notification URL and the raw body in base64, under any
 * of the keys (developer.squareup.com/docs/webhooks/step3validate). The older `x-square-signature` (SHA-1) counts for
 * nothing. It carries no time: what comes late or twice is told by the payment's state.
 */
export const isSigned = (
  { headers, body }: SignedRequest,
  { signatureKeys, notificationUrl }: Pick<SquareAccount, 'signatureKeys' | 'notificationUrl'>,
): boolean => {
  const given = Buffer.from(headers['x-square-hmacsha256-signature'] ?? '');
  return signatureKeys.some((key) => {
    // Compared as text: several texts decode to the same bytes, and Square writes only one of them.
    const expected = Buffer.from(createHmac('sha256', key).update(notificationUrl).update(body).digest('base64'));
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
};
