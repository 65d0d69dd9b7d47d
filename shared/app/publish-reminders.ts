import { channelsFor } from '../domain/contact/contact.ts';
import type { Line } from '../domain/line/line.ts';
import { type DataReminder, dataReminderAt, handedOn } from '../domain/reminder/data-reminder.ts';
import { nextReminder } from '../domain/reminder/next-reminder.ts';
import type { PlannedReminder } from '../domain/reminder/threshold.ts';
import type { LineId } from '../domain/values/ids.ts';
import { type Instant, MINUTE_MS } from '../domain/values/instant.ts';
import type { Queue, Topic } from '../outbox/outbox.ts';
import { renewalCommand } from '../outbox/renewal-command.ts';
import type { TopicMessage } from '../outbox/topic-message.ts';
import type { Clock } from '../runtime/deps.ts';
import type { Store } from '../table/store.ts';

interface Deps {
  readonly store: Pick<Store, 'lines' | 'planReminder'>;
  readonly topic: Topic;
  readonly activations: Queue;
  readonly clock: Clock;
}

/** A tick, its page and a repetition: what was planned for the last waking minute may still be handed on so late. */
const LATE_MS = 15 * MINUTE_MS;

/**
 * Publishes the reminders of a page of lines and plans the next one of each. A line is moved on only after its
 * reminders were published, so a crash in between publishes again and loses nothing. What nobody handed on in time waits
 * for the morning.
 *
 * @throws Error when the topic or a queue did not take a part: the page comes back.
 */
export const publishReminders =
  ({ store, topic, activations, clock }: Deps) =>
  async (lineIds: readonly LineId[]): Promise<void> => {
    const now = clock();
    const due = (await store.lines(lineIds)).filter(
      ({ nextReminder: next, dataReminder: data }) => isDue(next, now) || isDue(data, now),
    );
    // "Your SIM ends" would be wrong while a renewal is under way: that one is woken instead, in case it was left behind.
    const busy = due.flatMap(({ fence }) => fence ?? []);
    const free = due.filter(({ fence }) => fence === undefined).map((line) => ({ line, ...whatIsDue(line, now) }));

    const undelivered = [
      ...(await topic.publish(free.flatMap(({ line, messages }) => messagesOf(line, messages)))),
      ...(await activations.send(busy.map((fence) => renewalCommand(fence, now)))),
    ];
    if (undelivered.length > 0) throw new Error(`${undelivered.length} messages were not taken`);
    await Promise.all(free.map(({ line, next, data }) => store.planReminder(line, next, data)));
  };

const isDue = (reminder: { readonly at?: Instant } | undefined, now: Instant): boolean =>
  reminder?.at !== undefined && reminder.at <= now;

type Told = Pick<Extract<TopicMessage, { kind: 'reminder' }>, 'threshold' | 'allowanceBytes'>;

interface Due {
  readonly messages: readonly Told[];
  readonly next: PlannedReminder | undefined;
  readonly data?: DataReminder;
}

/** A SIM that is gone has no end and no data. */
const whatIsDue = (line: Line, now: Instant): Due => {
  const { dataReminder: data } = line;
  if (line.recycledAt !== undefined) return { messages: [], next: undefined, ...(data && { data: handedOn(data) }) };
  const byTime = dueByTime(line, now);
  const byData = dueByData(line, now);
  return { ...byTime, ...byData, messages: [...byTime.messages, ...byData.messages] };
};

/** A late tick may find several thresholds passed: only the last of them is still true. */
const dueByTime = (line: Line, now: Instant): Due => {
  if (!isDue(line.nextReminder, now)) return { messages: [], next: line.nextReminder };
  const worth = nextReminder(line, now, { lateMs: LATE_MS });
  if (!worth || worth.at > now) return { messages: [], next: worth };
  const { threshold } = worth;
  return { messages: [{ threshold }], next: nextReminder(line, now, { after: threshold }) };
};

const dueByData = (line: Line, now: Instant): Pick<Due, 'messages' | 'data'> => {
  const { dataReminder: data } = line;
  if (!data || !isDue(data, now)) return { messages: [] };
  const at = dataReminderAt(line, now, LATE_MS);
  if (at > now) return { messages: [], data: { ...data, at } };
  const { threshold, totalBytes: allowanceBytes } = data;
  return { messages: now < line.endsAt ? [{ threshold, allowanceBytes }] : [], data: handedOn(data) };
};

const messagesOf = (
  { lineId, expiryVersion, endsAt, contacts, reminders }: Line,
  due: readonly Told[],
): readonly (TopicMessage & { readonly id: string })[] =>
  due.flatMap((told) => {
    const { urgent } = reminders.find(({ id }) => id === told.threshold) ?? {};
    return channelsFor(contacts, 'reminder', { urgent }).map((channel) => ({
      ...{ id: lineId, kind: 'reminder' as const, channel, lineId, expiryVersion, endsAt },
      ...told,
    }));
  });
