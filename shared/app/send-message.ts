import { noteTrouble } from '../domain/contact/change.ts';
import {
  type Contact,
  type ContactChannel,
  channelsFor,
  contactVersion,
  usableContact,
} from '../domain/contact/contact.ts';
import type { Line } from '../domain/line/line.ts';
import { type Claim, noticeClaimId, reminderClaimId } from '../domain/reminder/claim.ts';
import { type LineId, lineId, lineOf, renewalId } from '../domain/values/ids.ts';
import type { MessageRef } from '../messaging/message-ref.ts';
import type { Channel, Messenger, OutgoingMessage } from '../messaging/messenger.ts';
import { type Content, noticeText, reminderText } from '../messaging/texts.ts';
import { withUnsubscribe } from '../messaging/unsubscribe-footer.ts';
import type { PlannedMessage } from '../outbox/topic-message.ts';
import type { Clock, Log } from '../runtime/deps.ts';
import type { Store } from '../table/store.ts';
import { changeContacts } from './contacts/change-contacts.ts';
import type { Admission } from './contacts/sms-guard.ts';

interface Deps<C extends Channel> {
  readonly store: Pick<
    Store,
    'line' | 'renewal' | 'plan' | 'claimReminder' | 'recordReminder' | 'claimNotice' | 'recordNotice' | 'saveContacts'
  >;
  readonly channel: C;
  readonly messenger: Messenger<C>;
  /** Puts a text on the channel. */
  readonly compose: (to: string, content: Content, about: MessageRef, unsubscribeUrl?: string) => Outgoing<C>;
  /** Where whoever gets a reminder calls off further ones. */
  readonly unsubscribeUrl: (line: Line, channel: ContactChannel, contact: Contact) => Promise<string>;
  /** Says at the last moment whether it may cost what it costs. */
  readonly admit: (message: Outgoing<C>) => Promise<Admission>;
  /** The brand's site, for links in texts. */
  readonly publicUrl: string;
  readonly clock: Clock;
  readonly log: Log;
}

type Outgoing<C extends Channel> = Extract<OutgoingMessage, { channel: C }>;

type Sending = 'sent' | 'failed' | 'unknown' | 'suppressed';

/**
 * The one send attempt of a message: claimed by a conditional write that holds only while the message is still true,
 * then sent, then noted. A crash in between leaves a claim that shows as `unknown`; it is never sent again by itself.
 */
export const sendMessage =
  <C extends Channel>(deps: Deps<C>) =>
  async (message: PlannedMessage): Promise<Sending> => {
    const result = message.kind === 'reminder' ? await sendReminder(deps, message) : await sendNotice(deps, message);
    deps.log.info('message handled', { kind: message.kind, channel: message.channel, result });
    return result;
  };

const sendReminder = async <C extends Channel>(
  deps: Deps<C>,
  message: Extract<PlannedMessage, { kind: 'reminder' }>,
): Promise<Sending> => {
  const { store, clock } = deps;
  const id = lineId(message.lineId);
  const line = await store.line(id);
  const now = clock();
  if (!line || line.expiryVersion !== message.expiryVersion || line.endsAt <= now) return 'suppressed';
  const { channel } = deps;
  const contact = usableContact(line.contacts, channel, 'reminder');
  if (!contact) return 'suppressed';
  // Before the claim: if the key cannot be read, the message comes again.
  const unsubscribeUrl = await deps.unsubscribeUrl(line, channel, contact);
  const claimId = reminderClaimId(message.threshold, message.channel);
  if (!(await store.claimReminder(id, message.expiryVersion, claimId, now))) return 'suppressed';
  const about = { kind: 'reminder', lineId: id, expiryVersion: message.expiryVersion, claimId } as const;
  const content = reminderText(line, deps.publicUrl);
  const text = withUnsubscribe(content.text, channel, content.language, unsubscribeUrl);
  const ref = { ...about, contact: contactVersion(contact) };
  return deliver(deps, {
    outgoing: deps.compose(contact.address, { ...content, text }, ref, unsubscribeUrl),
    to: { lineId: id, contact },
    note: (outcome) => store.recordReminder(id, message.expiryVersion, claimId, outcome),
  });
};

const sendNotice = async <C extends Channel>(
  deps: Deps<C>,
  message: Extract<PlannedMessage, { kind: 'notice' }>,
): Promise<Sending> => {
  const { store, clock } = deps;
  const id = renewalId(message.renewalId);
  const [line, stored] = await Promise.all([store.line(lineOf(id)), store.renewal(id)]);
  const plan = stored && (await store.plan(stored.renewal.plan));
  if (!line || !plan) return 'suppressed';
  const { renewal } = stored;
  const content = noticeText(message.notice, renewal, plan, line);
  const contact = channelsFor(line.contacts, 'notice').includes(deps.channel)
    ? usableContact(line.contacts, deps.channel, 'notice')
    : undefined;
  if (!content || !contact) return 'suppressed';
  const claimId = noticeClaimId(message.notice, message.channel);
  if (!(await store.claimNotice(id, renewal.status, claimId, clock()))) return 'suppressed';
  const about = { kind: 'notice', renewalId: id, claimId, contact: contactVersion(contact) } as const;
  return deliver(deps, {
    outgoing: deps.compose(contact.address, content, about),
    to: { lineId: line.lineId, contact },
    note: (outcome) => store.recordNotice(id, claimId, outcome),
  });
};

interface Delivery<C extends Channel> {
  readonly outgoing: Outgoing<C>;
  readonly to: { readonly lineId: LineId; readonly contact: Contact };
  readonly note: (outcome: Claim) => Promise<boolean>;
}

const deliver = async <C extends Channel>(deps: Deps<C>, { outgoing, to, note }: Delivery<C>): Promise<Sending> => {
  const { messenger, clock, log } = deps;
  const admission = await deps.admit(outgoing);
  if (admission.kind === 'refused') {
    await note({ state: 'suppressed', at: clock(), reason: admission.reason });
    return 'suppressed';
  }
  const outcome = await messenger.send(outgoing);
  if (outcome.kind !== 'accepted') log.warn('message not accepted', { channel: outgoing.channel, code: outcome.code });
  // Without an outcome the claim stays as it is and shows as unknown.
  if (outcome.kind === 'unknown') return 'unknown';
  if (outcome.kind === 'accepted') {
    await note({ state: 'sent', at: clock() });
    return 'sent';
  }
  await note({ state: 'failed', at: clock(), reason: outcome.code });
  if (outcome.code === OPTED_OUT) await stopped(deps, to);
  return 'failed';
};

/** The service knows of a STOP that we have not heard of. */
const OPTED_OUT = 'opted_out';

const stopped = async <C extends Channel>({ store, channel, clock }: Deps<C>, to: Delivery<C>['to']): Promise<void> => {
  const trouble = { kind: 'stopped', at: clock(), code: OPTED_OUT } as const;
  await changeContacts(store, to.lineId, ({ contacts }) =>
    noteTrouble(contacts, channel, contactVersion(to.contact), trouble),
  );
};
