import { noteTrouble } from '../domain/contact/change.ts';
import {
  type Contact,
  type ContactChannel,
  channelsFor,
  contactVersion,
  usableContact,
} from '../domain/contact/contact.ts';
import type { Line } from '../domain/line/line.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { type Claim, noticeClaimId } from '../domain/reminder/claim.ts';
import { claimIdOf, type VoidReason, voidClaimId, voidReason } from '../domain/reminder/void-reason.ts';
import { cheapestRenewal } from '../domain/renewal/cheapest.ts';
import { type LineId, lineId, lineOf, renewalId } from '../domain/values/ids.ts';
import type { MessageRef } from '../messaging/message-ref.ts';
import type { Channel, Messenger, OutgoingMessage } from '../messaging/messenger.ts';
import { reminderText } from '../messaging/reminders/reminder-text.ts';
import { type Content, noticeText } from '../messaging/texts.ts';
import { withUnsubscribe } from '../messaging/unsubscribe-footer.ts';
import type { PlannedMessage } from '../outbox/topic-message.ts';
import type { Clock, Log } from '../runtime/deps.ts';
import type { Store } from '../table/store.ts';
import { changeContacts } from './contacts/change-contacts.ts';
import type { Admission } from './contacts/sms-guard.ts';

interface Deps<C extends Channel> {
  readonly store: Pick<
    Store,
    | 'line'
    | 'lineNow'
    | 'renewal'
    | 'plan'
    | 'claimReminder'
    | 'recordReminder'
    | 'suppressReminder'
    | 'claimNotice'
    | 'recordNotice'
    | 'saveContacts'
  >;
  readonly channel: C;
  readonly messenger: Messenger<C>;
  /** Puts a text on the channel. */
  readonly compose: (to: string, content: Content, about: MessageRef, unsubscribeUrl?: string) => Outgoing<C>;
  /**
   * Where whoever gets a reminder calls off further ones. Absent for SMS: a second address would cost a second segment, and
   * the renewal link leads there too.
   */
  readonly unsubscribeUrl?: (line: Line, channel: ContactChannel, contact: Contact) => Promise<string>;
  /** Says at the last moment whether it may cost what it costs. */
  readonly admit: (message: Outgoing<C>) => Promise<Admission>;
  /** What is on sale: reminders name the cheapest renewal that fits. */
  readonly plans: () => Promise<readonly Plan[]>;
  /** The address at which this line can be renewed without a login. */
  readonly renewalUrl: (line: Line) => Promise<string>;
  readonly clock: Clock;
  readonly log: Log;
}

type Outgoing<C extends Channel> = Extract<OutgoingMessage, { channel: C }>;

type Sending = 'sent' | 'failed' | 'unknown' | 'suppressed';

/** What came of a message; why, where it was suppressed. */
interface Handled {
  readonly result: Sending;
  readonly reason?: string;
}

/**
 * The one send attempt of a message: claimed by a conditional write that holds only while the message is still true,
 * then sent, then noted. A crash in between leaves a claim that shows as `unknown`; it is never sent again by itself.
 */
export const sendMessage =
  <C extends Channel>(deps: Deps<C>) =>
  async (message: PlannedMessage): Promise<Sending> => {
    const handled = message.kind === 'reminder' ? await sendReminder(deps, message) : await sendNotice(deps, message);
    deps.log.info('message handled', { kind: message.kind, channel: message.channel, ...handled });
    return handled.result;
  };

type Reminder = Extract<PlannedMessage, { kind: 'reminder' }>;

const sendReminder = async <C extends Channel>(deps: Deps<C>, message: Reminder): Promise<Handled> => {
  const { store, clock, channel } = deps;
  const id = lineId(message.lineId);
  const line = await store.line(id);
  const now = clock();
  const reason = voidReason(line, message, now);
  if (!line || reason) return suppress(deps, line, message, reason ?? 'unbound');
  const contact = usableContact(line.contacts, channel, 'reminder');
  if (!contact) return suppress(deps, line, message, 'unbound');
  // Before the claim: if a key or what is on sale cannot be read, the message comes again.
  const { content, unsubscribeUrl } = await writtenTo(deps, line, message.threshold, contact);
  const claimId = claimIdOf(message);
  const { expiryVersion } = message;
  if (!(await store.claimReminder(id, expiryVersion, claimId, now))) {
    const found = await store.lineNow(id);
    return suppress(deps, found, message, voidReason(found, message, now) ?? 'already_claimed');
  }
  const about = { kind: 'reminder', lineId: id, expiryVersion, claimId, contact: contactVersion(contact) } as const;
  return deliver(deps, {
    outgoing: deps.compose(contact.address, content, about, unsubscribeUrl),
    to: { lineId: id, contact },
    note: (outcome) => store.recordReminder(id, expiryVersion, claimId, outcome),
  });
};

