import { describe, expect, test } from '@jest/globals';
import { Refusal } from '../../../shared/errors.ts';
import { jsonBody, MAX_BODY_BYTES, rawBody } from '../../../shared/http/body.ts';
import { chain } from '../../../shared/http/chain.ts';
import { acceptedLanguage } from '../../../shared/http/language.ts';
import { ask, httpEvent, memoryLog } from './http-event.ts';

describe('the chain around every HTTP function', () => {
  test('an answer carries the request id', async () => {
    const handler = chain(memoryLog(), async () => ({ statusCode: 200, headers: { a: 'b' }, body: '{}' }));
    expect((await ask(handler, httpEvent('GET /'))).headers).toEqual({ a: 'b', 'x-request-id': 'request-1' });
  });

  test('a refusal becomes a problem with its stable code, its facts and no more', async () => {
    const log = memoryLog();
    const handler = chain(log, async () => {
      throw new Refusal('preview_outdated', { planVersion: 3 });
    });
    const { status, headers, body } = await ask(handler, httpEvent('POST /v1/renewals'));
    expect([status, headers['content-type']]).toEqual([409, 'application/problem+json']);
    expect(body).toEqual({
      type: 'urn:keizoku:problem:preview_outdated',
      title: 'Preview outdated',
      status: 409,
      detail: expect.stringContaining('Nothing was charged'),
      code: 'preview_outdated',
      requestId: 'request-1',
      planVersion: 3,
    });
    expect(log.entries).toEqual([expect.objectContaining({ level: 'info', message: 'refused' })]);
  });

  test.each([
    ['unauthenticated', 401, 'www-authenticate'],
    ['payment_provider_unavailable', 503, 'retry-after'],
  ] as const)('%s says how to go on', async (code, status, header) => {
    const handler = chain(memoryLog(), async () => {
      throw new Refusal(code);
    });
    const answer = await ask(handler, httpEvent('GET /'));
    expect([answer.status, answer.headers[header]]).toEqual([status, expect.any(String)]);
  });

  test('a defect is a 500 that tells nothing of our insides, and is logged', async () => {
    const log = memoryLog();
    const handler = chain(log, async () => {
      throw new Error('table-1234 is not there');
    });
    const { status, body } = await ask(handler, httpEvent('GET /'));
    expect([status, body.code, JSON.stringify(body)]).toEqual([
      500,
      'internal',
      expect.not.stringContaining('table-1234'),
    ]);
    expect(log.entries[0]?.level).toBe('error');
  });
});

describe('bodies', () => {
  test('text and base64 give the same bytes', () => {
    const text = '{"name":"日本"}';
    const plain = rawBody(httpEvent('POST /', { body: text }), 1_000);
    const encoded = rawBody(httpEvent('POST /', { body: Buffer.from(text).toString('base64'), base64: true }), 1_000);
    expect([plain, encoded]).toEqual([Buffer.from(text), Buffer.from(text)]);
  });

  test.each([
    ['none', {}, 'body_not_json'],
    ['no JSON', { body: '{"a":' }, 'body_not_json'],
    ['no JSON in base64', { body: Buffer.from('x').toString('base64'), base64: true }, 'body_not_json'],
    ['one that is too large', { body: JSON.stringify('x'.repeat(MAX_BODY_BYTES)) }, 'body_too_large'],
    [
      'one whose characters are few and whose bytes are many',
      { body: JSON.stringify('界'.repeat(6_000)) },
      'body_too_large',
    ],
  ])('%s is refused', (_name, request, code) => {
    expect(() => jsonBody(httpEvent('POST /', request))).toThrow(expect.objectContaining({ code }));
  });
});

describe('the language of an answer', () => {
  test.each([
    [undefined, 'en'],
    ['', 'en'],
    ['ja', 'ja'],
    ['ja-JP,ja;q=0.9,en;q=0.8', 'ja'],
    ['zh-TW,zh;q=0.9', 'zh-CN'],
    ['zh-CN', 'zh-CN'],
    ['ko;q=1, ja;q=0.5, en;q=0.7', 'en'],
    ['fr, *;q=0.1', 'en'],
    ['ja;q=0, en', 'en'],
    [';;;,,,=', 'en'],
  ])('%s → %s', (header, language) => {
    expect(acceptedLanguage(header)).toBe(language);
  });
});
