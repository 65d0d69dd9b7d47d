import { describe, expect, test } from '@jest/globals';
import { isAcknowledged, isAsWanted, textOf } from '../../webhooks/runner/acknowledged.ts';
import { type Acknowledgement, readFolder } from '../../webhooks/runner/folder.ts';
import { lambdaEvent, SHAPES } from '../../webhooks/runner/lambda-events.ts';

const json = (resultStatus: string) => JSON.stringify({ result: { resultStatus } });
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('given an answer, when a provider reads it, then it counts as delivered or not', () => {
  test.each([
    ['stripe', { statusCode: 200 }, true],
    ['stripe', { statusCode: 299 }, true],
    ['stripe', { statusCode: 300 }, false],
    ['stripe', { statusCode: 199 }, false],
    ['paypal', { statusCode: 204 }, true],
    ['komoju', { statusCode: 404 }, false],
    ['square', { statusCode: 500 }, false],
    ['alipay', { statusCode: 200, body: 'success' }, true],
    ['alipay', { statusCode: 200, body: base64('success'), isBase64Encoded: true }, true],
    ['alipay', { statusCode: 200, body: 'success\n' }, false],
    ['alipay', { statusCode: 200, body: 'fail' }, false],
    ['alipay', { statusCode: 201, body: 'success' }, false],
    ['antom', { statusCode: 200, body: json('S') }, true],
    ['antom', { statusCode: 200, body: json('F') }, false],
    ['antom', { statusCode: 201, body: json('S') }, false],
    ['antom', { statusCode: 200, body: 'S' }, false],
    ['antom', { statusCode: 200 }, false],
    ['wechat', { statusCode: 200 }, true],
    ['wechat', { statusCode: 204 }, true],
    ['wechat', { statusCode: 201 }, false],
  ] as const)('%s: %j', (provider, answer, is) => {
    expect(isAcknowledged(provider, answer)).toBe(is);
  });

  test.each<[Acknowledgement, number, boolean]>([
    ['ok', 200, true],
    ['ok', 400, false],
    ['reject', 400, true],
    ['reject', 499, true],
    ['reject', 500, false],
    ['reject', 200, false],
    ['reject-any', 500, true],
    ['reject-any', 400, true],
    ['reject-any', 200, false],
    ['any', 200, true],
    ['any', 599, true],
  ])('wanted %s, answered %d: %s', (wanted, statusCode, is) => {
    expect(isAsWanted(wanted, 'stripe', { statusCode })).toBe(is);
  });

  test('a body of any kind can be shown', () => {
    expect([textOf({ statusCode: 200 }), textOf({ statusCode: 200, body: { a: 1 } })]).toEqual(['""', '{"a":1}']);
  });
});

describe('given a raw request, when it is put into the shapes of Lambda events', () => {
  const bytes = Buffer.from('{"名":1}\r\n');
  const request = {
    method: 'POST',
    path: '/webhooks/x',
    headers: [
      ['X-Name-ID', 'one'],
      ['content-TYPE', 'application/json'],
      ['x-name-id', 'two'],
    ],
    body_b64: bytes.toString('base64'),
  } as const;
  type Event = {
    version?: string;
    rawPath?: string;
    path?: string;
    headers: Record<string, string>;
    multiValueHeaders?: Record<string, string[]>;
    body: string;
    isBase64Encoded: boolean;
  };
  const inShape = (shape: (typeof SHAPES)[number]) => lambdaEvent(shape, request) as Event;

  test.each(SHAPES)('then %s carries the exact bytes and the public path', (shape) => {
    const { body, isBase64Encoded, rawPath, path } = inShape(shape);
    expect(isBase64Encoded).toBe(shape.endsWith('base64'));
    expect(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')).toEqual(bytes);
    expect(rawPath ?? path).toBe('/webhooks/x');
  });

  test.each([
    ['v2', { 'x-name-id': 'one,two', 'content-type': 'application/json' }],
    ['v2-base64', { 'x-name-id': 'one,two', 'content-type': 'application/json' }],
    ['v1', { 'X-Name-Id': 'two', 'Content-Type': 'application/json' }],
    ['v1-upper', { 'X-NAME-ID': 'two', 'CONTENT-TYPE': 'application/json' }],
    ['v1-lower-base64', { 'x-name-id': 'two', 'content-type': 'application/json' }],
  ] as const)('then %s writes headers in its way', (shape, headers) => {
    expect(inShape(shape).headers).toEqual(headers);
  });

  test('then payload 1.0 keeps every value of a repeated header, and only 2.0 says its version', () => {
    expect(inShape('v1').multiValueHeaders?.['X-Name-Id']).toEqual(['one', 'two']);
    expect([inShape('v1').version, inShape('v2').version]).toEqual([undefined, '2.0']);
  });
});

test('given no folder, when it is read, then the error says so', () => {
  expect(() => readFolder('/nowhere')).toThrow('there is no folder /nowhere');
});