const writtenTo = async <C extends Channel>(
  deps: Deps<C>,
  line: Line,
  threshold: string,
  contact: Contact,
): Promise<{ readonly content: Content; readonly unsubscribeUrl?: string }> => {
  const { channel, clock } = deps;
  const now = clock();
  const cheapest = cheapestRenewal(line, await deps.plans(), now);
  const url = await deps.renewalUrl(line);
  const content = reminderText(line, { threshold, url, now, ...(cheapest && { cheapest }) });
  if (!deps.unsubscribeUrl) return { content };
  const unsubscribeUrl = await deps.unsubscribeUrl(line, channel, contact);
  const text = withUnsubscribe(content.text, content.language, unsubscribeUrl);
  return { content: { ...content, text }, unsubscribeUrl };
};

/** What was planned and is not sent says why, on the line: whoever asks can see it. */
const suppress = async <C extends Channel>(
  { store, clock }: Deps<C>,
  line: Line | undefined,
  message: Reminder,
  reason: VoidReason,
): Promise<Handled> => {
  if (line && reason !== 'already_claimed')
    await store.suppressReminder(line, voidClaimId(message, line), reason, clock());
  return { result: 'suppressed', reason };
};

const sendNotice = async <C extends Channel>(
  deps: Deps<C>,
  message: Extract<PlannedMessage, { kind: 'notice' }>,
): Promise<Handled> => {
  const { store, clock } = deps;
  const id = renewalId(message.renewalId);
  const [line, stored] = await Promise.all([store.line(lineOf(id)), store.renewal(id)]);
  const plan = stored && (await store.plan(stored.renewal.plan));
  if (!line || !plan) return { result: 'suppressed', reason: 'unbound' };
  const { renewal } = stored;
  const content = noticeText(message.notice, renewal, plan, line);
  if (!content) return { result: 'suppressed', reason: 'no_longer_true' };
  const contact = channelsFor(line.contacts, 'notice').includes(deps.channel)
    ? usableContact(line.contacts, deps.channel, 'notice')
    : undefined;
  if (!contact) return { result: 'suppressed', reason: 'unbound' };
  const claimId = noticeClaimId(message.notice, message.channel);
  if (!(await store.claimNotice(id, renewal.status, claimId, clock())))
    return { result: 'suppressed', reason: 'already_claimed' };
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

const deliver = async <C extends Channel>(deps: Deps<C>, { outgoing, to, note }: Delivery<C>): Promise<Handled> => {
  const { messenger, clock, log } = deps;
  const admission = await deps.admit(outgoing);
  if (admission.kind === 'refused') {
    await note({ state: 'suppressed', at: clock(), reason: admission.reason });
    return { result: 'suppressed', reason: admission.reason };
  }
  const outcome = await messenger.send(outgoing);
  if (outcome.kind !== 'accepted') log.warn('message not accepted', { channel: outgoing.channel, code: outcome.code });
  // Without an outcome the claim stays as it is and shows as unknown.
  if (outcome.kind === 'unknown') return { result: 'unknown' };
  if (outcome.kind === 'accepted') {
    await note({ state: 'sent', at: clock() });
    return { result: 'sent' };
  }
  await note({ state: 'failed', at: clock(), reason: outcome.code });
  if (outcome.code === OPTED_OUT) await stopped(deps, to);
  return { result: 'failed' };
};

/** The service knows of a STOP that we have not heard of. */
const OPTED_OUT = 'opted_out';

const stopped = async <C extends Channel>({ store, channel, clock }: Deps<C>, to: Delivery<C>['to']): Promise<void> => {
  const trouble = { kind: 'stopped', at: clock(), code: OPTED_OUT } as const;
  await changeContacts(store, to.lineId, ({ contacts }) =>
    noteTrouble(contacts, channel, contactVersion(to.contact), trouble),
  );
};
