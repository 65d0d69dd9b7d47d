import type { Language } from '../domain/plan/plan.ts';
import type { MessageRef } from './message-ref.ts';

/** A text that is ready to go to one address over one channel. */
export type OutgoingMessage =
  | { readonly channel: 'sms'; readonly to: string; readonly text: string; readonly about: MessageRef }
  | {
      readonly channel: 'email';
      readonly to: string;
      readonly subject: string;
      readonly text: string;
      /** Decides how shared Chinese characters are drawn. */
      readonly language: Language;
      /** Comes back with everything that the provider reports of this message. */
      readonly about: MessageRef;
      /** Where a mail program unsubscribes with one request (RFC 8058); absent where there is nothing to call off. */
      readonly unsubscribeUrl?: string;
    };

export type Channel = OutgoingMessage['channel'];

/** Codes are ours: stable, short, and never a service's own words, which may repeat the address. */
export type SendOutcome =
  | { readonly kind: 'accepted'; readonly messageId: string }
  /** Certainly nothing was sent: a wrong address, opted out, not allowed, or no room until the adapter gave up. */
  | { readonly kind: 'rejected'; readonly code: string }
  /** It may have been sent. It is never sent again by itself. */
  | { readonly kind: 'unknown'; readonly code: string };

export interface Messenger<C extends Channel> {
  /** Never throws for what a service or the network does. */
  send(message: Extract<OutgoingMessage, { channel: C }>): Promise<SendOutcome>;
}
