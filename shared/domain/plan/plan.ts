import type { WholesaleMoney } from '../carrier/health.ts';
import type { QuietHours } from '../reminder/quiet-hours.ts';
import type { Threshold } from '../reminder/threshold.ts';
import type { Money } from '../values/money.ts';
import type { GrantTerms } from './stacking.ts';

export const LANGUAGES = ['zh-CN', 'zh-TW', 'ja', 'en', 'ko'] as const;
/** BCP 47. */
export type Language = (typeof LANGUAGES)[number];
export type Texts = Readonly<Record<Language, string>>;

/** A plan version is never edited: a renewal keeps the version it was sold under, so a copy of it never goes stale. */
export interface PlanKey {
  readonly planId: string;
  readonly version: number;
}

/** `on_request`: support may send the money of an active renewal back. */
export const REFUND_POLICIES = ['undelivered_only', 'on_request'] as const;
export type RefundPolicy = (typeof REFUND_POLICIES)[number];

/** `days`: data for each day. `unlimited`: no end of data, within fair use. `data`: an amount to use within its time. */
export const PLAN_KINDS = ['days', 'unlimited', 'data'] as const;
export type PlanKind = (typeof PLAN_KINDS)[number];

/** What happens to a traveller who uses more than others: never a cut, and always told before paying. */
export interface FairUse {
  /** Data at full speed, in bytes. */
  readonly bytes: number;
  readonly per: 'day' | 'period';
  /** Afterwards, in kilobits per second; 0 where data stops until the next day or renewal. */
  readonly thenKbps: number;
}

export const FORMS = ['physical', 'esim'] as const;
export type Form = (typeof FORMS)[number];

/** Which lines may take a plan. */
export interface Eligibility {
  /** Lines of the same family: a line of one gigabyte a day goes on with one gigabyte a day. */
  readonly family: string;
  /** All forms where absent. */
  readonly form?: Form;
  /** Only while the line still runs, or only once it has ended; both where absent. */
  readonly only?: 'running' | 'ended';
}

/** What a brand sells as a renewal. */
export interface Plan extends PlanKey, GrantTerms, Eligibility {
  /** The brand's account at the carrier that carries it out. */
  readonly carrier: string;
  /** The carrier's own name of what is bought; `expiry` where a new end is all that is set. */
  readonly product: string;
  /** The most that the brand pays the carrier for it. */
  readonly maxCost?: WholesaleMoney;
  readonly kind: PlanKind;
  /** Always there where the plan is unlimited. */
  readonly fairUse?: FairUse;
  /** In each currency that it is sold in; the first one where nobody asks for another. */
  readonly prices: readonly [Money, ...Money[]];
  /** How long after its end a line can still be renewed; 0 when the carrier cuts it off for good at once. */
  readonly graceMs: number;
  /** A line that has this plan cannot be renewed at all. */
  readonly final?: true;
  /** Paid but not active after this long: the money goes back by itself. */
  readonly activationDeadlineMs: number;
  /** What a traveller who has changed their mind may expect; what was not delivered always goes back. */
  readonly refunds: RefundPolicy;
  readonly reminders: readonly Threshold[];
  /** When nobody is reminded, in the zone where the SIM is used; absent: from 21:00 to 08:00. */
  readonly quietHours?: QuietHours;
  readonly names: Texts;
  /** What whoever buys it agrees to, beside what its other facts say. */
  readonly terms?: Texts;
}
