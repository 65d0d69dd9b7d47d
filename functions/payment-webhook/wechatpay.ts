import { wechatpayAccount } from '../../shared/payments/wechatpay/wechatpay-account.ts';
import { wechatpayWebhook } from '../../shared/payments/wechatpay/wechatpay-webhook.ts';
import { endpoint } from './endpoint.ts';

export const handler = endpoint(wechatpayAccount, (account) => wechatpayWebhook({ account }));
