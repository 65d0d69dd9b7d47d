import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import {
  bits,
  boolean,
  explicit,
  implicit,
  integer,
  nothing,
  octets,
  oid,
  printable,
  sequence,
  set,
  time,
  utf8,
} from './der.ts';

/** Who is named in a certificate, with the keys. */
export interface Party {
  readonly commonName: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export interface CertificateOrder {
  readonly subject: Party;
  /** The subject itself, for a root. */
  readonly issuer: Party;
  /** May it issue others? */
  readonly ca: boolean;
  readonly notBefore: number;
  readonly notAfter: number;
  /** What its key is said to be for; by default what fits `ca`. */
  readonly keyUsage?: 'certificates' | 'messages';
  /** Whose key is said to have signed it; by default the issuer's. */
  readonly authorityKeyOf?: Party;
  /** The name that clients compare; without it, the common name. */
  readonly dnsName?: string;
}

const SHA256_WITH_RSA = sequence(oid('1.2.840.113549.1.1.11'), nothing());
const KEY_BITS = 2_048;
const VERSION_3 = explicit(0, integer(Buffer.from([2])));

export const newParty = (commonName: string): Party => ({
  commonName,
  ...generateKeyPairSync('rsa', { modulusLength: KEY_BITS }),
});

/** An X.509 v3 certificate in PEM (RFC 5280): Node reads certificates and makes none. */
export const certificatePem = (order: CertificateOrder): string => {
  const { subject, issuer, notBefore, notAfter } = order;
  const toSign = sequence(
    VERSION_3,
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    SHA256_WITH_RSA,
    name(issuer),
    sequence(time(notBefore), time(notAfter)),
    name(subject),
    publicKeyOf(subject),
    explicit(3, sequence(...extensions(order))),
  );
  const signature = createSign('RSA-SHA256').update(toSign).sign(issuer.privateKey);
  const der = sequence(toSign, SHA256_WITH_RSA, bits(signature));
  const lines = der.toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
};

const publicKeyOf = ({ publicKey }: Party): Buffer => publicKey.export({ type: 'spki', format: 'der' });

const name = ({ commonName }: Party): Buffer =>
  sequence(
    set(sequence(oid('2.5.4.6'), printable('US'))),
    set(sequence(oid('2.5.4.10'), utf8('Simulated, Inc.'))),
    set(sequence(oid('2.5.4.3'), utf8(commonName))),
  );

const keyId = (party: Party): Buffer => createHash('sha1').update(publicKeyOf(party)).digest();

/** keyCertSign and cRLSign; digitalSignature and keyEncipherment. */
const KEY_USAGES = {
  certificates: bits(Buffer.from([0x06]), 1),
  messages: bits(Buffer.from([0xa0]), 5),
} as const;

const extensions = (order: CertificateOrder): readonly Buffer[] => {
  const { subject, issuer, ca, dnsName, authorityKeyOf = issuer } = order;
  const { keyUsage = ca ? 'certificates' : 'messages' } = order;
  return [
    extension('2.5.29.19', ca ? sequence(boolean(true)) : sequence(), 'critical'),
    extension('2.5.29.15', KEY_USAGES[keyUsage], 'critical'),
    extension('2.5.29.14', octets(keyId(subject))),
    extension('2.5.29.35', sequence(implicit(0, keyId(authorityKeyOf)))),
    ...(dnsName === undefined ? [] : [extension('2.5.29.17', sequence(implicit(2, Buffer.from(dnsName))))]),
  ];
};

const extension = (id: string, value: Buffer, critical?: 'critical'): Buffer =>
  critical ? sequence(oid(id), boolean(true), octets(value)) : sequence(oid(id), octets(value));
