import type { RemovalPolicy } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { CarrierAccount } from './carrier-accounts.ts';
import type { PaymentAccount } from './payment-accounts.ts';
import type { SellerConfig } from './seller.ts';

/** A country that SMS are sent to. `shared/domain/spend/sms-policy.ts` says what follows from it. */
interface SmsCountry {
  /** With the plus sign, for example `+81`. */
  readonly callingCode: string;
  /** USD, in ten-thousandths: what AWS lists for a segment there, carrier fees included, rounded up. */
  readonly segmentPriceE4: number;
  /** Needed for `+86`, where nothing but registered texts is delivered. */
  readonly registeredTemplates?: boolean;
}

interface SmsRules {
  readonly countries: readonly SmsCountry[];
  readonly dailySegments: number;
  readonly dailyUsdCents: number;
  /** How many SMS an hour numbers that differ in their last four digits only get together. */
  readonly perPrefixAndHour: number;
}

/** Everything in which one stage differs from another. */
export interface StageConfig {
  readonly stage: 'local' | 'dev' | 'prod';
  readonly region: string;
  /** Whose catalogue is sold: a folder below `catalogue/brands/`. */
  readonly brand: string;
  /** The brand's site: links in messages lead there, payers come back to it. Without a trailing slash. */
  readonly publicUrl: string;
  /** Who signs the tokens of travellers. */
  readonly token: { readonly issuer: string; readonly audience: string; readonly keySetUrl: string };
  /** In the order in which travellers are offered what they take; the first account that takes a method carries it out. */
  readonly payments: readonly PaymentAccount[];
  /** Each plan and each line names the account that carries its renewals out. */
  readonly carriers: readonly CarrierAccount[];
  /** Of the links in reminders, which renew a SIM without a login. */
  readonly links: {
    /** A shorter address that leads to the site as well: in an SMS every character counts. Without it, `publicUrl`. */
    readonly site?: string;
    /** So many days after the end and its grace a link still shows what came of it. */
    readonly daysAfter: number;
  };
  readonly seller: SellerConfig;
  readonly emailFrom: string;
  /** A phone number, sender id or pool of AWS End User Messaging; its ARN or its id. */
  readonly smsOriginationIdentity: string;
  /** Where SMS go, what a segment costs there, and what all of them may cost a day. */
  readonly sms: SmsRules;
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
