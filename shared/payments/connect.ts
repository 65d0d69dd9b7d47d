import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Clock } from '../runtime/deps.ts';
import { cachedSecret } from '../runtime/secrets.ts';
import { parsePaymentAccounts, paymentAccounts } from './payment-accounts.ts';
import { paypalAccount } from './paypal/paypal-account.ts';
import { paypalProvider } from './paypal/paypal-provider.ts';
import type { PaymentAccounts } from './provider.ts';
import { stripeAccount } from './stripe/stripe-account.ts';
import { stripeProvider } from './stripe/stripe-provider.ts';

/**
 * The accounts that the text configures, each with its secret.
 *
 * @throws Error that says why the text is no configuration
 */
export const connectAccounts = (text: string, secrets: SecretsManagerClient, clock: Clock): PaymentAccounts =>
  paymentAccounts(parsePaymentAccounts(text), ({ provider, secretArn }) => {
    switch (provider) {
      case 'stripe':
        return stripeProvider({ account: cachedSecret(secrets, secretArn, stripeAccount, clock) });
      case 'paypal':
        return paypalProvider({ account: cachedSecret(secrets, secretArn, paypalAccount, clock), clock });
      // Listened to: what arrives there is noted; nothing is opened, asked or sent back.
      case 'wechatpay':
      case 'alipay':
      case 'antom':
      case 'komoju':
      case 'square':
        return undefined;
    }
  });
