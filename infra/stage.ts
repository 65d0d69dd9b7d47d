import type { RemovalPolicy } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { CarrierAccount } from './carrier-accounts.ts';
import type { PaymentAccount } from './payment-accounts.ts';

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
