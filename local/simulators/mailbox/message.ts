import type { Records } from '../records.ts';

/** One message that arrived at a phone or in a mailbox. */
export interface Message {
  /** What the service called it when it took it. */
  readonly messageId: string;
  readonly channel: 'sms' | 'email';
  readonly from: string;
  readonly to: string;
  /** Only e-mail has one. */
  readonly subject?: string;
  readonly text: string;
  /** The other form of the same e-mail. */
  readonly html?: string;
  /** Where a mail program may unsubscribe with one request (RFC 8058). */
  readonly unsubscribeUrl?: string;
  /** It did not get there: why, in the words of `behaviour.ts`. */
  readonly returned?: string;
  /** The configuration set that it was sent with, and what comes back with each report. Not for its recipient. */
  readonly set?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch on the movable clock. */
  readonly at: number;
}

/** Takes a message to its phone or mailbox, and has its outcome reported. @returns what the service calls it */
export type Arrive = (message: Omit<Message, 'messageId' | 'at' | 'returned'>) => string;

export interface Messages {
  /** Keeps it before anybody is told that it was taken. */
  keep(message: Omit<Message, 'messageId' | 'at'>): Message;
  /** In the order of arrival, whatever the clock said. */
  list(to?: string): readonly Message[];
  /** @returns how many there were */
  clear(to?: string): number;
}

export const messageStore = (records: Records, now: () => number): Messages => {
  const list = (to?: string): readonly Message[] =>
    records.list<Message>('message').filter((message) => to === undefined || message.to === to);
  return {
    keep(message) {
      // A number is used up before the message is kept: killed in between, it stays a gap, never a second message's.
      const number = (records.get<number>('counter', 'messages') ?? 0) + 1;
      records.put('counter', 'messages', number);
      const kept = { ...message, messageId: ID[message.channel](number), at: now() };
      records.put('message', kept.messageId, kept);
      return kept;
    },
    list,
    clear(to) {
      const found = list(to);
      for (const { messageId } of found) records.remove('message', messageId);
      return found.length;
    },
  };
};

const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** The services' own shapes of ids, counted instead of random. */
const ID: Readonly<Record<Message['channel'], (number: number) => string>> = {
  sms: uuid,
  email: (number) => `${String(number).padStart(16, '0')}-${uuid(number)}-000000`,
};
