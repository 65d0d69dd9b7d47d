import { newCaptures } from '../domain/reconciliation/ledger.ts';
import { type Effect, effectsOf } from '../domain/renewal/effects.ts';
import { formatInstant } from '../domain/values/instant.ts';
import type { DomainEvent } from '../outbox/domain-event.ts';
import type { Bus, Command, Queue, Topic } from '../outbox/outbox.ts';
import { renewalCommand } from '../outbox/renewal-command.ts';
import { CHANNELS, type TopicMessage } from '../outbox/topic-message.ts';
import type { Clock } from '../runtime/deps.ts';
import type { Store } from '../table/store.ts';
import type { TableChange } from '../table/stream.ts';

interface Deps {
  readonly activations: Queue;
  readonly refunds: Queue;
  readonly topic: Topic;
  readonly bus: Bus;
  /** Our books of captured payments, for comparison with the providers'. */
  readonly store: Pick<Store, 'noteCaptured'>;
  readonly clock: Clock;
}

type WithId<T> = T & { readonly id: string };

/**
 * Sets in motion what each change calls for. Answers the ids of changes of which a part could not be handed over;
 * they come again, and every receiver takes a repetition.
 */
export const dispatch =
  ({ activations, refunds, topic, bus, store, clock }: Deps) =>
  async (changes: readonly TableChange[]): Promise<ReadonlySet<string>> => {
    const now = clock();
    const effects = changes.flatMap((change) =>
      change.kind === 'renewal'
        ? effectsOf(change.before, change.after).map((effect) => ({ effect, id: change.id }))
        : [],
    );
    const commands = (kind: 'activate' | 'refund'): WithId<Command>[] =>
      effects.flatMap(({ effect, id }) => (effect.kind === kind ? [{ ...renewalCommand(effect, now), id }] : []));
    const events = [
      ...effects.flatMap(({ effect, id }) => eventOf(effect).map((event) => ({ ...event, id }))),
      ...changes.flatMap((change) => (change.kind === 'line' ? lineEvents(change) : [])),
    ];
    const failed = await Promise.all([
      activations.send(commands('activate')),
      refunds.send(commands('refund')),
      topic.publish(effects.flatMap(({ effect, id }) => noticesOf(effect).map((message) => ({ ...message, id })))),
      bus.put(events),
      noteCaptures(store, changes),
    ]);
    return new Set(failed.flat());
  };

/** One row for each payment that became money; answers the changes whose rows could not be written. */
const noteCaptures = async (
  store: Pick<Store, 'noteCaptured'>,
  changes: readonly TableChange[],
): Promise<readonly string[]> => {
  const rows = changes.flatMap((change) =>
    change.kind === 'renewal'
      ? newCaptures(change.before, change.after).map((entry) => ({ entry, id: change.id }))
      : [],
  );
  const failed = await Promise.all(
    rows.map(({ entry, id }) =>
      store.noteCaptured(entry).then(
        () => [],
        () => [id],
      ),
    ),
  );
  return failed.flat();
};

const eventOf = (effect: Effect): readonly DomainEvent[] => {
  switch (effect.kind) {
    case 'announce':
      return [{ type: 'renewal.status_changed', detail: { renewalId: effect.renewalId, status: effect.status } }];
    case 'show_held_money':
      return [{ type: 'payment.held', detail: { renewalId: effect.renewalId, payment: effect.payment } }];
    case 'show_served_for_nothing':
      return [{ type: 'renewal.served_for_nothing', detail: { renewalId: effect.renewalId } }];
    case 'show_dispute': {
      const { renewalId, payment, state } = effect;
      return [{ type: 'payment.disputed', detail: { renewalId, payment, state } }];
    }
    case 'activate':
    case 'refund':
    case 'notify':
      return [];
  }
};

/** On every channel: which of them the traveller has bound is known only to the sender. */
const noticesOf = (effect: Effect): readonly TopicMessage[] =>
  effect.kind === 'notify'
    ? CHANNELS.map((channel) => ({ kind: 'notice', channel, renewalId: effect.renewalId, notice: effect.notice }))
    : [];

type LineChange = Extract<TableChange, { kind: 'line' }>;

const lineEvents = (change: LineChange): readonly WithId<DomainEvent>[] => [
  ...recycledEvents(change),
  ...endEvents(change),
];

const recycledEvents = ({ id, before, after }: LineChange): readonly WithId<DomainEvent>[] =>
  before && before.recycledAt === undefined && after.recycledAt !== undefined
    ? [{ id, type: 'line.recycled', detail: { lineId: after.lineId } }]
    : [];

const endEvents = ({ id, before, after }: LineChange): readonly WithId<DomainEvent>[] => {
  if (!before || before.expiryVersion === after.expiryVersion) return [];
  const lost = Object.entries(before.claims).filter(([, claim]) => claim.state === 'claimed');
  return [
    { id, type: 'line.end_changed', detail: { lineId: after.lineId, endsAt: formatInstant(after.endsAt) } },
    ...lost.map(
      ([message]): WithId<DomainEvent> => ({
        id,
        type: 'message.outcome_unknown',
        detail: { lineId: after.lineId, message },
      }),
    ),
  ];
};
