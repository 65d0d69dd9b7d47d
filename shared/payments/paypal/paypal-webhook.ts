import type { Clock } from '../../runtime/deps.ts';
import type { Secret } from '../../runtime/secrets.ts';
import { verifiedAccount } from '../verified-account.ts';
import type { SignedRequest, WebhookReceiver } from '../webhook.ts';
import { chainVerdict } from './certificate-chain.ts';
import { type Certificates, certificates, isCertificateUrl } from './certificates.ts';
import { readEvent } from './event.ts';
import type { PaypalAccount } from './paypal-account.ts';
import { type PaypalCall, paypalCalls } from './paypal-calls.ts';
import type { PaypalFetch } from './paypal-fetch.ts';
import { isSignedBy, transmissionOf } from './transmission.ts';
import { isSignedSaysPaypal } from './verify-remotely.ts';

/**
 * The webhook of one app. No age makes a delivery stale: PayPal repeats for three days under the first time stamp.
 * `fetch` replaces Node's own, for tests.
 */
export const paypalWebhook = ({
  account,
  fetch = globalThis.fetch,
  clock,
}: {
  readonly account: Secret<PaypalAccount>;
  readonly fetch?: PaypalFetch;
  readonly clock: Clock;
}): WebhookReceiver => {
  const call = paypalCalls({ account, fetch, clock });
  const find = certificates(fetch);
  return {
    async receive(request) {
      const { merchantId } = await verifiedAccount(account, (present) => isGenuine(call, find, request, present));
      return readEvent(call, request.body, merchantId);
    },
    accepted: { statusCode: 200, contentType: 'application/json', body: '{}' },
    refused: (statusCode, code) => ({
      statusCode,
      contentType: 'application/json',
      body: JSON.stringify({ error: code }),
    }),
  };
};

const isGenuine = async (
  call: PaypalCall,
  find: Certificates,
  request: SignedRequest,
  account: PaypalAccount,
): Promise<boolean> => {
  const { body, receivedAt } = request;
  const transmission = transmissionOf(request);
  if (!transmission || !isCertificateUrl(transmission.certUrl, account)) return false;
  const { leaf, sent } = await find(transmission.certUrl, receivedAt);
  if (!isSignedBy(leaf.publicKey, transmission, body, account.webhookIds)) return false;
  switch (chainVerdict(leaf, sent, account, receivedAt)) {
    case 'trusted':
      return true;
    case 'incomplete':
      return isSignedSaysPaypal(call, transmission, body, account.webhookIds);
    case 'broken':
      return false;
  }
};
