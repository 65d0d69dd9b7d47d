import type { MessageRef } from './message-ref.ts';
import type { OutgoingMessage } from './messenger.ts';
import { type Content, smsText } from './texts.ts';

/** One content for each channel: an SMS has no subject. */
export const composeEmail = (
  to: string,
  content: Content,
  about: MessageRef,
  unsubscribeUrl?: string,
): Extract<OutgoingMessage, { channel: 'email' }> => ({
  channel: 'email',
  to,
  ...content,
  about,
  ...(unsubscribeUrl !== undefined && { unsubscribeUrl }),
});

export const composeSms = (
  to: string,
  content: Content,
  about: MessageRef,
): Extract<OutgoingMessage, { channel: 'sms' }> => ({ channel: 'sms', to, text: smsText(content), about });
