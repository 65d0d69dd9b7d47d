import { describe, expect, test } from '@jest/globals';
import { matchRoute } from '../../../local/cloud/http-api/routes.ts';

const routes = [
  'GET /v1/lines/{lineId}',
  'GET /v1/lines/mine',
  'ANY /v1/lines/{lineId}',
  'GET /v1/{rest+}',
  '$default',
  'POST /v1/renewals',
].map((key) => ({ key, target: key }));

describe('routes of an HTTP API', () => {
  test.each([
    ['GET', '/v1/lines/mine', 'GET /v1/lines/mine', {}],
    ['GET', '/v1/lines/A%20B', 'GET /v1/lines/{lineId}', { lineId: 'A B' }],
    ['DELETE', '/v1/lines/X', 'ANY /v1/lines/{lineId}', { lineId: 'X' }],
    ['GET', '/v1/lines/X/more', 'GET /v1/{rest+}', { rest: 'lines/X/more' }],
    ['POST', '/v1/renewals', 'POST /v1/renewals', {}],
    ['POST', '/v1/renewals/', '$default', {}],
    ['GET', '/v1/lines/%E0%A4%A', 'GET /v1/lines/{lineId}', { lineId: '%E0%A4%A' }],
    ['GET', '/', '$default', {}],
  ])('%s %s → %s', (method, path, key, pathParameters) => {
    const match = matchRoute(routes, method, path);
    expect(match?.route.key).toBe(key);
    expect(match?.pathParameters).toEqual(pathParameters);
  });

  test('without $default there may be no route', () => {
    expect(matchRoute([{ key: 'GET /a', target: 1 }], 'GET', '/b')).toBeUndefined();
    expect(matchRoute([{ key: 'GET /a', target: 1 }], 'PUT', '/a')).toBeUndefined();
  });
});
