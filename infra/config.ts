import { RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';
import { type CarrierAccount, checkedCarriers } from './carrier-accounts.ts';
import { checkedPayments, type PaymentAccount } from './payment-accounts.ts';

/** Everything in which one stage differs from another. */
export interface StageConfig {
  readonly stage: 'local' | 'dev' | 'prod';
  readonly region: string;
  /** The brand's site: links in messages lead there, payers come back to it. Without a trailing slash. */
  readonly publicUrl: string;
  /** Who signs the tokens of travellers. */
  readonly token: { readonly issuer: string; readonly audience: string; readonly keySetUrl: string };
  /** In the order in which travellers are offered what they take; the first account that takes a method carries it out. */
  readonly payments: readonly PaymentAccount[];
  /** Each plan and each line names the account that carries its renewals out. */
  readonly carriers: readonly CarrierAccount[];
  readonly emailFrom: string;
  /** A phone number, sender id or pool of AWS End User Messaging; its ARN or its id. */
  readonly smsOriginationIdentity: string;
  /** What holds people's data and money outlives the stack. */
  readonly removalPolicy: RemovalPolicy;
  readonly protectFromDeletion: boolean;
  readonly logRetention: RetentionDays;
  readonly logLevel: 'DEBUG' | 'INFO';
  /** How often the planner of reminders and the sweeper look, in minutes. */
  readonly tickMinutes: number;
  /** Batches of one queue under way at the same time; new accounts allow ten executions in all. */
  readonly workerConcurrency: number;
  /** Requests a second that the HTTP API lets through before it answers 429. */
  readonly apiRateLimit: number;
}

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

const url = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/$/, ''));

const local = (context: { readonly publicUrl: string; readonly issuerUrl: string }): StageConfig => ({
  stage: 'local',
  region: 'ap-northeast-1',
  publicUrl: context.publicUrl,
  token: {
    issuer: context.issuerUrl,
    audience: 'keizoku-local',
    keySetUrl: `${context.issuerUrl}/.well-known/jwks.json`,
  },
  payments: [STRIPE, PAYPAL, heard('wechatpay'), heard('alipay'), heard('antom'), heard('komoju'), heard('square')],
  carriers: SIMULATED,
  emailFrom: 'sim@example.com',
  smsOriginationIdentity: 'KEIZOKU',
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
  publicUrl: 'https://dev.sim.example.com',
  token: {
    issuer: 'https://login.dev.sim.example.com',
    audience: 'keizoku-dev',
    keySetUrl: 'https://login.dev.sim.example.com/.well-known/jwks.json',
  },
  payments: [STRIPE, PAYPAL],
  // Add the accounts that your SIMs belong to, as the stage `local` has them, and take out those that you do not have.
  carriers: [SORACOM],
  emailFrom: 'sim@dev.sim.example.com',
  smsOriginationIdentity: 'KEIZOKU',
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
  token: {
    issuer: 'https://login.sim.example.com',
    audience: 'keizoku',
    keySetUrl: 'https://login.sim.example.com/.well-known/jwks.json',
  },
  emailFrom: 'sim@sim.example.com',
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
  const config = configOf(result.data);
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
