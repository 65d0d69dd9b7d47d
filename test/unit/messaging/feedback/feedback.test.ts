import { describe, expect, test } from '@jest/globals';
import { parseInstant } from '../../../../shared/domain/values/instant.ts';
import type { ReadFeedback } from '../../../../shared/messaging/feedback/feedback.ts';
import { readFeedback } from '../../../../shared/messaging/feedback/read-feedback.ts';
import { type MessageRef, refFromTags, refTags } from '../../../../shared/messaging/message-ref.ts';
import { LINE_ID, NOW, RENEWAL_ID } from '../../domain/given.ts';

const AT = '2026-10-05T12:35:00.123Z';
const REMINDER: MessageRef = {
  kind: 'reminder',
  lineId: LINE_ID,
  expiryVersion: 3,
  claimId: '3d.email',
  contact: 't3k2a0',
};
const NOTICE: MessageRef = { kind: 'notice', renewalId: RENEWAL_ID, claimId: 'renewal_active.email', contact: 'x1' };

/** As SES writes it to SNS, with the tags that it adds itself. */
const mail = (about: MessageRef | undefined) => ({
  timestamp: AT,
  source: 'sim@example.com',
  messageId: '0100',
  destination: ['mei@example.com'],
  headersTruncated: false,
  tags: {
    'ses:configuration-set': ['keizoku-prod'],
    'ses:source-ip': ['192.0.2.1'],
    ...(about && Object.fromEntries(Object.entries(refTags(about)).map(([name, value]) => [name, [value]]))),
  },
});
const ses = (eventType: string, what: object, about: MessageRef | undefined = REMINDER) =>
  readFeedback({ eventType, mail: mail(about), ...what }, NOW);
const bounce = (bounceType: string, bounceSubType: string, about?: MessageRef) =>
  ses(
    'Bounce',
    {
      bounce: {
        ...{ bounceType, bounceSubType, timestamp: AT, feedbackId: 'f', reportingMTA: 'dsn; a' },
        bouncedRecipients: [{ emailAddress: 'mei@example.com', diagnosticCode: 'smtp; 550 mei@example.com unknown' }],
      },
    },
    about,
  );
const outcome = (what: object): ReadFeedback =>
  ({ kind: 'outcome', about: REMINDER, channel: 'email', at: parseInstant(AT), ...what }) as ReadFeedback;

describe('an event of SES', () => {
  test.each<[string, ReadFeedback, object]>([
    [
      'a hard bounce',
      bounce('Permanent', 'General'),
      { outcome: 'failed', code: 'bounce_general', trouble: 'bounced' },
    ],
    [
      'one that SES knew of',
      bounce('Permanent', 'OnAccountSuppressionList'),
      { outcome: 'failed', code: 'bounce_on_account_suppression_list', trouble: 'bounced' },
    ],
    ['a full mailbox', bounce('Transient', 'MailboxFull'), { outcome: 'failed', code: 'bounce_mailbox_full' }],
    [
      'one that nobody understands',
      bounce('Undetermined', 'Undetermined'),
      { outcome: 'failed', code: 'bounce_undetermined' },
    ],
    [
      'a delivery',
      ses('Delivery', { delivery: { timestamp: AT, recipients: ['mei@example.com'] } }),
      { outcome: 'delivered', code: 'delivered' },
    ],
    [
      'a complaint',
      ses('Complaint', { complaint: { timestamp: AT, complaintFeedbackType: 'abuse', feedbackId: 'f' } }),
      { code: 'complaint_abuse', trouble: 'complained' },
    ],
    [
      'the contrary of a complaint',
      ses('Complaint', { complaint: { timestamp: AT, complaintFeedbackType: 'not-spam' } }),
      { code: 'complaint_not_spam' },
    ],
    [
      'one that SES knew of',
      ses('Complaint', { complaint: { timestamp: AT, complaintSubType: 'OnAccountSuppressionList' } }),
      { outcome: 'failed', code: 'complaint_suppressed', trouble: 'complained' },
    ],
    [
      'a complaint without a kind',
      ses('Complaint', { complaint: { timestamp: AT, complaintFeedbackType: null } }),
      { code: 'complaint_unspecified', trouble: 'complained' },
    ],
    [
      'a reject',
      ses('Reject', { reject: { reason: 'Bad content' } }),
      { outcome: 'failed', code: 'rejected', at: NOW },
    ],
  ])('given %s, then it says what became of the message, and never the address', (_is, read, what) => {
    expect(read).toEqual(outcome(what));
    expect(JSON.stringify(read)).not.toContain('@');
  });

  test('given one about a notice, then it leads to its renewal', () => {
    expect(bounce('Permanent', 'General', NOTICE)).toMatchObject({ about: NOTICE });
  });

  test.each<[string, ReadFeedback, string]>([
    ['a mail that is none of ours', bounce('Permanent', 'General', { ...REMINDER, contact: 'NOT OURS' }), 'not_ours'],
    ['an event that says nothing', ses('Open', { open: {} }), 'no_news'],
  ])('given %s, then it is ignored', (_is, read, because) => {
    expect(read).toEqual({ kind: 'ignored', because });
  });

  test('given one of a shape that is not known, then somebody has to look, and no address is repeated', () => {
    const strange = () => ses('Bounce', { bounce: { bounceType: 'Odd', to: 'mei@example.com' } });
    expect(strange).toThrow('an SES event Bounce of a shape that is not known');
  });
});

