import { paypalAccount } from '../../shared/payments/paypal/paypal-account.ts';
import { paypalProvider } from '../../shared/payments/paypal/paypal-provider.ts';
import { paypalWebhook } from '../../shared/payments/paypal/paypal-webhook.ts';
import { systemClock as clock } from '../../shared/runtime/clock.ts';
import { endpoint } from './endpoint.ts';

/** A payment that its payer approved is captured by us. */
export const handler = endpoint(
  paypalAccount,
  (account) => paypalWebhook({ account, clock }),
  (account) => paypalProvider({ account, clock }),
);
