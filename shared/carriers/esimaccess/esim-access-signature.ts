import { createHmac } from 'node:crypto';
import type { Instant } from '../../domain/values/instant.ts';
import type { EsimAccessAccount } from './esim-access-account.ts';

/**
 * The headers that sign one request (docs.esimaccess.com, "HMAC Signature"): HMAC-SHA256 over time, request id, access
 * code and body, in capital hexadecimal digits. `body` is exactly the text that is sent.
 */
export const signedHeaders = (
  { accessCode, secretKey }: Pick<EsimAccessAccount, 'accessCode' | 'secretKey'>,
  { body, sentAt, requestId }: { readonly body: string; readonly sentAt: Instant; readonly requestId: string },
): Readonly<Record<string, string>> => {
  const timestamp = String(sentAt);
  const signature = createHmac('sha256', secretKey).update(`${timestamp}${requestId}${accessCode}${body}`);
  return {
    'rt-accesscode': accessCode,
    'rt-requestid': requestId,
    'rt-timestamp': timestamp,
    'rt-signature': signature.digest('hex').toUpperCase(),
  };
};
