import type { ContactChannel, TroubleKind } from '../../domain/contact/contact.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { MessageRef } from '../message-ref.ts';

/** What came of a message, or what somebody answered, in our words. */
export type Feedback =
  | {
      readonly kind: 'outcome';
      readonly about: MessageRef;
      readonly channel: ContactChannel;
      readonly at: Instant;
      /** Absent where it is no news of the attempt: a complaint comes after the delivery. */
      readonly outcome?: 'delivered' | 'failed';
      /** Stable and short; never a provider's sentence, which may repeat the address. */
      readonly code: string;
      /** Absent where the next message may well arrive. */
      readonly trouble?: TroubleKind;
    }
  | { readonly kind: 'answer'; readonly from: string; readonly wish: 'stop' | 'start' };

/** What can be read of an event, or why nothing follows from it. */
export type ReadFeedback = Feedback | { readonly kind: 'ignored'; readonly because: 'not_ours' | 'no_news' };
