import type { UnsubscribeOrder } from '../domain/contact/change.ts';
import { CONTACT_CHANNELS, type Contact, type ContactChannel, contactVersion } from '../domain/contact/contact.ts';
import { isLineId, type LineId } from '../domain/values/ids.ts';
import { type Instant, plusMs, ROLLING_DAY_MS } from '../domain/values/instant.ts';
import type { Clock } from '../runtime/deps.ts';
import type { LinkKeys } from '../runtime/link-keys.ts';
import { openToken, sealToken } from '../runtime/signed-token.ts';

/** Mails are kept for years; a link that has ended still says what it was for, and works: see {@link openUnsubscribe}. */
const LIFETIME_MS = 400 * ROLLING_DAY_MS;

/** One letter, for the sake of SMS. */
const LETTERS: Readonly<Record<ContactChannel, string>> = { email: 'e', sms: 's' };
const BODY = /^(.{12})([es])([0-9a-z]{1,10})$/;

export const unsubscribeToken = (
  keys: LinkKeys,
  { lineId, channel, contact }: UnsubscribeOrder,
  now: Instant,
): string =>
  sealToken(keys, 'unsubscribe', {
    body: `${lineId}${LETTERS[channel]}${contact}`,
    expiresAt: plusMs(now, LIFETIME_MS),
  });

/** Where whoever got a message on this channel calls off further ones. The brand's site hands `/u/…` to the API. */
export const unsubscribeUrls =
  (keys: () => Promise<{ readonly keys: LinkKeys }>, publicUrl: string, clock: Clock) =>
  async ({ lineId }: { readonly lineId: LineId }, channel: ContactChannel, contact: Contact): Promise<string> => {
    const order = { lineId, channel, contact: contactVersion(contact) };
    return `${publicUrl}/u/${unsubscribeToken((await keys()).keys, order, clock())}`;
  };

/** Also one that has ended: nobody is harmed by an unsubscription that we have signed, however old it is. */
export const openUnsubscribe = (keys: LinkKeys, token: string, now: Instant): UnsubscribeOrder | undefined => {
  const opened = openToken(keys, 'unsubscribe', token, now);
  if (opened.kind === 'forged') return undefined;
  const [, line = '', letter, contact = ''] = BODY.exec(opened.body) ?? [];
  const channel = CONTACT_CHANNELS.find((each) => LETTERS[each] === letter);
  return channel && isLineId(line) ? { lineId: line, channel, contact } : undefined;
};
