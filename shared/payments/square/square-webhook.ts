import type { Secret } from '../../runtime/secrets.ts';
import { verifiedAccount } from '../verified-account.ts';
import type { SignedRequest, WebhookReceiver, WebhookReply } from '../webhook.ts';
import { readEvent } from './event.ts';
import { isSigned } from './signature.ts';
import type { SquareAccount } from './square-account.ts';

/** Takes the events of a Square seller, whose Terminal takes payments at the counter. */
export const squareWebhook = ({ account }: { readonly account: Secret<SquareAccount> }): WebhookReceiver => ({
  async receive(request) {
    const seller = await verifiedAccount(account, (candidate) => isSigned(request, candidate));
    return isOtherEnvironment(request, seller) ? [] : readEvent(request.body, seller);
  },
  accepted: reply(200, { received: true }),
  refused: (statusCode, code) => reply(statusCode, { error: code }),
});

/** `square-environment` is `Production` or `Sandbox` (developer.squareup.com/docs/webhooks/step2subscribe). */
const isOtherEnvironment = ({ headers }: SignedRequest, { environment }: SquareAccount): boolean => {
  const sender = headers['square-environment']?.toLowerCase();
  return environment !== undefined && sender !== undefined && sender !== environment;
};

const reply = (statusCode: number, body: object): WebhookReply => ({
  statusCode,
  contentType: 'application/json',
  body: JSON.stringify(body),
});
