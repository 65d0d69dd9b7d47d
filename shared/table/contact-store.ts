import type { ContactChannel } from '../domain/contact/contact.ts';
import type { Verification } from '../domain/contact/verification.ts';
import type { Count } from '../domain/spend/sms-policy.ts';
import type { LineId } from '../domain/values/ids.ts';

export type Counted =
  | { readonly kind: 'counted'; readonly figures: Readonly<Record<string, number>> }
  /** Nothing was added; `full` is the first figure that has no room. */
  | { readonly kind: 'full'; readonly full: string };

/** How often something was done within a window: one conditional write, which adds only what still fits. */
export interface Counters {
  take(count: Count): Promise<Counted>;
}

/** What is kept of contacts beside the line itself. Each write is one conditional request. */
export interface ContactStore extends Counters {
  /** Read consistently: it was written a moment ago. */
  verification(lineId: LineId, channel: ContactChannel): Promise<Verification | undefined>;
  /** Replaces whatever the channel of the line had. */
  askVerification(verification: Verification): Promise<void>;
  /** Keeps the hash of its code, if this is still the one that waits and it has none. Whoever gets `true` sends it. */
  keepCode(seen: Verification, codeHash: string): Promise<boolean>;
  /** Takes one of its tries, if it has any left and its code is the one that was seen. */
  takeTry(seen: Verification): Promise<boolean>;
  dropVerification(lineId: LineId, channel: ContactChannel): Promise<void>;

  /** Lets a number lead to a line, for what its owner answers. A name that leads astray is harmless: the line is read. */
  nameNumber(number: string, lineId: LineId): Promise<void>;
  unnameNumber(number: string, lineId: LineId): Promise<void>;
  linesOfNumber(number: string): Promise<readonly LineId[]>;
}
