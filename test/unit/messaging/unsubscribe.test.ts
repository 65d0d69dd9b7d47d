import { describe, expect, test } from '@jest/globals';
import { LANGUAGES } from '../../../shared/domain/plan/plan.ts';
import { ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { codeText } from '../../../shared/messaging/code-text.ts';
import { smsSegments } from '../../../shared/messaging/sms-segments.ts';
import { withUnsubscribe } from '../../../shared/messaging/unsubscribe-footer.ts';
import { openUnsubscribe, unsubscribeToken, unsubscribeUrls } from '../../../shared/messaging/unsubscribe-link.ts';
import type { LinkKeys } from '../../../shared/runtime/link-keys.ts';
import { sealToken } from '../../../shared/runtime/signed-token.ts';
import { bound, LINE_ID, later, NOW } from '../domain/given.ts';

const key = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill).toString('base64') });
const KEYS: LinkKeys = [key('1', 1)];
const ORDER = { lineId: LINE_ID, channel: 'sms', contact: 't3k2a0' } as const;
const SITE = 'https://sim.example.com';

describe('a link that unsubscribes', () => {
  test('given any channel, then its token names the line, the channel and the contact', () => {
    for (const channel of ['email', 'sms'] as const) {
      const order = { ...ORDER, channel };
      expect(openUnsubscribe(KEYS, unsubscribeToken(KEYS, order, NOW), NOW)).toEqual(order);
    }
  });

  test('given a mail of years ago, then it still works', () => {
    expect(openUnsubscribe(KEYS, unsubscribeToken(KEYS, ORDER, NOW), later(2_000 * ROLLING_DAY_MS))).toEqual(ORDER);
  });

  test('given another key, another purpose or another body, then it is none', () => {
    const token = unsubscribeToken(KEYS, ORDER, NOW);
    expect(openUnsubscribe([key('1', 2)], token, NOW)).toBeUndefined();
    const sealed = (purpose: 'renew' | 'unsubscribe', body: string) =>
      sealToken(KEYS, purpose, { body, expiresAt: later(1_000) });
    expect(openUnsubscribe(KEYS, sealed('renew', `${LINE_ID}s1`), NOW)).toBeUndefined();
    for (const body of ['', `${LINE_ID}x1`, `${LINE_ID}s`, 'lllllllllllls1'])
      expect(openUnsubscribe(KEYS, sealed('unsubscribe', body), NOW)).toBeUndefined();
    expect(openUnsubscribe(KEYS, '', NOW)).toBeUndefined();
  });

  test('it says nothing of whoever got it, and is short enough for an SMS', async () => {
    const { sms } = bound({ language: 'en', phone: '+819000000002' });
    if (!sms) throw new Error('no number');
    const url = await unsubscribeUrls(
      async () => ({ keys: KEYS }),
      SITE,
      () => NOW,
    )({ lineId: LINE_ID }, 'sms', sms);
    expect(url).toMatch(/^https:\/\/sim\.example\.com\/u\/[\w-]{1,54}$/);
    expect(Buffer.from(url.slice(-53), 'base64url').toString('latin1')).not.toContain('819000000002');
  });
});

describe.each(LANGUAGES)('in %s', (language) => {
  const url = `${SITE}/u/${'x'.repeat(53)}`;

  test('a reminder says how it is called off', () => {
    expect(withUnsubscribe('text', language, url)).toMatch(/^text\n\n.+\nhttps/);
  });

  test('a code is one SMS segment, stands in the subject too, and tells nothing of whose SIM it is', () => {
    const { subject, text } = codeText(language, '012345', 10);
    expect(smsSegments(text).segments).toBe(1);
    for (const each of [subject, text]) expect(each).toContain('012345');
  });
});
