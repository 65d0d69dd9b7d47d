import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { apiDocs } from '../../../functions/api-docs/handler.ts';
import { page } from '../../../functions/api-docs/page.ts';
import { openApiDocument } from '../../../openapi/document.ts';
import { EN } from '../../../shared/http/problem-texts/en.ts';
import { httpEvent, memoryLog } from '../http/http-event.ts';

const document = JSON.parse(JSON.stringify(openApiDocument()));
const handler = apiDocs({ document, log: memoryLog() });
const get = async (path: string, headers: Record<string, string> = {}) =>
  (await handler(httpEvent(`GET ${path}`, { headers }), {} as Context)) as APIGatewayProxyStructuredResultV2;

describe('the documentation, served', () => {
  test('the document is the one that is kept', async () => {
    const { statusCode, headers, body = '' } = await get('/openapi.json');
    expect([statusCode, headers?.['content-type']]).toEqual([200, 'application/json']);
    expect(JSON.parse(body)).toEqual(document);
  });

  test.each(['/openapi.json', '/docs'])(
    '%s is kept by caches, and sent again only when it has changed',
    async (path) => {
      const { headers = {} } = await get(path);
      expect(headers['cache-control']).toMatch(/^public, max-age=\d+$/);
      const again = await get(path, { 'If-None-Match': `"other", ${headers['etag']}` });
      expect(again).toMatchObject({ statusCode: 304, headers: { etag: headers['etag'], 'x-request-id': 'request-1' } });
      expect(again.body).toBeUndefined();
      expect((await get(path, { 'if-none-match': 'W/"other"' })).statusCode).toBe(200);
    },
  );

  test.each([
    ['gzip, deflate, br', true],
    ['br', false],
    ['gzip;q=0, br', false],
  ])('whoever takes %s gets it compressed: %s', async (accepted, isCompressed) => {
    const plain = await get('/docs');
    const { headers, body = '', isBase64Encoded } = await get('/docs', { 'accept-encoding': accepted });
    expect([headers?.['content-encoding'] === 'gzip', isBase64Encoded === true]).toEqual([isCompressed, isCompressed]);
    expect(isCompressed ? gunzipSync(Buffer.from(body, 'base64')).toString() : body).toBe(plain.body);
  });

  test('anything else is not here', async () => {
    expect((await get('/docs/')).statusCode).toBe(404);
  });
});

describe('the page', () => {
  const html = page(document);

  test('shows every route, every shape and every problem', () => {
    for (const item of Object.values<Record<string, { operationId: string }>>(document.paths))
      for (const { operationId } of Object.values(item)) expect(html).toContain(`<article id="${operationId}">`);
    for (const name of Object.keys(document.components.schemas)) expect(html).toContain(`id="schema-${name}"`);
    for (const code of Object.keys(EN).filter((each) => each !== 'unknown_payment'))
      expect(html).toContain(`<code>${code}</code>`);
  });

  test('every link leads to something in it', () => {
    const links = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.length).toBeGreaterThan(100);
    expect(links.filter((id) => !html.includes(` id="${id}"`))).toEqual([]);
  });

  test('loads nothing from elsewhere and runs nothing', () => {
    expect(html).not.toMatch(/<script|<link|<img|<iframe|\bsrc=|@import|url\(|\son\w+=/i);
    expect([...html.matchAll(/href="([^#"][^"]*)"/g)].map(([, href]) => href)).toEqual(['openapi.json']);
  });

  test('a text is a text, whatever is in it', () => {
    const hostile = { ...document, info: { ...document.info, title: '<script>alert(1)</script>' } };
    expect(page(hostile)).not.toContain('<script>');
  });
});
