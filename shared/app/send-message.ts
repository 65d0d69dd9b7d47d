import type { Line } from '../domain/line/line.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { type Claim, noticeClaimId } from '../domain/reminder/claim.ts';
import { claimIdOf, type VoidReason, voidClaimId, voidReason } from '../domain/reminder/void-reason.ts';
import { cheapestRenewal } from '../domain/renewal/cheapest.ts';
import { lineId, lineOf, renewalId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/instant.ts';
import type { Channel, Messenger, OutgoingMessage, SendOutcome } from '../messaging/messenger.ts';
import { reminderText } from '../messaging/reminders/reminder-text.ts';
import { type Content, noticeText } from '../messaging/texts.ts';
import type { TopicMessage } from '../outbox/topic-message.ts';
import type { Clock, Log } from '../runtime/deps.ts';
import type { Store } from '../table/store.ts';

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
  >;
  readonly messenger: Messenger<C>;
  /** Puts a text on the channel; `undefined` when the traveller has no address there. */
  readonly address: (line: Line, content: Content) => Extract<OutgoingMessage, { channel: C }> | undefined;
  /** What is on sale: reminders name the cheapest renewal that fits. */
  readonly plans: () => Promise<readonly Plan[]>;
  /** The address at which this line can be renewed without a login. */
  readonly renewalUrl: (line: Line) => Promise<string>;
  readonly clock: Clock;
  readonly log: Log;
}

type Sending = 'sent' | 'failed' | 'unknown' | 'suppressed';

/** What came of a message; why, where it was suppressed. */
interface Handled {
  readonly result: Sending;
  readonly reason?: VoidReason | 'no_longer_true';
}

/**
 * The one send attempt of a message: claimed by a conditional write that holds only while the message is still true,
 * then sent, then noted. A crash in between leaves a claim that shows as `unknown`; it is never sent again by itself.
 */
export const sendMessage =
  <C extends Channel>(deps: Deps<C>) =>
  async (message: TopicMessage): Promise<Sending> => {
    const handled = message.kind === 'reminder' ? await sendReminder(deps, message) : await sendNotice(deps, message);
    deps.log.info('message handled', { kind: message.kind, channel: message.channel, ...handled });
    return handled.result;
  };

type Reminder = Extract<TopicMessage, { kind: 'reminder' }>;

const sendReminder = async <C extends Channel>(deps: Deps<C>, message: Reminder): Promise<Handled> => {
  const { store, clock } = deps;
  const id = lineId(message.lineId);
  const line = await store.line(id);
  const now = clock();
  const reason = voidReason(line, message, now);
  if (!line || reason) return suppress(deps, line, message, reason ?? 'unbound');
  const cheapest = cheapestRenewal(line, await deps.plans(), now);
  const { threshold, expiryVersion } = message;
  const url = await deps.renewalUrl(line);
  const content = reminderText(line, { threshold, url, now, ...(cheapest && { cheapest }) });
  const outgoing = deps.address(line, content);
  if (!outgoing) return suppress(deps, line, message, 'unbound');
  const claimId = claimIdOf(message);
  if (!(await store.claimReminder(id, expiryVersion, claimId, now))) {
    const found = await store.lineNow(id);
    return suppress(deps, found, message, voidReason(found, message, now) ?? 'already_claimed');
  }
  return deliver(deps, outgoing, (outcome) => store.recordReminder(id, expiryVersion, claimId, outcome));
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
  message: Extract<TopicMessage, { kind: 'notice' }>,
): Promise<Handled> => {
  const { store, clock } = deps;
  const id = renewalId(message.renewalId);
  const [line, stored] = await Promise.all([store.line(lineOf(id)), store.renewal(id)]);
  const plan = stored && (await store.plan(stored.renewal.plan));
  if (!line || !plan) return { result: 'suppressed', reason: 'unbound' };
  const { renewal } = stored;
  const content = noticeText(message.notice, renewal, plan, line);
  if (!content) return { result: 'suppressed', reason: 'no_longer_true' };
  const outgoing = deps.address(line, content);
  if (!outgoing) return { result: 'suppressed', reason: 'unbound' };
  const claimId = noticeClaimId(message.notice, message.channel);
  if (!(await store.claimNotice(id, renewal.status, claimId, clock())))
    return { result: 'suppressed', reason: 'already_claimed' };
  return deliver(deps, outgoing, (outcome) => store.recordNotice(id, claimId, outcome));
};

const deliver = async <C extends Channel>(
  { messenger, clock, log }: Deps<C>,
  outgoing: Extract<OutgoingMessage, { channel: C }>,
  note: (outcome: Claim) => Promise<boolean>,
): Promise<Handled> => {
  const outcome = await messenger.send(outgoing);
  if (outcome.kind !== 'accepted') log.warn('message not accepted', { channel: outgoing.channel, ...codeOf(outcome) });
  // Without an outcome the claim stays as it is and shows as unknown.
  if (outcome.kind === 'unknown') return { result: 'unknown' };
  const state = outcome.kind === 'accepted' ? 'sent' : 'failed';
  await note(noted(state, clock()));
  return { result: state };
};

const codeOf = (outcome: SendOutcome) => (outcome.kind === 'accepted' ? {} : { code: outcome.code });
const noted = (state: 'sent' | 'failed', at: Instant): Claim => ({ state, at });
