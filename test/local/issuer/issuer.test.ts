import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { createIssuer } from '../../../local/issuer/issuer.ts';
import { PEOPLE } from '../../../local/seed/people.ts';
import { type RunningSimulator, serveSimulator } from '../../../local/simulators/simulator.ts';
import { instant, parseInstant } from '../../../shared/domain/values/instant.ts';
import { remoteKeys } from '../../../shared/http/key-set.ts';
import { verifyToken } from '../../../shared/http/token.ts';

const AUDIENCE = 'keizoku-test';
const ISSUER = 'http://issuer.example.com';
const API = 'http://127.0.0.1:4242';
const NOW = parseInstant('2030-01-01T00:00:00.999Z');
const HOUR_MS = 3_600_000;
/** What the API's own check tolerates. */
const TOLERANCE_MS = 5_000;

let folder: string;
let recordsFile: string;
let issuer: RunningSimulator;
let now: number;

const start = () =>
  serveSimulator(createIssuer({ issuerUrl: () => ISSUER, audience: AUDIENCE, apiUrl: () => API }), {
    port: 0,
    recordsFile,
    now: () => now,
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'issuer-'));
  recordsFile = join(folder, 'issuer.sqlite');
  now = NOW;
  issuer = await start();
});
afterEach(async () => {
  await issuer.close();
  rmSync(folder, { recursive: true });
});

const ask = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${issuer.url}/token`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });

const tokenOf = async (sub: string): Promise<string> =>
  ((await (await ask(JSON.stringify({ sub }))).json()) as { access_token: string }).access_token;

/** The product's own check, with the keys that the issuer publishes over HTTP. */
const verify = (token: string, at: number, audience = AUDIENCE) => {
  const clock = () => instant(at);
  const keys = remoteKeys(`${issuer.url}/.well-known/jwks.json`, clock);
  return verifyToken({ issuer: ISSUER, audience, keys }, clock)(`Bearer ${token}`);
};

describe('POST /token', () => {
  test('given somebody who works for the brand, then the token says so', async () => {
    await expect(verify(await tokenOf('support'), NOW)).resolves.toEqual({ person: 'support', roles: ['staff'] });
  });

  test.each(PEOPLE.map(({ sub }) => sub))('given %s, then a token that the API takes', async (sub) => {
    const response = await ask(JSON.stringify({ sub }));
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const body = (await response.json()) as Record<string, unknown>;
    expect(body).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 3600 });
    await expect(verify(String(body['access_token']), NOW)).resolves.toEqual({ person: sub, roles: [] });
  });

  test('given a token, when an hour of the movable clock has passed, then it is refused', async () => {
    const token = await tokenOf('mei');
    await expect(verify(token, NOW + HOUR_MS - 2_000)).resolves.toEqual({ person: 'mei', roles: [] });
    await expect(verify(token, NOW + HOUR_MS + TOLERANCE_MS)).rejects.toThrow('unauthenticated');
    now = NOW + 3 * 24 * HOUR_MS;
    await expect(verify(await tokenOf('mei'), now)).resolves.toEqual({ person: 'mei', roles: [] });
  });

  test('given a token for this audience, then another audience refuses it', async () => {
    await expect(verify(await tokenOf('mei'), NOW, 'another')).rejects.toThrow('unauthenticated');
  });

  test.each([
    ['{"sub":"stranger"}', 'unknown_person'],
    ['{"sub":""}', 'unknown_person'],
    ['{"sub":7}', 'invalid_request'],
    ['{}', 'invalid_request'],
    ['not json', 'invalid_request'],
    ['', 'invalid_request'],
  ])('given %s, then 400 %s', async (body, error) => {
    const response = await ask(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error, error_description: expect.stringMatching(/\w/) });
  });
});

describe('the key', () => {
  const keySet = async () => (await fetch(`${issuer.url}/.well-known/jwks.json`)).json() as Promise<JSONWebKeySet>;

  test('survives a restart: a token of before is still good', async () => {
    const token = await tokenOf('kenji');
    const before = await keySet();
    await issuer.close();
    issuer = await start();
    expect(await keySet()).toEqual(before);
    await expect(verify(token, NOW)).resolves.toEqual({ person: 'kenji', roles: [] });
  });

  test('is published without its private half', async () => {
    const { keys } = await keySet();
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0] ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    expect(() => createLocalJWKSet({ keys })).not.toThrow();
  });

  test('another installation has another key', async () => {
    const token = await tokenOf('mei');
    await issuer.close();
    recordsFile = ':memory:';
    issuer = await start();
    await expect(verify(token, NOW)).rejects.toThrow('unauthenticated');
  });

  test('is found through the discovery document', async () => {
    const document = await (await fetch(`${issuer.url}/.well-known/openid-configuration`)).json();
    expect(document).toMatchObject({ issuer: ISSUER, jwks_uri: `${ISSUER}/.well-known/jwks.json` });
  });
});

describe('people', () => {
  test('are listed with their lines', async () => {
    const people = await (await fetch(`${issuer.url}/people`)).json();
    expect(people).toEqual([
      {
        sub: 'mei',
        name: expect.any(String),
        language: 'zh-CN',
        lineIds: expect.arrayContaining(['MEJP00000001', 'MEJPMAN00001']),
      },
      { sub: 'kenji', name: expect.any(String), language: 'ja', lineIds: ['KENJ00000001'] },
      { sub: 'anna', name: expect.any(String), language: 'en', lineIds: expect.arrayContaining(['ANNA00000001']) },
    ]);
  });

  test('have a button each, which shows a token that works and a command line', async () => {
    expect(await (await fetch(issuer.url)).text()).toContain('value="kenji"');
    const page = await fetch(issuer.url, { method: 'POST', body: new URLSearchParams({ sub: 'kenji' }) });
    const text = await page.text();
    const [, token = ''] = /Authorization: Bearer ([\w.-]+)/.exec(text) ?? [];
    await expect(verify(token, NOW)).resolves.toEqual({ person: 'kenji', roles: [] });
    expect(text).toContain(`${API}/v1/lines/KENJ00000001`);
  });

  test('who are not there get no token from the page', async () => {
    const page = await fetch(issuer.url, { method: 'POST', body: new URLSearchParams({ sub: '<script>' }) });
    expect(page.status).toBe(400);
    expect(await page.text()).not.toMatch(/Bearer|<script>/);
  });
});

describe('other pages', () => {
  test.each([
    ['http://127.0.0.1:4242', 'http://127.0.0.1:4242'],
    ['http://localhost:4242', 'http://localhost:4242'],
    ['https://example.com', null],
    ['http://127.0.0.1.example.com', null],
  ])('from %s may read: %s', async (origin, allowed) => {
    const response = await ask('{"sub":"mei"}', { origin });
    expect(response.headers.get('access-control-allow-origin')).toBe(allowed);
    const preflight = await fetch(`${issuer.url}/token`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBe(allowed);
  });
});
