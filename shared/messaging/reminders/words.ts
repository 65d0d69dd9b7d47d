import type { EndTime } from '../end-time.ts';

/** The cheapest renewal that fits, as a traveller reads it. */
export interface Offer {
  readonly name: string;
  /** 0 where it is sold by the month. */
  readonly days: number;
  readonly price: string;
}

/** What a reminder says beside its link. */
export type Situation =
  | { readonly kind: 'ends'; readonly end: EndTime }
  /** It has ended, and can be renewed until then. */
  | { readonly kind: 'ended'; readonly end: EndTime; readonly until: EndTime }
  | { readonly kind: 'low'; readonly percent: number; readonly end: EndTime }
  | { readonly kind: 'used_up'; readonly end: EndTime };

/**
 * One language's reminders. An SMS is told in several ways, from the one that says most to the shortest one; each of
 * them ends where the link follows.
 */
export interface ReminderWords {
  readonly subject: (situation: Situation) => string;
  /** A whole sentence, for an e-mail. */
  readonly sentence: (situation: Situation) => string;
  readonly offer: (offer: Offer) => string;
  readonly link: string;
  /** What the link is, after it. */
  readonly about: string;
  readonly sms: (situation: Situation, offer: Offer | undefined) => readonly string[];
}
