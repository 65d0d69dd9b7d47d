/** A text that is ready to go to one address over one channel. */
export type OutgoingMessage =
  | { readonly channel: 'sms'; readonly to: string; readonly text: string }
  | { readonly channel: 'email'; readonly to: string; readonly subject: string; readonly text: string };

export type Channel = OutgoingMessage['channel'];

export type SendOutcome =
  | { readonly kind: 'accepted'; readonly messageId: string }
  /** The service will not take it: wrong address, opted out, not allowed. Nothing was sent. */
  | { readonly kind: 'rejected'; readonly code: string }
  /** It may have been sent. It is never sent again by itself. */
  | { readonly kind: 'unknown'; readonly code: string };

export interface Messenger<C extends Channel> {
  send(message: Extract<OutgoingMessage, { channel: C }>): Promise<SendOutcome>;
}
