import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SignedRequest } from '../webhook.ts';

/**
 * Checks `X-Komoju-Signature`: HMAC-SHA256 of the raw body in lower-case hex, under any of the secrets
 * (doc.komoju.com/docs/webhooks). It carries no time: what comes late or twice is told by the payment's state.
 */
export const isSigned = ({ headers, body }: SignedRequest, secrets: readonly string[]): boolean => {
  const given = Buffer.from(headers['x-komoju-signature'] ?? '');
  return secrets.some((secret) => {
    const expected = Buffer.from(createHmac('sha256', secret).update(body).digest('hex'));
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
};
