import type { WholesaleMoney } from '../carrier/health.ts';
import type { QuietHours } from '../reminder/quiet-hours.ts';
import type { Threshold } from '../reminder/threshold.ts';
import type { Money } from '../values/money.ts';
import type { DayRule } from './day.ts';
import type { StackingRule } from './stacking.ts';

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

/** What a brand sells as a renewal. */
export interface Plan extends PlanKey {
  /** The brand's account at the carrier that carries it out. */
  readonly carrier: string;
  /** The carrier's own name of what is bought; `expiry` where a new end is all that is set. */
  readonly product: string;
  /** The most that the brand pays the carrier for it. */
  readonly maxCost?: WholesaleMoney;
  /** Lines of the same family may take it. */
  readonly family: string;
  readonly days: number;
  readonly day: DayRule;
  readonly stacking: StackingRule;
  /** Data added by the renewal, in bytes. */
  readonly allowanceBytes: number;
  readonly price: Money;
  /** How long after its end a line can still be renewed; 0 when the carrier cuts it off for good at once. */
  readonly graceMs: number;
  /** Paid but not active after this long: the money goes back by itself. */
  readonly activationDeadlineMs: number;
  /** What a traveller who has changed their mind may expect; what was not delivered always goes back. */
  readonly refunds: RefundPolicy;
  readonly reminders: readonly Threshold[];
  /** When nobody is reminded, in the zone where the SIM is used; absent: from 21:00 to 08:00. */
  readonly quietHours?: QuietHours;
  readonly names: Texts;
}
