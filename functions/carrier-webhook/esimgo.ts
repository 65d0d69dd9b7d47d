import { esimGoAccount } from '../../shared/carriers/esimgo/esim-go-account.ts';
import { esimGoWebhook } from '../../shared/carriers/esimgo/esim-go-webhook.ts';
import { endpoint } from './endpoint.ts';

export const handler = endpoint(esimGoAccount, esimGoWebhook);
