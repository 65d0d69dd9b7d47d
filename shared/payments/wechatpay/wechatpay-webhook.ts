import * as z from 'zod/mini';
import { Refusal } from '../../errors.ts';
import type { Secret } from '../../runtime/secrets.ts';
import { signedJson } from '../signed-json.ts';
import { verifiedAccount } from '../verified-account.ts';
import type { PaymentNotice, SignedRequest, WebhookReceiver } from '../webhook.ts';
import { readRefund } from './refund.ts';
import { decrypted, encryptedResource } from './resource.ts';
import { isSignedBy, noticeSignature } from './signature.ts';
import { readTransaction } from './transaction.ts';
import type { WechatpayAccount } from './wechatpay-account.ts';

/** Notices of WeChat Pay API v3, of mainland China and of `apihk` (pay.weixin.qq.com, "回调通知注意事项"). */
export const wechatpayWebhook = ({ account }: { readonly account: Secret<WechatpayAccount> }): WebhookReceiver => ({
  receive: (request) => receive(account, request),
  // The body is what older versions of the documentation ask for, and no version refuses.
  accepted: { statusCode: 200, contentType: 'application/json', body: '{"code":"SUCCESS","message":"OK"}' },
  refused: (statusCode, code) => ({
    statusCode,
    contentType: 'application/json',
    body: JSON.stringify({ code: 'FAIL', message: code }),
  }),
});

const receive = async (
  account: Secret<WechatpayAccount>,
  request: SignedRequest,
): Promise<readonly PaymentNotice[]> => {
  const signature = noticeSignature(request);
  if (signature === undefined) throw new Refusal('bad_signature');
  const signer = await verifiedAccount(account, ({ keys }) => isSignedBy(signature, keys));
  const { event_type, resource } = notice.parse(signedJson(request.body));
  const read = readerOf(event_type);
  if (read === undefined) return [];
  const { text, owner } = await opened(account, signer, resource);
  return read(signedJson(text), owner);
};

const notice = z.object({ event_type: z.string(), resource: z.optional(z.unknown()) });

type Reader = (resource: unknown, account: WechatpayAccount) => readonly PaymentNotice[];

/** WeChat Pay has more than a hundred types; which ones come here is up to the merchant platform's settings. */
const readerOf = (eventType: string): Reader | undefined => {
  switch (eventType) {
    case 'TRANSACTION.SUCCESS':
      return readTransaction;
    case 'REFUND.SUCCESS':
    case 'REFUND.ABNORMAL':
    case 'REFUND.CLOSED':
      return readRefund;
    default:
      return undefined;
  }
};

/**
 * The text inside, and the account whose key opened it. WeChat Pay did sign it, so a key that does not fit is most
 * likely one that changes: it is read again once, and the notice comes again until the right one is there.
 *
 * @throws Refusal `notice_unreadable` when no key fits: somebody has to put the right one in
 */
const opened = async (
  account: Secret<WechatpayAccount>,
  signer: WechatpayAccount,
  sealed: unknown,
): Promise<{ readonly text: string; readonly owner: WechatpayAccount }> => {
  const resource = encryptedResource.parse(sealed);
  const present = decrypted(resource, signer.apiv3Keys);
  if (present !== undefined) return { text: present, owner: signer };
  const owner = await account({ refresh: true });
  const text = decrypted(resource, owner.apiv3Keys);
  if (text !== undefined) return { text, owner };
  throw new Refusal('notice_unreadable', {}, { cause: new Error('no APIv3 key opens the notice') });
};
