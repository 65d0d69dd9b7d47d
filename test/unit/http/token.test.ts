import { beforeAll, describe, expect, test } from '@jest/globals';
import { errors } from 'jose';
import { instant, plusMs } from '../../../shared/domain/values/instant.ts';
import { verifyToken } from '../../../shared/http/token.ts';
import { NOW } from '../domain/given.ts';
import { AUDIENCE, claims, ISSUER, issuer, part, TOKEN_LIFE_MS } from './issuer.ts';

type Issuer = Awaited<ReturnType<typeof issuer>>;

describe('the bearer token', () => {
  let good: Issuer;
  let stranger: Issuer;
  beforeAll(async () => {
    good = await issuer();
    stranger = await issuer();
  });

  const verify = (authorization: string | undefined, now = NOW, keys = good.keys) =>
    verifyToken({ issuer: ISSUER, audience: AUDIENCE, keys }, () => now)(authorization);

  test.each<[string, unknown, readonly string[]]>([
    ['one', ['staff'], ['staff']],
    ['several, and what is no text', ['staff', 7, 'clerk'], ['staff', 'clerk']],
    ['a text instead of a list', 'staff', []],
  ])('given roles in it (%s), then they come along', async (_name, roles, expected) => {
    const token = await good.sign({ roles } as never);
    expect(await verify(`Bearer ${token}`)).toEqual({ person: 'mei', roles: expected });
  });

  test('given one of the issuer, then the subject is who is calling', async () => {
    expect(await verify(`Bearer ${await good.sign()}`)).toEqual({ person: 'mei', roles: [] });
  });

  test.each(['bearer', 'BEARER'])('the scheme is taken in any case: %s', async (scheme) => {
    expect(await verify(`${scheme} ${await good.sign()}`)).toEqual({ person: 'mei', roles: [] });
  });

  test('more than one space may follow the scheme (RFC 9110, 11.4)', async () => {
    expect(await verify(`Bearer   ${await good.sign()}`)).toEqual({ person: 'mei', roles: [] });
  });

  test('given several audiences with ours among them, then it is taken', async () => {
    expect(await verify(`Bearer ${await good.sign({ aud: ['other', AUDIENCE] })}`)).toEqual({
      person: 'mei',
      roles: [],
    });
  });

  test('given RS256, then it is taken', async () => {
    const rsa = await issuer('rsa', 'RS256');
    expect(await verify(`Bearer ${await rsa.sign()}`, NOW, rsa.keys)).toEqual({ person: 'mei', roles: [] });
  });

  const signature = Buffer.alloc(64).toString('base64url');
  const refused: readonly (readonly [string, () => Promise<string | undefined> | string | undefined])[] = [
    ['no header', () => undefined],
    ['an empty header', () => ''],
    ['another scheme', () => 'Basic bWVpOm1laQ=='],
    ['no token', () => 'Bearer '],
    ['no JWT', () => 'Bearer nonsense'],
    ['two tokens', async () => `Bearer ${await good.sign()},Bearer ${await good.sign()}`],
    ['trailing text', async () => `Bearer ${await good.sign()} x`],
    ['a header that is not JSON', () => `Bearer AAAA.${part(claims())}.${signature}`],
    ['a header that is no object', () => `Bearer ${part([])}.${part(claims())}.${signature}`],
    ['a payload that is not JSON', () => `Bearer ${part({ alg: 'ES256', kid: 'key-1' })}.AAAA.${signature}`],
    ['no algorithm', () => `Bearer ${part({ kid: 'key-1' })}.${part(claims())}.${signature}`],
    ['an algorithm that is no text', () => `Bearer ${part({ alg: 7, kid: 'key-1' })}.${part(claims())}.${signature}`],
    ['the algorithm none', () => `Bearer ${part({ alg: 'none', kid: 'key-1' })}.${part(claims())}.`],
    ['none with a signature', () => `Bearer ${part({ alg: 'none', kid: 'key-1' })}.${part(claims())}.${signature}`],
    ['HS256 with the public key', async () => `Bearer ${await good.signWithPublicKeyAsSecret()}`],
    ['RS256 for an EC key', () => `Bearer ${part({ alg: 'RS256', kid: 'key-1' })}.${part(claims())}.${signature}`],
    ['a key id that is no text', () => `Bearer ${part({ alg: 'ES256', kid: {} })}.${part(claims())}.${signature}`],
    ['an unknown key id', async () => `Bearer ${await good.sign({}, { kid: 'key-2' })}`],
    ["a stranger's key under a known id", async () => `Bearer ${await stranger.sign()}`],
    ['a signature of another length', () => `Bearer ${part({ alg: 'ES256', kid: 'key-1' })}.${part(claims())}.AAAA`],
    ['a changed payload', async () => withPayload(await good.sign(), claims({ sub: 'kenji' }))],
    [
      'an unknown critical extension',
      () => `Bearer ${part({ alg: 'ES256', kid: 'key-1', crit: ['b64'], b64: false })}.${part(claims())}.${signature}`,
    ],
    ['another issuer', async () => `Bearer ${await good.sign({ iss: 'https://evil.example.com' })}`],
    ['the issuer as a list', async () => `Bearer ${await good.sign({ iss: [ISSUER] as never })}`],
    ['another audience', async () => `Bearer ${await good.sign({ aud: 'another' })}`],
    ['no audience', async () => `Bearer ${await good.sign({ aud: undefined as never })}`],
    ['no expiry', async () => `Bearer ${await good.sign({ exp: undefined as never })}`],
    ['no subject', async () => `Bearer ${await good.sign({ sub: undefined as never })}`],
    ['an empty subject', async () => `Bearer ${await good.sign({ sub: '' })}`],
    ['a subject with a line break', async () => `Bearer ${await good.sign({ sub: 'mei\nkey' })}`],
    ['a subject that is a list', async () => `Bearer ${await good.sign({ sub: ['mei'] as never })}`],
    ['a subject that is a number', async () => `Bearer ${await good.sign({ sub: 7 as never })}`],
    ['a token not valid yet', async () => `Bearer ${await good.sign({ nbf: Math.floor(NOW / 1_000) + 60 })}`],
  ];

  test.each(refused)('given %s, then the call is refused', async (_name, authorization) => {
    await expect(verify(await authorization())).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('it ends with its expiry, five seconds of tolerance included', async () => {
    const authorization = `Bearer ${await good.sign()}`;
    expect(await verify(authorization, plusMs(NOW, TOKEN_LIFE_MS + 4_000))).toEqual({ person: 'mei', roles: [] });
    await expect(verify(authorization, plusMs(NOW, TOKEN_LIFE_MS + 6_000))).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  test.each([
    ['a lost connection', new TypeError('fetch failed')],
    ['another status than 200', new errors.JOSEError('Expected 200 OK from the JSON Web Key Set HTTP response')],
    ['no answer in time', new errors.JWKSTimeout()],
    ['a broken key set', new errors.JWKSInvalid()],
    ['a broken key', new errors.JWKInvalid()],
    ['a number out of range in it', new RangeError('x')],
  ])('given %s at the issuer, then nobody is let in and nobody is told to log in again', async (_name, failure) => {
    const keys = () => Promise.reject(failure);
    await expect(verify(`Bearer ${await good.sign()}`, NOW, keys as never)).rejects.toMatchObject({
      code: 'issuer_unavailable',
      cause: failure,
    });
  });

  test('given a clock far from the machine clock, then that clock decides', async () => {
    const later = instant(NOW + 30 * 86_400_000);
    const authorization = `Bearer ${await good.sign({ exp: Math.floor(later / 1_000) + 60 })}`;
    expect(await verify(authorization, later)).toEqual({ person: 'mei', roles: [] });
  });
});

const withPayload = (token: string, payload: unknown): string => {
  const [header, , signature] = token.split('.');
  return `Bearer ${header}.${part(payload)}.${signature}`;
};
