import { Refusal } from '../../errors.ts';
import type { Secret } from '../../runtime/secrets.ts';
import { isRsaSigned } from '../rsa.ts';
import { verifiedAccount } from '../verified-account.ts';
import type { WebhookReceiver } from '../webhook.ts';
import type { AlipayAccount } from './alipay-account.ts';
import { signedForm } from './notice-form.ts';
import { readTrade } from './trade.ts';

/**
 * Asynchronous notices of Alipay's open platform (opendocs.alipay.com, "异步通知说明"). They are not dated in a way that
 * could be relied on: retries of up to 25 hours repeat the same one.
 */
export const alipayWebhook = ({ account }: { readonly account: Secret<AlipayAccount> }): WebhookReceiver => ({
  async receive({ body }) {
    const form = signedForm(body);
    if (form === undefined) throw new Refusal('bad_signature');
    const content = Buffer.from(form.content, 'utf8');
    const signer = await verifiedAccount(account, ({ publicKeys }) =>
      publicKeys.some((key) => isRsaSigned(content, form.signature, key)),
    );
    return readTrade(form.parameters, signer);
  },
  // Any other text, also one more character, makes Alipay come again.
  accepted: { statusCode: 200, contentType: 'text/plain', body: 'success' },
  refused: (statusCode) => ({ statusCode, contentType: 'text/plain', body: 'fail' }),
});
