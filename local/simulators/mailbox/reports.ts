import { randomUUID } from 'node:crypto';
import { smsSegments } from '../../../shared/messaging/sms-segments.ts';
import type { Records } from '../records.ts';
import { createDeliveries, type Deliveries } from '../webhooks/deliveries.ts';
import { webhookFaultSwitch } from '../webhooks/faults.ts';
import { doubling } from '../webhooks/retry-schedule.ts';
import type { Behaviour } from './behaviour.ts';
import type { Message } from './message.ts';

/** What phones and mailboxes have to say, in the words of the two services. */
export interface Reports extends Pick<Deliveries<null>, 'list' | 'resume' | 'stop'> {
  /** What came of a message that was taken. */
  about(message: Message, behaviour: Behaviour): void;
  complain(message: Message): void;
  /** An SMS from a phone to the number that wrote to it last. */
  answer(from: string, text: string, last: Message): void;
}

/** SNS gives a delivery up after many tries; here whoever does not answer is not there. */
const MAX_TRIES = 10;

export const createReports = (records: Records, now: () => number, eventsUrl: () => string): Reports => {
  const deliveries = createDeliveries<null>(records, now, webhookFaultSwitch(records), {
    name: 'mailbox',
    url: eventsUrl,
    schedule: doubling(MAX_TRIES),
    headers: () => ({ 'content-type': 'application/json' }),
  });
  const tell = (type: string, report: Readonly<Record<string, unknown>>): void =>
    deliveries.enqueue([{ id: randomUUID(), type, body: JSON.stringify(report), sender: () => null }]);

  const email = (message: Message, type: string, what: Readonly<Record<string, unknown>>): void => {
    // SES reports to nobody where no set was named.
    if (message.set === undefined) return;
    const event = { eventType: type, mail: mailOf(message), ...what };
    tell(type, { service: 'ses', set: message.set, type, event });
  };

  return {
    list: deliveries.list,
    resume: deliveries.resume,
    stop: deliveries.stop,
    about(message, behaviour) {
      const timestamp = new Date(now()).toISOString();
      switch (message.channel) {
        case 'email':
          email(message, ...emailOutcome(message, behaviour, timestamp));
          if (behaviour === 'complains') this.complain(message);
          return;
        case 'sms':
          if (message.set === undefined) return;
          for (const type of ['TEXT_SENT', SMS_OUTCOMES[behaviour]])
            tell(type, { service: 'sms-voice', set: message.set, type, event: smsEvent(message, type, now()) });
      }
    },
    complain(message) {
      const timestamp = new Date(now()).toISOString();
      const complainedRecipients = [{ emailAddress: message.to }];
      email(message, 'Complaint', {
        complaint: { complainedRecipients, timestamp, feedbackId: randomUUID(), complaintFeedbackType: 'abuse' },
      });
    },
    answer(from, text, last) {
      if (last.set === undefined) return;
      const event = {
        originationNumber: from,
        destinationNumber: last.from,
        messageKeyword: 'KEYWORD_0',
        messageBody: text,
        inboundMessageId: randomUUID(),
        previousPublishedMessageId: last.messageId,
      };
      tell('inbound', { service: 'inbound', set: last.set, event });
    },
  };
};

const mailOf = ({ messageId, from, to, subject = '', tags = {}, at }: Message) => ({
  timestamp: new Date(at).toISOString(),
  messageId,
  source: from,
  destination: [to],
  commonHeaders: { from: [from], to: [to], subject },
  tags: Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]])),
});

const bounce = ({ to }: Message, timestamp: string, bounceType: string, bounceSubType: string) =>
  [
    'Bounce',
    {
      bounce: {
        ...{ bounceType, bounceSubType, timestamp, feedbackId: randomUUID() },
        bouncedRecipients: [
          { emailAddress: to, action: 'failed', status: bounceType === 'Permanent' ? '5.1.1' : '4.2.2' },
        ],
      },
    },
  ] as const;

const emailOutcome = (
  message: Message,
  behaviour: Behaviour,
  timestamp: string,
): readonly [string, Readonly<Record<string, unknown>>] => {
  switch (behaviour) {
    case 'takes':
    case 'complains':
      return ['Delivery', { delivery: { timestamp, processingTimeMillis: 420, recipients: [message.to] } }];
    case 'refuses':
      return bounce(message, timestamp, 'Permanent', 'General');
    case 'unreachable':
      return bounce(message, timestamp, 'Transient', 'MailboxFull');
    case 'spam':
      return ['Reject', { reject: { reason: 'Bad content' } }];
  }
};

const SMS_OUTCOMES: Readonly<Record<Behaviour, string>> = {
  takes: 'TEXT_DELIVERED',
  refuses: 'TEXT_INVALID',
  unreachable: 'TEXT_UNREACHABLE',
  spam: 'TEXT_SPAM',
  complains: 'TEXT_DELIVERED',
};

const smsEvent = (
  { messageId, from, to, text, tags = {}, at }: Message,
  eventType: string,
  eventTimestamp: number,
) => ({
  ...{ eventType, eventVersion: '1.0', eventTimestamp, isFinal: eventType !== 'TEXT_SENT' },
  ...{ originationPhoneNumber: from, destinationPhoneNumber: to, messageId, messageRequestTimestamp: at },
  messageType: 'TRANSACTIONAL',
  messageEncoding: smsSegments(text).encoding === 'GSM-7' ? 'GSM' : 'Unicode',
  messageStatus: eventType.replace(/^TEXT_/, ''),
  messageStatusDescription: 'simulated',
  context: tags,
  ...{ totalMessageParts: smsSegments(text).segments, totalMessagePrice: 0.0745, totalCarrierFee: 0 },
});