const sms = (
  eventType: string,
  context: Readonly<Record<string, string>> = refTags({ ...REMINDER, claimId: '3d.sms' }),
) =>
  readFeedback(
    {
      ...{ eventType, eventVersion: '1.0', eventTimestamp: Date.parse(AT), isFinal: true },
      ...{ originationPhoneNumber: '+12065550152', destinationPhoneNumber: '+819012345678', isoCountryCode: 'JP' },
      ...{ messageId: 'm', messageType: 'TRANSACTIONAL', messageStatus: 'X', messageStatusDescription: 'x' },
      ...{ context, totalMessageParts: 1, totalMessagePrice: 0.0745, totalCarrierFee: 0 },
    },
    NOW,
  );

describe('an event of End User Messaging', () => {
  test.each([
    ['TEXT_DELIVERED', { outcome: 'delivered', code: 'delivered' }],
    ['TEXT_INVALID', { outcome: 'failed', code: 'invalid', trouble: 'undeliverable' }],
    ['TEXT_UNREACHABLE', { outcome: 'failed', code: 'unreachable' }],
    ['TEXT_CARRIER_UNREACHABLE', { outcome: 'failed', code: 'carrier_unreachable' }],
    ['TEXT_CARRIER_BLOCKED', { outcome: 'failed', code: 'carrier_blocked' }],
    ['TEXT_SPAM', { outcome: 'failed', code: 'spam' }],
    ['TEXT_TTL_EXPIRED', { outcome: 'failed', code: 'ttl_expired' }],
  ])('given %s, then it says what became of the message', (eventType, what) => {
    const about = { ...REMINDER, claimId: '3d.sms' };
    expect(sms(eventType)).toEqual({ kind: 'outcome', about, channel: 'sms', at: parseInstant(AT), ...what });
  });

  test('given that it is on its way, or somebody else’s, then nothing follows', () => {
    expect(sms('TEXT_SENT')).toEqual({ kind: 'ignored', because: 'no_news' });
    expect(sms('TEXT_SUCCESSFUL')).toEqual({ kind: 'ignored', because: 'no_news' });
    expect(sms('TEXT_DELIVERED', {})).toEqual({ kind: 'ignored', because: 'not_ours' });
    expect(sms('VOICE_COMPLETED')).toEqual({ kind: 'ignored', because: 'not_ours' });
  });
});

const inbound = (messageBody: string) =>
  readFeedback(
    {
      ...{ originationNumber: '+819012345678', destinationNumber: '+12065550152', messageKeyword: 'K' },
      ...{ messageBody, inboundMessageId: 'i', previousPublishedMessageId: 'p' },
    },
    NOW,
  );

describe('an SMS that comes in', () => {
  test.each(['STOP', ' stop.', 'Unsubscribe', 'ＳＴＯＰ', '停止', '退订', '수신거부'])(
    'given %p, then they want no more',
    (text) => {
      expect(inbound(text)).toEqual({ kind: 'answer', from: '+819012345678', wish: 'stop' });
    },
  );

  test('given START, then they want it again; given anything else, then no machine guesses', () => {
    expect(inbound('Start')).toEqual({ kind: 'answer', from: '+819012345678', wish: 'start' });
    for (const text of ['When does it stop?', '', 'stop '.repeat(20)])
      expect(inbound(text)).toEqual({ kind: 'ignored', because: 'no_news' });
  });
});

test.each([undefined, null, 'text', 3, [], {}, { Records: [] }])('given %j, then it is none of ours', (event) => {
  expect(readFeedback(event, NOW)).toEqual({ kind: 'ignored', because: 'not_ours' });
});

describe('what a message is about', () => {
  test.each<[MessageRef, 'email' | 'sms']>([
    [REMINDER, 'email'],
    [{ ...REMINDER, claimId: 'd80.sms' }, 'sms'],
    [NOTICE, 'email'],
    [{ kind: 'code', lineId: LINE_ID }, 'sms'],
  ])('given %j, then it comes back from its tags, which both services take', (about, channel) => {
    const tags = refTags(about);
    expect(refFromTags(tags, channel)).toEqual(about);
    expect(Object.keys(tags).length).toBeLessThanOrEqual(5);
    for (const text of Object.entries(tags).flat()) expect(text).toMatch(/^[\w-]{1,256}$/);
  });

  test.each([
    {},
    { kind: 'other' },
    { ...refTags(REMINDER), line: 'short' },
    { ...refTags(REMINDER), version: '-1' },
    { ...refTags(REMINDER), message: 'a.b' },
    { ...refTags(NOTICE), renewal: 'x' },
  ])('given %j, then it is none of ours', (tags) => {
    expect(refFromTags(tags, 'email')).toBeUndefined();
  });
});
