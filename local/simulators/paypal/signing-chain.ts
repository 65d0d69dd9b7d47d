import { createHash } from 'node:crypto';
import { certificatePem, newParty } from './certificate.ts';

/** What the simulator signs webhooks with, and what its receivers must trust. */
export interface SigningChain {
  /** Goes into the account's `trustRootsPem`. */
  readonly rootPem: string;
  /** As it is served: the leaf, then what issued it. */
  readonly bundlePem: string;
  /** Of the leaf. */
  readonly privateKeyPem: string;
  /** `CERT-…`, the last part of its address. */
  readonly certId: string;
}

export const SANDBOX_HOST = 'messageverificationcerts.sandbox.paypal.com';
/** The clock of a stage may be moved by years. */
const NOT_BEFORE = Date.UTC(2015, 0, 1);
const NOT_AFTER = Date.UTC(2049, 11, 31);

/** Makes a root, an intermediate and a leaf of its own: takes a second, so it is done once and kept. */
export const newSigningChain = (): SigningChain => {
  const [root, intermediate, leaf] = [
    newParty('Simulated Root CA'),
    newParty('Simulated EV Server CA'),
    newParty(SANDBOX_HOST),
  ];
  const valid = { notBefore: NOT_BEFORE, notAfter: NOT_AFTER };
  const leafPem = certificatePem({ subject: leaf, issuer: intermediate, ca: false, dnsName: SANDBOX_HOST, ...valid });
  return {
    rootPem: certificatePem({ subject: root, issuer: root, ca: true, ...valid }),
    bundlePem: leafPem + certificatePem({ subject: intermediate, issuer: root, ca: true, ...valid }),
    privateKeyPem: leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certId: certIdOf(createHash('sha256').update(leafPem).digest('hex')),
  };
};

const certIdOf = (digest: string): string =>
  `CERT-${digest.slice(0, 8)}-${digest.slice(8, 16)}-${digest.slice(16, 24)}`;
