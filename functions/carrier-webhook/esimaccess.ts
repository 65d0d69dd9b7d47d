import { esimAccessAccount } from '../../shared/carriers/esimaccess/esim-access-account.ts';
import { esimAccessWebhook } from '../../shared/carriers/esimaccess/esim-access-webhook.ts';
import { endpoint } from './endpoint.ts';

export const handler = endpoint(esimAccessAccount, esimAccessWebhook);
