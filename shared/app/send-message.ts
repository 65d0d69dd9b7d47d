import type { Line } from '../domain/line/line.ts';
import { type Claim, noticeClaimId, reminderClaimId } from '../domain/reminder/claim.ts';
import { lineId, lineOf, renewalId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/instant.ts';
import type { Channel, Messenger, OutgoingMessage, SendOutcome } from '../messaging/messenger.ts';
import { type Content, noticeText, reminderText } from '../messaging/texts.ts';
import type { TopicMessage } from '../outbox/topic-message.ts';
import type { Clock, Log } from '../runtime/deps.ts';
import type { Store } from '../table/store.ts';

interface Deps<C extends Channel> {
  readonly store: Pick<
    Store,
    'line' | 'renewal' | 'plan' | 'claimReminder' | 'recordReminder' | 'claimNotice' | 'recordNotice'
  >;
  readonly messenger: Messenger<C>;
  /** Puts a text on the channel; `undefined` when the traveller has no address there. */
  readonly address: (line: Line, content: Content) => Extract<OutgoingMessage, { channel: C }> | undefined;
  /** The brand's site, for links in texts. */
  readonly publicUrl: string;
  readonly clock: Clock;
  readonly log: Log;
}

type Sending = 'sent' | 'failed' | 'unknown' | 'suppressed';

/**
 * The one send attempt of a message: claimed by a conditional write that holds only while the message is still true,
 * then sent, then noted. A crash in between leaves a claim that shows as `unknown`; it is never sent again by itself.
 */
export const sendMessage =
  <C extends Channel>(deps: Deps<C>) =>
  async (message: TopicMessage): Promise<Sending> => {
    const result = message.kind === 'reminder' ? await sendReminder(deps, message) : await sendNotice(deps, message);
    deps.log.info('message handled', { kind: message.kind, channel: message.channel, result });
    return result;
  };

const sendReminder = async <C extends Channel>(
  deps: Deps<C>,
  message: Extract<TopicMessage, { kind: 'reminder' }>,
): Promise<Sending> => {
  const { store, clock } = deps;
  const id = lineId(message.lineId);
  const line = await store.line(id);
  const now = clock();
  if (!line || line.expiryVersion !== message.expiryVersion || line.endsAt <= now) return 'suppressed';
  const outgoing = deps.address(line, reminderText(line, deps.publicUrl));
  if (!outgoing) return 'suppressed';
  const claimId = reminderClaimId(message.threshold, message.channel);
  if (!(await store.claimReminder(id, message.expiryVersion, claimId, now))) return 'suppressed';
  return deliver(deps, outgoing, (outcome) => store.recordReminder(id, message.expiryVersion, claimId, outcome));
};

const sendNotice = async <C extends Channel>(
  deps: Deps<C>,
  message: Extract<TopicMessage, { kind: 'notice' }>,
): Promise<Sending> => {
  const { store, clock } = deps;
  const id = renewalId(message.renewalId);
  const [line, stored] = await Promise.all([store.line(lineOf(id)), store.renewal(id)]);
  const plan = stored && (await store.plan(stored.renewal.plan));
  if (!line || !plan) return 'suppressed';
  const { renewal } = stored;
  const content = noticeText(message.notice, renewal, plan, line);
  const outgoing = content && deps.address(line, content);
  if (!outgoing) return 'suppressed';
  const claimId = noticeClaimId(message.notice, message.channel);
  if (!(await store.claimNotice(id, renewal.status, claimId, clock()))) return 'suppressed';
  return deliver(deps, outgoing, (outcome) => store.recordNotice(id, claimId, outcome));
};

const deliver = async <C extends Channel>(
  { messenger, clock, log }: Deps<C>,
  outgoing: Extract<OutgoingMessage, { channel: C }>,
  note: (outcome: Claim) => Promise<boolean>,
): Promise<Sending> => {
  const outcome = await messenger.send(outgoing);
  if (outcome.kind !== 'accepted') log.warn('message not accepted', { channel: outgoing.channel, ...codeOf(outcome) });
  // Without an outcome the claim stays as it is and shows as unknown.
  if (outcome.kind === 'unknown') return 'unknown';
  const state = outcome.kind === 'accepted' ? 'sent' : 'failed';
  await note(noted(state, clock()));
  return state;
};

const codeOf = (outcome: SendOutcome) => (outcome.kind === 'accepted' ? {} : { code: outcome.code });
const noted = (state: 'sent' | 'failed', at: Instant): Claim => ({ state, at });
