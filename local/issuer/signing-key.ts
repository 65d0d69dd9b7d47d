import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import type { Records } from '../simulators/records.ts';

export interface SigningKey {
  /** Names the key in token headers and in the key set. */
  readonly kid: string;
  readonly privateKey: KeyObject;
  /** RFC 7517; the public half only. */
  readonly publicJwk: Readonly<Record<string, unknown>>;
}

interface KeptKey {
  readonly kid: string;
  /** PKCS #8. */
  readonly pem: string;
}

/** Made once and kept: tokens that were handed out stay good, and nobody has to fetch the key set again. */
export const signingKey = (records: Records): SigningKey => {
  const kept = records.get<KeptKey>('key', 'signing') ?? make(records);
  const privateKey = createPrivateKey(kept.pem);
  return {
    kid: kept.kid,
    privateKey,
    publicJwk: {
      ...createPublicKey(privateKey).export({ format: 'jwk' }),
      kid: kept.kid,
      alg: 'ES256',
      use: 'sig',
    },
  };
};

const make = (records: Records): KeptKey => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const made = { kid: randomUUID(), pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
  records.put('key', 'signing', made);
  return made;
};
