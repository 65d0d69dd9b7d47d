import { RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';
import { type CarrierAccount, checkedCarriers } from './carrier-accounts.ts';
import { checkedStage } from './checked-stage.ts';
import { checkedPayments, type PaymentAccount } from './payment-accounts.ts';
import type { SellerConfig } from './seller.ts';
import type { StageConfig } from './stage.ts';

const JPY = ['JPY'];

/** What travellers to Japan are used to. */
const STRIPE: PaymentAccount = {
  name: 'stripe',
  provider: 'stripe',
  methods: [
    { method: 'card', currencies: JPY },
    { method: 'apple_pay', currencies: JPY },
    { method: 'alipay', currencies: JPY },
    { method: 'wechat_pay', currencies: JPY },
    { method: 'konbini', currencies: JPY },
    { method: 'paypay', currencies: JPY },
  ],
};
const PAYPAL: PaymentAccount = {
  name: 'paypal',
  provider: 'paypal',
  methods: [{ method: 'paypal', currencies: JPY }],
};
const heard = (provider: PaymentAccount['provider']): PaymentAccount => ({ name: provider, provider, methods: [] });

const SORACOM: CarrierAccount = { name: 'soracom', provider: 'soracom' };
const usd = (dollars: number) => ({ amountE4: dollars * 10_000, currency: 'USD' });
/** Every carrier that there is an adapter for, as each of them is simulated here. */
const SIMULATED: readonly CarrierAccount[] = [
  SORACOM,
  { name: 'airalo', provider: 'airalo', floatFloor: usd(20) },
  { name: 'esimaccess', provider: 'esimaccess', requestsPerSecond: 8, floatFloor: usd(20) },
  { name: 'esimgo', provider: 'esimgo', floatFloor: usd(20) },
  { name: 'manual', provider: 'manual' },
];

/** Where these travellers come from and go to. Prices change: compare them with AWS's list now and then. */
const SMS_COUNTRIES: StageConfig['sms']['countries'] = [
  { callingCode: '+81', segmentPriceE4: 745 },
  { callingCode: '+82', segmentPriceE4: 340 },
  { callingCode: '+886', segmentPriceE4: 480 },
  { callingCode: '+852', segmentPriceE4: 520 },
  { callingCode: '+44', segmentPriceE4: 430 },
];

const url = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/$/, ''));

/** Consumption tax in Japan, and none on what is used abroad. */
const SELLER: SellerConfig = {
  name: 'Example SIM K.K.',
  taxRates: [
    { from: '2019-10-01T00:00:00+09:00', percent: 10 },
    { from: '2019-10-01T00:00:00+09:00', percent: 0, family: 'kr-1gb' },
  ],
};

const local = (context: { readonly publicUrl: string; readonly issuerUrl: string }): StageConfig => ({
  stage: 'local',
  region: 'ap-northeast-1',
  brand: 'keizoku',
  publicUrl: context.publicUrl,
  token: {
    issuer: context.issuerUrl,
    audience: 'keizoku-local',
    keySetUrl: `${context.issuerUrl}/.well-known/jwks.json`,
  },
  payments: [STRIPE, PAYPAL, heard('wechatpay'), heard('alipay'), heard('antom'), heard('komoju'), heard('square')],
  carriers: SIMULATED,
  links: { daysAfter: 7 },
  // Its digits check, and it belongs to nobody.
  seller: { ...SELLER, invoiceNumber: 'T9000000000000' },
  emailFrom: 'sim@example.com',
  smsOriginationIdentity: 'KEIZOKU',
  // The numbers of the people here are of one block, and tests write to them all day.
  sms: { countries: SMS_COUNTRIES, dailySegments: 100_000, dailyUsdCents: 1_000_000, perPrefixAndHour: 10_000 },
  removalPolicy: RemovalPolicy.DESTROY,
  protectFromDeletion: false,
  logRetention: RetentionDays.ONE_DAY,
  logLevel: 'INFO',
  tickMinutes: 1,
  workerConcurrency: 2,
  apiRateLimit: 1_000,
});

const dev: StageConfig = {
  stage: 'dev',
  region: 'ap-northeast-1',
  brand: 'keizoku',
  publicUrl: 'https://dev.sim.example.com',
  token: {
    issuer: 'https://login.dev.sim.example.com',
    audience: 'keizoku-dev',
    keySetUrl: 'https://login.dev.sim.example.com/.well-known/jwks.json',
  },
  payments: [STRIPE, PAYPAL],
  // Add the accounts that your SIMs belong to, as the stage `local` has them, and take out those that you do not have.
  carriers: [SORACOM],
  links: { daysAfter: 7 },
  seller: SELLER,
  emailFrom: 'sim@dev.sim.example.com',
  smsOriginationIdentity: 'KEIZOKU',
  sms: { countries: SMS_COUNTRIES, dailySegments: 200, dailyUsdCents: 1_000, perPrefixAndHour: 10 },
  removalPolicy: RemovalPolicy.DESTROY,
  protectFromDeletion: false,
  logRetention: RetentionDays.ONE_WEEK,
  logLevel: 'DEBUG',
  tickMinutes: 5,
  workerConcurrency: 2,
  apiRateLimit: 50,
};

const prod: StageConfig = {
  ...dev,
  stage: 'prod',
  publicUrl: 'https://sim.example.com',
  // Put your registered name here, and your number as a qualified invoice issuer (`invoiceNumber`) if you have one.
  seller: SELLER,
  token: {
    issuer: 'https://login.sim.example.com',
    audience: 'keizoku',
    keySetUrl: 'https://login.sim.example.com/.well-known/jwks.json',
  },
  emailFrom: 'sim@sim.example.com',
  sms: { countries: SMS_COUNTRIES, dailySegments: 20_000, dailyUsdCents: 100_000, perPrefixAndHour: 30 },
  removalPolicy: RemovalPolicy.RETAIN,
  protectFromDeletion: true,
  logRetention: RetentionDays.SIX_MONTHS,
  logLevel: 'INFO',
  workerConcurrency: 20,
  apiRateLimit: 500,
};

const context = z.object({
  stage: z.enum(['local', 'dev', 'prod'], 'the stage is one of local, dev, prod: -c stage=dev').default('dev'),
  publicUrl: url.default('http://127.0.0.1:4242'),
  issuerUrl: url.default('http://127.0.0.1:4243'),
});

/**
 * The configuration that the app's context asks for: `-c stage=prod`. Only the stage `local` takes addresses from the
 * context, because a machine's ports are known at its start.
 *
 * @throws Error that says what is wrong, and with which value
 */
export const stageConfig = (contextValue: (key: string) => unknown): StageConfig => {
  const given = {
    stage: contextValue('stage'),
    publicUrl: contextValue('publicUrl'),
    issuerUrl: contextValue('issuerUrl'),
  };
  const result = context.safeParse(given);
  if (!result.success) throw new Error(`unusable context ${JSON.stringify(given)}: ${z.prettifyError(result.error)}`);
  const config = checkedStage(configOf(result.data));
  const payments = checkedPayments(config.payments);
  return { ...config, payments, carriers: checkedCarriers(config.carriers, payments) };
};

const configOf = (data: z.output<typeof context>): StageConfig => {
  switch (data.stage) {
    case 'local':
      return local(data);
    case 'dev':
      return dev;
    case 'prod':
      return prod;
  }
};
