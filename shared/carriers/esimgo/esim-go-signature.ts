import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CarrierRequest } from '../webhook.ts';

/**
 * Checks `X-Signature-SHA256`: HMAC-SHA256 of the raw body under any of the API keys. The API's reference writes it in
 * base64, the guide "Webhooks & Callbacks" in hex; both are the same proof, so either is taken. It carries no time: a
 * delivery that comes late or twice says nothing that could do harm.
 */
export const isSigned = ({ headers, body }: CarrierRequest, apiKeys: readonly string[]): boolean => {
  const given = Buffer.from(headers['x-signature-sha256'] ?? '');
  return apiKeys
    .map((key) => createHmac('sha256', key).update(body).digest())
    .flatMap((digest) => [digest.toString('base64'), digest.toString('hex')])
    .some((text) => {
      const expected = Buffer.from(text);
      return given.length === expected.length && timingSafeEqual(given, expected);
    });
};
