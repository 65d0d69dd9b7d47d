import type { Secret } from '../../runtime/secrets.ts';
import { verifiedAccount } from '../verified-account.ts';
import type { WebhookReceiver, WebhookReply } from '../webhook.ts';
import type { AntomAccount } from './antom-account.ts';
import { readNotice } from './notice.ts';
import { isSigned } from './signature.ts';

/**
 * Takes the notices of Antom (Alipay+): results of payments and refunds, and disputes. Only the fixed reply counts as
 * received; without it a notice comes again, eight times within 24 hours (docs.antom.com, "notifyPayment").
 */
export const antomWebhook = ({ account }: { readonly account: Secret<AntomAccount> }): WebhookReceiver => ({
  async receive(request) {
    await verifiedAccount(account, (candidate) => isSigned(request, candidate));
    return readNotice(request.body);
  },
  accepted: reply(200, { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success' }),
  refused: (statusCode, code) =>
    reply(statusCode, {
      resultCode: code.toUpperCase(),
      resultStatus: statusCode < 500 ? 'F' : 'U',
      resultMessage: code,
    }),
});

/** The result's status: `S` done, `F` failed, `U` unknown. */
interface Result {
  readonly resultCode: string;
  readonly resultStatus: 'S' | 'F' | 'U';
  readonly resultMessage: string;
}

const reply = (statusCode: number, result: Result): WebhookReply => ({
  statusCode,
  contentType: 'application/json; charset=UTF-8',
  body: JSON.stringify({ result }),
});
