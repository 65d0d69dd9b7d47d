import { channelsFor } from '../domain/contact/contact.ts';
import type { Line } from '../domain/line/line.ts';
import { nextReminder, type PlannedReminder } from '../domain/reminder/threshold.ts';
import type { LineId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/instant.ts';
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

/**
 * Publishes the reminders of a page of lines and plans the next one of each. A line is moved on only after its
 * reminder was published, so a crash in between publishes again and loses nothing.
 *
 * @throws Error when the topic or a queue did not take a part: the page comes back.
 */
export const publishReminders =
  ({ store, topic, activations, clock }: Deps) =>
  async (lineIds: readonly LineId[]): Promise<void> => {
    const now = clock();
    const due = (await store.lines(lineIds)).filter((line) => line.nextReminder && line.nextReminder.at <= now);
    // "Your SIM ends" would be wrong while a renewal is under way: that one is woken instead, in case it was left behind.
    const busy = due.flatMap(({ fence }) => fence ?? []);
    const free = due.filter(({ fence }) => fence === undefined);

    const undelivered = [
      ...(await topic.publish(free.flatMap((line) => messagesOf(line, worthSending(line, now))))),
      ...(await activations.send(busy.map((fence) => renewalCommand(fence, now)))),
    ];
    if (undelivered.length > 0) throw new Error(`${undelivered.length} messages were not taken`);
    await Promise.all(free.map((line) => store.planReminder(line, following(line, now))));
  };

/** A late tick may find several thresholds passed: only the last of them is still true. A SIM that is gone has no end. */
const worthSending = (line: Line, now: Instant): PlannedReminder | undefined =>
  line.recycledAt === undefined ? nextReminder(line.endsAt, line.reminders, now) : undefined;

const messagesOf = (
  { lineId, expiryVersion, contacts, reminders }: Line,
  reminder: PlannedReminder | undefined,
): readonly (TopicMessage & { readonly id: string })[] => {
  if (!reminder) return [];
  const { threshold } = reminder;
  const { urgent } = reminders.find(({ id }) => id === threshold) ?? {};
  return channelsFor(contacts, 'reminder', { urgent }).map((channel) => ({
    id: lineId,
    kind: 'reminder',
    channel,
    lineId,
    expiryVersion,
    threshold,
  }));
};

const following = (line: Line, now: Instant) =>
  line.recycledAt === undefined
    ? nextReminder(line.endsAt, line.reminders, now, worthSending(line, now)?.threshold)
    : undefined;
