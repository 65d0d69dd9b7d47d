import type { DomainEvent } from './domain-event.ts';
import type { TopicMessage } from './topic-message.ts';

/** One command on a queue. `id` is unique within one call; the outcome of a batch is told by it. */
export interface Command {
  readonly id: string;
  readonly body: string;
  readonly delayMs?: number;
}

/**
 * Hands over up to any number of entries and answers the ids of those that were not taken. Nothing is thrown for a
 * part of a batch, so that the rest is not sent twice.
 */
export interface Queue {
  send(commands: readonly Command[]): Promise<readonly string[]>;
}

export interface Topic {
  publish(messages: readonly (TopicMessage & { readonly id: string })[]): Promise<readonly string[]>;
}

export interface Bus {
  put(events: readonly (DomainEvent & { readonly id: string })[]): Promise<readonly string[]>;
}

/** SQS delays a message by at most 15 minutes. */
export const MAX_DELAY_MS = 900_000;
