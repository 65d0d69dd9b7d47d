import { describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { unsubscribe } from '../../../functions/unsubscribe/handler.ts';
import { PAGE_WORDS } from '../../../functions/unsubscribe/words.ts';
import { followUnsubscribe } from '../../../shared/app/contacts/subscription.ts';
import { contactVersion } from '../../../shared/domain/contact/contact.ts';
import { LANGUAGES } from '../../../shared/domain/plan/plan.ts';
import { lineId } from '../../../shared/domain/values/ids.ts';
import { openUnsubscribe, unsubscribeToken } from '../../../shared/messaging/unsubscribe-link.ts';
import { escapeHtml } from '../../../shared/runtime/escape-html.ts';
import type { LinkKeys } from '../../../shared/runtime/link-keys.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import { aLine, bound, LINE_ID, later, NOW } from '../domain/given.ts';
import { httpEvent, memoryLog } from '../http/http-event.ts';

const KEYS: LinkKeys = [{ id: '1', key: Buffer.alloc(32, 1).toString('base64') }];
const CONTACTS = bound({ language: 'ja', email: 'mei@example.com' });
if (!CONTACTS.email) throw new Error('no e-mail');
const ORDER = { lineId: LINE_ID, channel: 'email', contact: contactVersion(CONTACTS.email) } as const;
const TOKEN = unsubscribeToken(KEYS, ORDER, NOW);

const world = async (contacts = CONTACTS) => {
  const store = memoryStore();
  await store.addLine(aLine({ contacts }));
  const handler = unsubscribe({
    open: async (token) => openUnsubscribe(KEYS, token, NOW),
    line: store.line,
    follow: followUnsubscribe({ store, clock: () => later(1_000) }),
    log: memoryLog(),
  });
  const send = async (method: string, token = TOKEN, body?: string): Promise<APIGatewayProxyStructuredResultV2> =>
    (await handler(
      httpEvent(`${method} /u/{token}`, {
        parameters: { token },
        headers: { 'accept-language': 'ko' },
        ...(body !== undefined && { body }),
      }),
      {} as Context,
    )) as APIGatewayProxyStructuredResultV2;
  return { send, email: async () => (await store.line(LINE_ID))?.contacts.email };
};

describe('the link of a message', () => {
  test('when it is followed, then there is a button and nothing has changed: scanners follow links too', async () => {
    const { send, email } = await world();
    const { statusCode, body, headers } = await send('GET');
    expect([statusCode, headers?.['content-language']]).toEqual([200, 'ja']);
    expect(body).toContain('<form method="post"><button name="List-Unsubscribe" value="One-Click">停止する</button>');
    expect((await email())?.unsubscribedAt).toBeUndefined();
  });

  test.each([
    ['the button is pressed', 'List-Unsubscribe=One-Click'],
    ['a mail program posts', 'List-Unsubscribe=One-Click'],
    ['a multipart body comes', '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click'],
    ['no body comes', undefined],
  ])('when %s, then reminders are called off, once', async (_how, body) => {
    const { send, email } = await world();
    for (let times = 0; times < 2; times += 1) {
      const answer = await send('POST', TOKEN, body);
      expect([answer.statusCode, answer.body]).toEqual([200, expect.stringContaining('停止しました')]);
    }
    expect((await email())?.unsubscribedAt).toBe(later(1_000));
  });

  test('given one whose address was replaced, then its owner is told that nothing goes there, and the new one stays', async () => {
    const { send, email } = await world(bound({ language: 'ja', email: 'new@example.com' }));
    const old = unsubscribeToken(KEYS, { ...ORDER, contact: '1' }, NOW);
    expect((await send('POST', old)).statusCode).toBe(200);
    expect((await email())?.unsubscribedAt).toBeUndefined();
  });

  test.each([
    ['a changed one', `${TOKEN.slice(0, -1)}_`],
    ['none', ''],
    ['one of another key', unsubscribeToken([{ id: '1', key: Buffer.alloc(32, 2).toString('base64') }], ORDER, NOW)],
    ['one of a line that is gone', unsubscribeToken(KEYS, { ...ORDER, lineId: lineId('FAB000000000') }, NOW)],
  ])('given %s, then it says so in the language of whoever asks, and changes nothing', async (_what, token) => {
    const { send, email } = await world();
    for (const method of ['GET', 'POST']) {
      const { statusCode, body } = await send(method, token);
      expect([statusCode, body]).toEqual([404, expect.stringContaining(PAGE_WORDS.ko.invalid)]);
    }
    expect((await email())?.unsubscribedAt).toBeUndefined();
  });

  test('its pages say nothing of anybody, load nothing and are not kept', async () => {
    const { send } = await world();
    for (const method of ['GET', 'POST']) {
      const { body = '', headers } = await send(method);
      for (const secret of ['mei@', LINE_ID, TOKEN]) expect(body).not.toContain(secret);
      expect(body).not.toMatch(/src=|href=|<script/);
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      });
    }
  });

  test.each(LANGUAGES)('speaks %s', async (language) => {
    const { send } = await world({ ...CONTACTS, language });
    expect((await send('GET')).body).toContain(escapeHtml(PAGE_WORDS[language].ask.email));
    expect((await send('POST')).body).toContain(escapeHtml(PAGE_WORDS[language].done.email));
  });
});
