import { antomAccount } from '../../shared/payments/antom/antom-account.ts';
import { antomWebhook } from '../../shared/payments/antom/antom-webhook.ts';
import { endpoint } from './endpoint.ts';

export const handler = endpoint(antomAccount, (account) => antomWebhook({ account }));
