import { createHmac } from 'node:crypto';
import {
  createLocalJWKSet,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { type Instant, plusMs } from '../../../shared/domain/values/instant.ts';
import { NOW } from '../domain/given.ts';

export const ISSUER = 'https://login.example.com';
export const AUDIENCE = 'keizoku';
export const TOKEN_LIFE_MS = 3_600_000;

const seconds = (at: Instant): number => Math.floor(at / 1_000);

export const claims = (change: JWTPayload = {}): JWTPayload => ({
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'mei',
  iat: seconds(NOW),
  exp: seconds(plusMs(NOW, TOKEN_LIFE_MS)),
  ...change,
});

/** An issuer with one real key pair. */
export const issuer = async (kid = 'key-1', alg: 'ES256' | 'RS256' = 'ES256') => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
  return {
    jwk,
    keys: createLocalJWKSet({ keys: [jwk] }),
    sign: (change: JWTPayload = {}, header: Partial<JWTHeaderParameters> = {}): Promise<string> =>
      new SignJWT(claims(change)).setProtectedHeader({ alg, kid, ...header }).sign(privateKey),
    /** The classic confusion: the public key, which everybody knows, taken for a shared secret. */
    signWithPublicKeyAsSecret: async (): Promise<string> => {
      const secret = await exportSPKI(publicKey);
      const signed = `${part({ alg: 'HS256', kid })}.${part(claims())}`;
      return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
    },
  };
};

export const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
