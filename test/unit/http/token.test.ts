import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { instant } from '../../../shared/domain/values/instant.ts';
import { remoteKeys, verifyToken } from '../../../shared/http/token.ts';

const NOW = instant(Date.parse('2026-11-24T09:00:00Z'));
const SECONDS = NOW / 1_000;
const ISSUER = 'https://login.example.com';
const AUDIENCE = 'keizoku';

describe('bearer tokens', () => {
  let own: Awaited<ReturnType<typeof generateKeyPair>>;
  let other: Awaited<ReturnType<typeof generateKeyPair>>;
  let verify: ReturnType<typeof verifyToken>;

  beforeAll(async () => {
    own = await generateKeyPair('ES256', { extractable: true });
    other = await generateKeyPair('ES256');
    const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(own.publicKey)), kid: 'k1', alg: 'ES256' }] });
    verify = verifyToken({ issuer: ISSUER, audience: AUDIENCE, keys }, () => NOW);
  });

  const claims = { sub: 'mei', iss: ISSUER, aud: AUDIENCE, iat: SECONDS, exp: SECONDS + 3_600 };
  const sign = (payload: JWTPayload, key = own.privateKey, kid = 'k1'): Promise<string> =>
    new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid }).sign(key);
  const refused = async (authorization: string | undefined): Promise<unknown> =>
    verify(authorization).catch((error: unknown) => error);

  test('a token that holds says who is calling; the scheme may be in any case', async () => {
    const token = await sign(claims);
    expect(await verify(`Bearer ${token}`)).toBe('mei');
    expect(await verify(`bearer ${token}`)).toBe('mei');
  });

  test.each<[string, JWTPayload]>([
    ['has expired', { ...claims, exp: SECONDS - 60 }],
    ['never expires', { sub: 'mei', iss: ISSUER, aud: AUDIENCE }],
    ['is not valid yet', { ...claims, nbf: SECONDS + 60 }],
    ['is from another issuer', { ...claims, iss: 'https://evil.example.com' }],
    ['is for another service', { ...claims, aud: 'other' }],
    ['names nobody', { iss: ISSUER, aud: AUDIENCE, exp: SECONDS + 60 }],
    ['names somebody impossible', { ...claims, sub: 'a b\n' }],
  ])('one that %s is refused', async (_name, payload) => {
    expect(await refused(`Bearer ${await sign(payload)}`)).toMatchObject({ code: 'unauthenticated' });
  });

  test('one that is signed by somebody else, with an unknown key, without a signature or by secret is refused', async () => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const publicKey = JSON.stringify(await exportJWK(own.publicKey));
    const bySecret = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .sign(Buffer.from(publicKey));
    const tokens = [
      await sign(claims, other.privateKey),
      await sign(claims, own.privateKey, 'unknown'),
      `${part({ alg: 'none' })}.${part(claims)}.`,
      bySecret,
      `${await sign(claims)}x`,
    ];
    for (const token of tokens) expect(await refused(`Bearer ${token}`)).toMatchObject({ code: 'unauthenticated' });
  });

  test.each([undefined, '', 'Bearer', 'Bearer ', 'Basic bWVp', 'Bearer a.b', 'Bearer a.b.c d'])(
    '%j is refused',
    async (header) => {
      expect(await refused(header)).toMatchObject({ code: 'unauthenticated' });
    },
  );

  describe('given keys that have to be fetched', () => {
    let server: Server;
    let answer: { status: number; body: string };
    beforeAll(async () => {
      server = createServer((_request, response) => {
        response.writeHead(answer.status, { 'content-type': 'application/json' });
        response.end(answer.body);
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
    });
    afterAll(() => void server.close());
    const remotely = async () => {
      const { port } = server.address() as { port: number };
      const keys = remoteKeys(`http://127.0.0.1:${port}/jwks.json`);
      return verifyToken({ issuer: ISSUER, audience: AUDIENCE, keys }, () => NOW)(`Bearer ${await sign(claims)}`);
    };

    test('then they are, and the token is verified', async () => {
      answer = { status: 200, body: JSON.stringify({ keys: [{ ...(await exportJWK(own.publicKey)), kid: 'k1' }] }) };
      expect(await remotely()).toBe('mei');
    });

    test.each([
      [500, 'oops'],
      [200, '<html>'],
      [200, '{}'],
    ])('then an answer of %d %s means that nobody is let in, and that it is not their fault', async (status, body) => {
      answer = { status, body };
      await expect(remotely()).rejects.toMatchObject({ code: 'issuer_unavailable' });
    });

    test('then nobody listening means the same', async () => {
      const keys = remoteKeys('http://127.0.0.1:9/jwks.json');
      const verifying = verifyToken(
        { issuer: ISSUER, audience: AUDIENCE, keys },
        () => NOW,
      )(`Bearer ${await sign(claims)}`);
      await expect(verifying).rejects.toMatchObject({ code: 'issuer_unavailable' });
    });
  });
});
