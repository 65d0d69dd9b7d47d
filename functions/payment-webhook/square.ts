import { squareAccount } from '../../shared/payments/square/square-account.ts';
import { squareWebhook } from '../../shared/payments/square/square-webhook.ts';
import { endpoint } from './endpoint.ts';

export const handler = endpoint(squareAccount, (account) => squareWebhook({ account }));
