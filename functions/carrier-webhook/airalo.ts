import { airaloAccount } from '../../shared/carriers/airalo/airalo-account.ts';
import { airaloWebhook } from '../../shared/carriers/airalo/airalo-webhook.ts';
import { endpoint } from './endpoint.ts';

export const handler = endpoint(airaloAccount, airaloWebhook);
