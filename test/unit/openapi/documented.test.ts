import { describe, expect, test } from '@jest/globals';
import { problem } from '../../../shared/http/problem.ts';
import { differences } from '../../documented/documented.ts';

const HEADERS: Readonly<Record<string, string>> = { 'content-type': 'application/json', 'x-request-id': 'r' };
const carrier = { account: 'soracom', state: 'well', text: 'Sold.', windows: [] };

const of = (answer: { status?: number; headers?: Record<string, string>; body: unknown }, path = '/v1/carriers') =>
  differences('GET', path, {
    status: answer.status ?? 200,
    header: (name) => ({ ...HEADERS, ...answer.headers })[name],
    body: answer.body,
  });

describe('an answer that is compared with the document', () => {
  test('may be as it is documented', () => {
    expect(of({ body: { carriers: [carrier] } })).toEqual([]);
  });

  test.each([
    ['a field more', { body: { carriers: [{ ...carrier, revision: 3 }] } }, 'additional'],
    ['a field less', { body: { carriers: [{ ...carrier, text: undefined }] } }, 'text'],
    ['another status', { status: 418, body: {} }, '418'],
    ['another content type', { headers: { 'content-type': 'text/plain' }, body: 'well' }, 'text/plain'],
    ['a time that is none', { body: { carriers: [{ ...carrier, until: 'tomorrow' }] } }, 'date-time'],
    ['a time of another zone', { body: { carriers: [{ ...carrier, until: '2026-11-24T09:00:00+09:00' }] } }, 'Z$'],
  ])('is refused with %s', (_what, answer, why) => {
    expect(of(answer).join()).toContain(why);
  });

  test('is refused with the problem of another route', () => {
    const { statusCode: status = 0, body = '' } = problem('line_not_found', { requestId: 'r' });
    const headers = { 'content-type': 'application/problem+json', 'content-language': 'en' };
    expect(of({ status, headers, body: JSON.parse(body) }, '/v1/lines/MEJP00000001')).toEqual([]);
    expect(of({ status, headers, body: JSON.parse(body) }, '/v1/reviews/R')).not.toEqual([]);
  });

  test('is refused without its headers', () => {
    const { statusCode: status = 0, body = '' } = problem('issuer_unavailable', { requestId: 'r' });
    const headers = { 'content-type': 'application/problem+json', 'content-language': 'en' };
    expect(of({ status, headers, body: JSON.parse(body) })).toEqual(['the header retry-after is missing']);
  });

  test('is refused at an address that is none, but for the problem that says so', () => {
    const { statusCode: status = 0, body = '' } = problem('not_found', { requestId: 'r' });
    expect(of({ status, body: JSON.parse(body) }, '/v2/lines')).toEqual([]);
    expect(of({ body: {} }, '/v2/lines')).not.toEqual([]);
  });
});
