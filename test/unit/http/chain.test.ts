import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { Refusal } from '../../../shared/errors.ts';
import { jsonBody, MAX_BODY_BYTES, rawBody } from '../../../shared/http/body.ts';
import { chain } from '../../../shared/http/chain.ts';
import { acceptedLanguage } from '../../../shared/http/language.ts';
import { parse } from '../../../shared/http/parse.ts';
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
    const { status, headers, body } = await ask(handler, httpEvent('POST /v1/things'));
    expect([status, headers['content-type']]).toEqual([409, 'application/problem+json']);
    expect(body).toEqual({
      type: 'urn:keizoku:problem:preview_outdated',
      title: 'Preview outdated',
      status: 409,
      detail: expect.stringContaining('Nothing was charged'),
      nextStep: 'Look at a new preview first.',
      code: 'preview_outdated',
      requestId: 'request-1',
      planVersion: 3,
    });
    expect(log.entries).toEqual([expect.objectContaining({ level: 'info', message: 'refused' })]);
  });

  test('a refusal in the words of somebody else carries the request id as well', async () => {
    const refuse = async () => {
      throw new Refusal('bad_signature');
    };
    const handler = chain(memoryLog(), refuse, ({ statusCode }) => ({ statusCode, body: '"fail"' }));
    expect((await ask(handler, httpEvent('POST /'))).headers).toEqual({ 'x-request-id': 'request-1' });
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

  test('facts never replace what makes the problem', async () => {
    const handler = chain(memoryLog(), async () => {
      throw new Refusal('preview_outdated', { code: 'x', status: 200, requestId: 'y' });
    });
    const { body } = await ask(handler, httpEvent('GET /'));
    expect(body).toMatchObject({ code: 'preview_outdated', status: 409, requestId: 'request-1' });
  });

  test('an outage elsewhere is logged with its cause; what a caller did wrong is not', async () => {
    const log = memoryLog();
    const cause = new TypeError('fetch failed');
    const refusals = [new Refusal('issuer_unavailable', {}, { cause }), new Refusal('unauthenticated', {}, { cause })];
    const handler = chain(log, async () => {
      throw refusals.shift();
    });
    await ask(handler, httpEvent('GET /'));
    await ask(handler, httpEvent('GET /'));
    expect(log.entries).toEqual([
      {
        level: 'warn',
        message: 'unavailable',
        facts: expect.objectContaining({ code: 'issuer_unavailable', error: cause }),
      },
      { level: 'info', message: 'refused', facts: expect.not.objectContaining({ error: expect.anything() }) },
    ]);
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
    [
      'bytes that are no UTF-8',
      { body: Buffer.from('{"a":"\xff"}', 'latin1').toString('base64'), base64: true },
      'body_not_json',
    ],
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

describe('a request that does not fit', () => {
  const schema = z.strictObject({ a: z.string(), b: z.optional(z.strictObject({ c: z.number() })) });
  const errorsOf = (value: unknown): unknown => {
    try {
      return parse(schema, value);
    } catch (error) {
      return (error as Refusal).details['errors'];
    }
  };

  test.each<[unknown, unknown]>([
    [{}, [{ field: 'a', problem: 'invalid_type' }]],
    [[], [{ field: 'body', problem: 'invalid_type' }]],
    [
      { a: 1, b: { c: 'secret' } },
      [
        { field: 'a', problem: 'invalid_type' },
        { field: 'b.c', problem: 'invalid_type' },
      ],
    ],
    [
      { a: 'x', d: 1, b: { c: 1, e: 2 } },
      [
        { field: 'b.e', problem: 'unrecognized_keys' },
        { field: 'd', problem: 'unrecognized_keys' },
      ],
    ],
    [JSON.parse('{"a":"x","__proto__":{}}'), [{ field: '__proto__', problem: 'unrecognized_keys' }]],
  ])('%j names its fields, never their values', (value, errors) => {
    expect(errorsOf(value)).toEqual(errors);
  });

  test('the answer stays small, however much is wrong', () => {
    const value = Object.fromEntries(Array.from({ length: 500 }, (_none, index) => [`${'x'.repeat(500)}${index}`, 1]));
    expect(JSON.stringify(errorsOf({ a: 'x', ...value })).length).toBeLessThan(3_000);
  });
});

describe('the language of an answer', () => {
  test.each([
    [undefined, 'en'],
    ['', 'en'],
    ['ja', 'ja'],
    ['ja-JP,ja;q=0.9,en;q=0.8', 'ja'],
    ['zh-CN', 'zh-CN'],
    ['zh', 'zh-CN'],
    ['zh-SG', 'zh-CN'],
    ['zh-Hans', 'zh-CN'],
    ['zh-Hans-HK', 'zh-CN'],
    ['zh-TW,zh;q=0.9', 'zh-TW'],
    ['zh-tw', 'zh-TW'],
    ['zh-HK, zh-CN;q=0.8', 'zh-TW'],
    ['zh-MO', 'zh-TW'],
    ['zh-Hant', 'zh-TW'],
    ['zh-Hant-CN', 'zh-TW'],
    ['zh-CN, zh-TW;q=0.9', 'zh-CN'],
    ['ko', 'ko'],
    ['ko-KR,ko;q=0.9,en;q=0.8', 'ko'],
    ['kok, en', 'en'],
    ['en-GB', 'en'],
    ['fr;q=1, ja;q=0.5, en;q=0.7', 'en'],
    ['fr, *;q=0.1', 'en'],
    ['ja;q=0, en', 'en'],
    [';;;,,,=', 'en'],
  ])('%s → %s', (header, language) => {
    expect(acceptedLanguage(header)).toBe(language);
  });
});
