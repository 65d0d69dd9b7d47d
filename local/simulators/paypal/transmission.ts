import { createSign, createVerify, X509Certificate } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** The headers by which PayPal's deliveries prove themselves (developer.paypal.com/api/rest/webhooks/rest). */
export interface Transmission {
  readonly id: string;
  readonly time: string;
  readonly signature: string;
}

const signedText = (id: string, time: string, webhookId: string, body: string | Buffer): string =>
  `${id}|${time}|${webhookId}|${crc32(body)}`;

export const sign = (
  { id, time }: Omit<Transmission, 'signature'>,
  body: string | Buffer,
  { webhookId, privateKeyPem }: { readonly webhookId: string; readonly privateKeyPem: string },
): Transmission => ({
  id,
  time,
  signature: createSign('RSA-SHA256')
    .update(signedText(id, time, webhookId, body))
    .sign(privateKeyPem, 'base64'),
});

export const isSigned = (
  { id, time, signature }: Transmission,
  body: string | Buffer,
  { webhookId, bundlePem }: { readonly webhookId: string; readonly bundlePem: string },
): boolean =>
  createVerify('RSA-SHA256')
    .update(signedText(id, time, webhookId, body))
    .verify(new X509Certificate(bundlePem).publicKey, signature, 'base64');

export const headersOf = ({ id, time, signature }: Transmission, certUrl: string): Record<string, string> => ({
  'content-type': 'application/json',
  'user-agent': 'PayPal/AUHR-214.0-58843279',
  'paypal-auth-algo': 'SHA256withRSA',
  'paypal-auth-version': 'v2',
  'paypal-cert-url': certUrl,
  'paypal-transmission-id': id,
  'paypal-transmission-sig': signature,
  'paypal-transmission-time': time,
});
