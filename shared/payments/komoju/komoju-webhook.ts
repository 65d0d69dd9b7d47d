import type { Secret } from '../../runtime/secrets.ts';
import { verifiedAccount } from '../verified-account.ts';
import type { WebhookReceiver, WebhookReply } from '../webhook.ts';
import { readEvent } from './event.ts';
import type { KomojuAccount } from './komoju-account.ts';
import { isSigned } from './signature.ts';

/** Takes the events of KOMOJU, through which vouchers for the convenience store (Konbini) are paid. */
export const komojuWebhook = ({ account }: { readonly account: Secret<KomojuAccount> }): WebhookReceiver => ({
  async receive(request) {
    await verifiedAccount(account, ({ webhookSecrets }) => isSigned(request, webhookSecrets));
    return readEvent(request.body);
  },
  accepted: reply(200, { received: true }),
  refused: (statusCode, code) => reply(statusCode, { error: code }),
});

const reply = (statusCode: number, body: object): WebhookReply => ({
  statusCode,
  contentType: 'application/json',
  body: JSON.stringify(body),
});
