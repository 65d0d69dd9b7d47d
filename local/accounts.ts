import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { newSigningChain, type SigningChain } from './simulators/paypal/signing-chain.ts';
import type { Records } from './simulators/records.ts';

interface RsaPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** The brand's accounts at payment providers and carriers: made once, kept with the state. */
export interface Accounts {
  readonly stripe: { readonly secretKey: string; readonly webhookSecret: string };
  readonly paypal: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly webhookId: string;
    readonly signing: SigningChain;
  };
  readonly soracom: { readonly authKeyId: string; readonly authKey: string };
  /** What the brand has put into the header of its event handlers at Soracom. */
  readonly soracomWebhook: { readonly token: string };
  readonly airalo: { readonly clientId: string; readonly clientSecret: string };
  readonly esimaccess: { readonly accessCode: string; readonly secretKey: string; readonly webhookToken: string };
  readonly esimgo: { readonly apiKey: string };
  /** Providers whose webhooks are heard and who are not simulated: with these keys anybody here can sign as they do. */
  readonly wechatpay: {
    readonly mchid: string;
    readonly appid: string;
    readonly apiv3Key: string;
    readonly serial: string;
  } & RsaPair;
  readonly alipay: { readonly appId: string; readonly sellerId: string } & RsaPair;
  readonly antom: { readonly clientId: string } & RsaPair;
  readonly komoju: { readonly webhookSecret: string };
  readonly square: { readonly signatureKey: string };
  /** What signs links in messages: ours alone. */
  readonly links: { readonly id: string; readonly key: string };
}

export const accounts = (records: Records): Accounts => {
  const known = records.get<Partial<Accounts>>('accounts', 'all') ?? {};
  if (isComplete(known)) return known;
  // Accounts that came with a later version are opened beside those that are in use.
  const all = { ...newAccounts(), ...known };
  records.put('accounts', 'all', all);
  return all;
};

const NAMES = [
  'stripe',
  'paypal',
  'soracom',
  'soracomWebhook',
  'airalo',
  'esimaccess',
  'esimgo',
  'wechatpay',
  'alipay',
  'antom',
  'komoju',
  'square',
  'links',
] as const;
const isComplete = (known: Partial<Accounts>): known is Accounts => NAMES.every((name) => known[name] !== undefined);

const newAccounts = (): Accounts => ({
  stripe: { secretKey: `sk_test_${random()}`, webhookSecret: `whsec_${random()}` },
  paypal: {
    clientId: `client-${random()}`,
    clientSecret: random(),
    webhookId: digits(17),
    signing: newSigningChain(),
  },
  soracom: { authKeyId: `keyId-${random()}`, authKey: `secret-${random()}` },
  soracomWebhook: { token: random() },
  airalo: { clientId: random(), clientSecret: random() },
  esimaccess: { accessCode: random(), secretKey: random(), webhookToken: random() },
  esimgo: { apiKey: random() },
  wechatpay: {
    mchid: digits(10),
    appid: `wx${randomBytes(8).toString('hex')}`,
    apiv3Key: randomBytes(16).toString('hex'),
    serial: `PUB_KEY_ID_${digits(31)}`,
    ...rsaPair(),
  },
  alipay: { appId: digits(16), sellerId: `2088${digits(12)}`, ...rsaPair() },
  antom: { clientId: `SANDBOX_${random()}`, ...rsaPair() },
  komoju: { webhookSecret: random() },
  square: { signatureKey: random() },
  links: { id: '1', key: randomBytes(32).toString('base64') },
});

const random = (): string => randomBytes(18).toString('base64url').replaceAll(/[-_]/g, 'x');
const digits = (count: number): string => Array.from(randomBytes(count), (byte) => byte % 10).join('');

const rsaPair = (): RsaPair =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
