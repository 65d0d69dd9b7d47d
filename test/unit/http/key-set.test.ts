import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type JWK, jwtVerify } from 'jose';
import { instant } from '../../../shared/domain/values/instant.ts';
import { remoteKeys } from '../../../shared/http/key-set.ts';
import { NOW } from '../domain/given.ts';
import { issuer } from './issuer.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

describe('the keys of the issuer', () => {
  let first: Awaited<ReturnType<typeof issuer>>;
  let second: Awaited<ReturnType<typeof issuer>>;
  beforeAll(async () => {
    first = await issuer('key-1');
    second = await issuer('key-2');
  });

  const site: { published: JWK[]; now: number; asked: number; status: number } = {
    published: [],
    now: NOW,
    asked: 0,
    status: 200,
  };
  let keys: ReturnType<typeof remoteKeys>;
  beforeEach(() => {
    Object.assign(site, { published: [first.jwk], now: NOW, asked: 0, status: 200 });
    keys = remoteKeys(
      'https://login.example.com/keys',
      () => instant(site.now),
      async () => {
        site.asked += 1;
        return Response.json({ keys: site.published }, { status: site.status });
      },
    );
  });
  const check = async ({ sign }: typeof first): Promise<string> =>
    jwtVerify(await sign(), keys, { currentDate: new Date(NOW) }).then(
      () => 'good',
      (error) => error.code,
    );

  test('are fetched once for many tokens', async () => {
    expect(await Promise.all([first, first, first].map(check))).toEqual(['good', 'good', 'good']);
    expect(site.asked).toBe(1);
  });

  test('given a new key, then the first token signed with it is taken', async () => {
    await check(first);
    site.published = [first.jwk, second.jwk];
    site.now += MINUTE_MS;
    expect(await Promise.all([second, second].map(check))).toEqual(['good', 'good']);
    expect(site.asked).toBe(2);
  });

  test('given many tokens with unknown keys, then the issuer is asked once in half a minute', async () => {
    for (let count = 0; count < 20; count += 1) expect(await check(second)).toBe('ERR_JWKS_NO_MATCHING_KEY');
    expect(site.asked).toBe(1);
    site.now += 31_000;
    for (let count = 0; count < 20; count += 1) await check(second);
    expect(site.asked).toBe(2);
  });

  test('given a key that was withdrawn, then it is no longer taken ten minutes later', async () => {
    expect(await check(first)).toBe('good');
    site.published = [second.jwk];
    site.now += 10 * MINUTE_MS;
    expect(await check(first)).toBe('ERR_JWKS_NO_MATCHING_KEY');
  });

  test.each([
    ['<html>', 'ERR_JOSE_GENERIC'],
    ['{}', 'ERR_JWKS_INVALID'],
    ['{"keys":[]}', 'ERR_JWKS_NO_MATCHING_KEY'],
  ])('given %s for a key set, then %s', async (body, code) => {
    keys = remoteKeys(
      'https://login.example.com/keys',
      () => NOW,
      async () => new Response(body),
    );
    expect(await check(first)).toBe(code);
  });

  test('given nobody listening, then that is what is told', async () => {
    keys = remoteKeys(
      'http://127.0.0.1:9/keys',
      () => NOW,
      async () => Promise.reject(new TypeError('fetch failed')),
    );
    await expect(jwtVerify(await first.sign(), keys)).rejects.toThrow('fetch failed');
  });

  test('given a clock that was moved ahead and back, then a new key is still found', async () => {
    site.now += 3 * DAY_MS;
    await check(first);
    site.now = NOW;
    site.published = [first.jwk, second.jwk];
    expect(await check(second)).toBe('good');
  });

  describe('given an issuer that fails', () => {
    test('from the start, then each token is a failure of the issuer, until it is back', async () => {
      site.status = 500;
      expect(await check(first)).toBe('ERR_JOSE_GENERIC');
      site.status = 200;
      expect(await check(first)).toBe('good');
    });

    test('later, then known keys serve on for an hour, and it is asked at most twice a minute', async () => {
      await check(first);
      site.status = 500;
      site.now += 20 * MINUTE_MS;
      for (let count = 0; count < 20; count += 1) expect(await check(first)).toBe('good');
      expect(site.asked).toBe(2);
      site.now += 40 * MINUTE_MS;
      expect(await check(first)).toBe('ERR_JOSE_GENERIC');
    });

    test('then an unknown key is not called unknown', async () => {
      await check(first);
      site.status = 500;
      site.now += MINUTE_MS;
      for (let count = 0; count < 20; count += 1) expect(await check(second)).toBe('ERR_JOSE_GENERIC');
      expect(site.asked).toBe(2);
    });
  });
});
