import { soracomAccount } from '../../shared/carriers/soracom/soracom-account.ts';
import { soracomWebhook } from '../../shared/carriers/soracom/soracom-webhook.ts';
import { endpoint } from './endpoint.ts';

export const handler = endpoint(soracomAccount, soracomWebhook);
