import { komojuAccount } from '../../shared/payments/komoju/komoju-account.ts';
import { komojuWebhook } from '../../shared/payments/komoju/komoju-webhook.ts';
import { endpoint } from './endpoint.ts';

export const handler = endpoint(komojuAccount, (account) => komojuWebhook({ account }));
