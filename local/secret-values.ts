import type { Accounts } from './accounts.ts';
import type { SideUrls } from './side-urls.ts';

/** What an operator would put into Secrets Manager, under the names that the template gives its secrets. */
export const secretValues = (
  accounts: Accounts,
  urls: SideUrls,
  apiUrl: string,
): Readonly<Record<string, () => string>> => {
  const links = { 'link-keys': { keys: [accounts.links] } };
  const values = { ...paymentValues(accounts, urls, apiUrl), ...carrierValues(accounts, urls), ...links };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, () => JSON.stringify(value)]));
};

const paymentValues = (
  { stripe, paypal, wechatpay, alipay, antom, komoju, square }: Accounts,
  urls: SideUrls,
  apiUrl: string,
) => ({
  stripe: { secretKey: stripe.secretKey, webhookSecrets: [stripe.webhookSecret], apiUrl: urls.stripe },
  paypal: {
    clientId: paypal.clientId,
    clientSecrets: [paypal.clientSecret],
    webhookIds: [paypal.webhookId],
    environment: 'sandbox',
    apiUrl: urls.paypal,
    trustRootsPem: [paypal.signing.rootPem],
  },
  wechatpay: {
    mchid: wechatpay.mchid,
    appids: [wechatpay.appid],
    apiv3Keys: [wechatpay.apiv3Key],
    keys: { [wechatpay.serial]: wechatpay.publicKey },
  },
  alipay: { appId: alipay.appId, sellerId: alipay.sellerId, publicKeys: [alipay.publicKey] },
  antom: { clientId: antom.clientId, publicKeys: [antom.publicKey] },
  komoju: { webhookSecrets: [komoju.webhookSecret] },
  square: { signatureKeys: [square.signatureKey], notificationUrl: `${apiUrl}/v1/webhooks/square` },
});

/** The addresses are those of the simulators, with the path that the carrier's own address has. */
const carrierValues = ({ soracom, soracomWebhook, airalo, esimaccess, esimgo }: Accounts, urls: SideUrls) => ({
  soracom: { ...soracom, webhookTokens: [soracomWebhook.token], apiUrl: `${urls.soracom}/v1` },
  airalo: { ...airalo, apiUrl: `${urls.airalo}/v2` },
  esimaccess: {
    accessCode: esimaccess.accessCode,
    secretKey: esimaccess.secretKey,
    webhookTokens: [esimaccess.webhookToken],
    apiUrl: `${urls.esimaccess}/api/v1/open`,
  },
  esimgo: { apiKeys: [esimgo.apiKey], apiUrl: `${urls.esimgo}/v2.5` },
});
