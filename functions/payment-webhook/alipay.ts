import { alipayAccount } from '../../shared/payments/alipay/alipay-account.ts';
import { alipayWebhook } from '../../shared/payments/alipay/alipay-webhook.ts';
import { endpoint } from './endpoint.ts';

export const handler = endpoint(alipayAccount, (account) => alipayWebhook({ account }));
