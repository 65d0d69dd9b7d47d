import { isIP } from 'node:net';
import { RemovalPolicy } from 'aws-cdk-lib';
import * as z from 'zod';
import { sellerField } from './seller.ts';
import type { StageConfig } from './stage.ts';

/** Fewer is more than SQS can be told, more than it takes. */
const WORKERS = { min: 2, max: 1_000 };
/** The alarm for silence waits for four of them, and people for the alarm. */
const MAX_TICK_MINUTES = 60;
/** Whoever finds an old message must not find an open door. */
const MAX_LINK_DAYS = 60;
/** A traveller may complain, and a bank may ask, weeks after a renewal. */
const MIN_LOG_DAYS_IN_PROD = 90;

const addressOf = (stage: StageConfig['stage']) =>
  z
    .url(
      stage === 'local'
        ? { protocol: /^https?$/, error: 'an address' }
        : { protocol: /^https$/, error: 'an address that begins with https://' },
    )
    .regex(/[^/]$/, 'without a slash at its end');

const fieldsOf = (stage: StageConfig['stage']) =>
  z.object({
    region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region of AWS, such as ap-northeast-1'),
    brand: z.string().regex(/^[a-z0-9-]+$/, 'a folder below catalogue/brands/'),
    publicUrl: addressOf(stage),
    token: z.object({
      issuer: addressOf(stage),
      audience: z.string().min(1, 'whom the tokens are for'),
      keySetUrl: addressOf(stage),
    }),
    links: z.object({
      site: addressOf(stage).optional(),
      daysAfter: z.int('a whole number').min(0, 'at least 0').max(MAX_LINK_DAYS, `at most ${MAX_LINK_DAYS}`),
    }),
    seller: sellerField,
    emailFrom: z.email('an e-mail address'),
    smsOriginationIdentity: z
      .string()
      .regex(/^[\w+:/-]+$/, 'a number, sender id or pool, by its ARN, its id or its name'),
    sms: z.object({
      countries: z.array(
        z
          .object({
            callingCode: z.string().regex(/^\+[1-9]\d{0,6}$/, 'a calling code with its plus sign, such as +81'),
            segmentPriceE4: z.int('a whole number').min(1, 'at least 1'),
            registeredTemplates: z.boolean().optional(),
          })
          .refine(
            ({ callingCode, registeredTemplates }) => callingCode !== '+86' || registeredTemplates === true,
            'China takes registered texts only: say that yours are',
          ),
      ),
      dailySegments: z.int('a whole number').min(1, 'at least 1'),
      dailyUsdCents: z.int('a whole number').min(1, 'at least 1'),
      perPrefixAndHour: z.int('a whole number').min(1, 'at least 1'),
    }),
    tickMinutes: z.int('a whole number').min(1, 'at least 1').max(MAX_TICK_MINUTES, `at most ${MAX_TICK_MINUTES}`),
    workerConcurrency: z
      .int('a whole number')
      .min(WORKERS.min, `at least ${WORKERS.min}`)
      .max(WORKERS.max, `at most ${WORKERS.max}`),
    apiRateLimit: z.int('a whole number').min(1, 'at least 1'),
  });

/**
 * @throws Error that says what is wrong with the stage, and with which value
 */
export const checkedStage = (config: StageConfig): StageConfig => {
  const parsed = fieldsOf(config.stage).safeParse(config);
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)),
    ...(config.stage === 'prod' ? forgetful(config) : []),
  ];
  if (problems.length > 0) throw new Error(problems.map((why) => `stage ${config.stage}: ${why}`).join('\n'));
  return config;
};

/** What may be so where people try things out, and not where travellers pay. */
const forgetful = ({ removalPolicy, protectFromDeletion, logRetention, logLevel }: StageConfig): readonly string[] => [
  ...(removalPolicy === RemovalPolicy.RETAIN ? [] : ['removalPolicy: what holds money must outlive its stack']),
  ...(protectFromDeletion ? [] : ['protectFromDeletion: table and stack must not go by a slip']),
  ...(logRetention >= MIN_LOG_DAYS_IN_PROD ? [] : [`logRetention: at least ${MIN_LOG_DAYS_IN_PROD} days`]),
  ...(logLevel === 'INFO' ? [] : ['logLevel: no more than INFO']),
];

/**
 * Lets a stage be deployed, unless travellers would be sent to addresses, or given receipts, that belong to nobody.
 *
 * @throws Error that names whatever of `prod` still is an example
 */
export const deployable = (config: StageConfig): StageConfig => {
  if (config.stage !== 'prod') return config;
  const hosts = {
    publicUrl: new URL(config.publicUrl).hostname,
    ...(config.links.site !== undefined && { 'links.site': new URL(config.links.site).hostname }),
    'token.issuer': new URL(config.token.issuer).hostname,
    'token.keySetUrl': new URL(config.token.keySetUrl).hostname,
    emailFrom: config.emailFrom.split('@').at(-1) ?? '',
  };
  const examples = [
    ...Object.entries(hosts).filter(([, host]) => isExample(host)),
    ...(/\bexample\b/i.test(config.seller.name) ? [['seller.name', config.seller.name] as const] : []),
  ];
  if (examples.length === 0) return config;
  const named = examples.map(([field, host]) => `  ${field}: ${host}`).join('\n');
  throw new Error(`stage prod still has examples. Put your own into infra/config.ts:\n${named}`);
};

/** Names that RFC 2606 and RFC 6761 keep for examples and tests, and addresses that are no names. */
const isExample = (host: string): boolean =>
  /(^|\.)(example(\.(com|net|org))?|test|invalid|localhost)$/i.test(host) || host.startsWith('[') || isIP(host) !== 0;
