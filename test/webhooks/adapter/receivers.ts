import { Stripe } from 'stripe';
import * as z from 'zod/mini';
import { alipayWebhook } from '../../../shared/payments/alipay/alipay-webhook.ts';
import { antomWebhook } from '../../../shared/payments/antom/antom-webhook.ts';
import { komojuWebhook } from '../../../shared/payments/komoju/komoju-webhook.ts';
import type { PaypalFetch } from '../../../shared/payments/paypal/paypal-fetch.ts';
import { paypalProvider } from '../../../shared/payments/paypal/paypal-provider.ts';
import { paypalWebhook } from '../../../shared/payments/paypal/paypal-webhook.ts';
import type { PaymentProvider } from '../../../shared/payments/provider.ts';
import { squareWebhook } from '../../../shared/payments/square/square-webhook.ts';
import { stripeWebhook } from '../../../shared/payments/stripe/stripe-webhook.ts';
import type { WebhookReceiver } from '../../../shared/payments/webhook.ts';
import { wechatpayWebhook } from '../../../shared/payments/wechatpay/wechatpay-webhook.ts';
import type { Clock } from '../../../shared/runtime/deps.ts';
import type { ProviderApi, ReceiverContext } from './context.ts';

/** The product's receiving end, configured as the fixture says; `provider` where a notice makes us call back. */
export interface Connected {
  readonly receiver: WebhookReceiver;
  readonly provider?: PaymentProvider;
}

const text = z.string();

/** Only the provider's own part is looked at. */
const configs = {
  stripe: z.object({ secrets: z.array(text) }),
  paypal: z.object({
    webhook_id: text,
    env: z.enum(['live', 'sandbox']),
    trust_roots_pem: text,
    intermediates_pem: z.optional(text),
  }),
  alipay: z.object({ app_id: text, seller_id: text, public_key_pem: text }),
  antom: z.object({ client_id: text, public_key_pem: text }),
  wechat: z.object({ mchid: text, appid: text, apiv3_key: text, keys: z.record(text, text) }),
  komoju: z.object({ secret: text }),
  square: z.object({ signature_key: text, notification_url: text }),
};

export const connect = (
  { provider, config, fetchCert }: Pick<ReceiverContext, 'provider' | 'config' | 'fetchCert'>,
  api: ProviderApi,
  clock: Clock,
): Connected => {
  switch (provider) {
    case 'stripe': {
      const { secrets } = configs.stripe.parse(config['stripe']);
      const account = kept({
        secretKey: 'sk_test_fixture',
        webhookSecrets: secrets,
        apiUrl: 'https://api.stripe.com',
      });
      return { receiver: stripeWebhook({ account, httpClient: stripeClientOver(api) }) };
    }
    case 'paypal':
      return paypal(configs.paypal.parse(config['paypal']), paypalFetchOver(api, fetchCert), clock);
    case 'alipay': {
      const { app_id: appId, seller_id: sellerId, public_key_pem: key } = configs.alipay.parse(config['alipay']);
      return { receiver: alipayWebhook({ account: kept({ appId, sellerId, publicKeys: [key] }) }) };
    }
    case 'antom': {
      const { client_id: clientId, public_key_pem: key } = configs.antom.parse(config['antom']);
      return { receiver: antomWebhook({ account: kept({ clientId, publicKeys: [key] }) }) };
    }
    case 'wechat': {
      const { mchid, appid, apiv3_key, keys } = configs.wechat.parse(config['wechat']);
      return {
        receiver: wechatpayWebhook({ account: kept({ mchid, appids: [appid], apiv3Keys: [apiv3_key], keys }) }),
      };
    }
    case 'komoju': {
      const { secret } = configs.komoju.parse(config['komoju']);
      return { receiver: komojuWebhook({ account: kept({ webhookSecrets: [secret] }) }) };
    }
    case 'square': {
      const { signature_key, notification_url: notificationUrl } = configs.square.parse(config['square']);
      return { receiver: squareWebhook({ account: kept({ signatureKeys: [signature_key], notificationUrl }) }) };
    }
  }
};

/** A secret that nobody changes. */
const kept =
  <Account>(account: Account) =>
  async (): Promise<Account> =>
    account;

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

const paypal = (config: z.output<typeof configs.paypal>, fetch: PaypalFetch, clock: Clock): Connected => {
  const { webhook_id, env, trust_roots_pem: roots, intermediates_pem: intermediates } = config;
  const account = kept({
    clientId: 'fixture',
    clientSecrets: ['fixture'],
    webhookIds: [webhook_id],
    environment: env,
    apiUrl: env === 'live' ? 'https://api-m.paypal.com' : 'https://api-m.sandbox.paypal.com',
    trustRootsPem: roots.match(CERTIFICATE) ?? [],
    ...(intermediates && { intermediatesPem: intermediates.match(CERTIFICATE) ?? [] }),
  });
  return {
    receiver: paypalWebhook({ account, fetch, clock }),
    provider: paypalProvider({ account, fetch, clock }),
  };
};

/** Certificates come from where the fixture serves them; tokens are a matter between us and PayPal. */
const paypalFetchOver =
  (api: ProviderApi, fetchCert: ReceiverContext['fetchCert']): PaypalFetch =>
  async (url, { method }) => {
    const { pathname, search } = new URL(url);
    if (pathname.startsWith('/v1/notifications/certs/')) {
      const { status, body } = await fetchCert(url);
      return { status, text: async () => body };
    }
    const { status, json } =
      pathname === '/v1/oauth2/token'
        ? { status: 200, json: { access_token: 'fixture', expires_in: 32_400 } }
        : await api(method, pathname + search);
    return { status, text: async () => JSON.stringify(json ?? {}) };
  };

/** The SDK takes a reply for a success unless it holds an `error`, whatever its status says. */
const stripeClientOver = (api: ProviderApi) => {
  const answer: typeof fetch = async (input, init) => {
    const { pathname, search } = new URL(String(input));
    const { status, json } = await api(init?.method ?? 'GET', pathname + search);
    const isError = status >= 400 && !(typeof json === 'object' && json !== null && 'error' in json);
    const type = status >= 500 ? 'api_error' : 'invalid_request_error';
    return Response.json(isError ? { error: { type } } : json, { status });
  };
  return Stripe.createFetchHttpClient(answer);
};
