import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import type { Instant } from '../../domain/values/instant.ts';
import type { PaypalAccount } from './paypal-account.ts';

/** Whom PayPal's message certificates are made out to. */
const HOSTS = {
  live: 'messageverificationcerts.paypal.com',
  sandbox: 'messageverificationcerts.sandbox.paypal.com',
} as const;
/** Leaf, intermediates, root: DigiCert's paths have three. */
const MAX_PATH_LENGTH = 5;

export type ChainVerdict =
  | 'trusted'
  /** Nobody that we know has signed it: PayPal itself must be asked. */
  | 'incomplete'
  /** Wrong by itself: another subject, out of date, signed by itself or by what is no authority. */
  | 'broken';

/** Whether `leaf` is PayPal's at `at`, and leads to a trusted root with every signature checked. */
export const chainVerdict = (
  leaf: X509Certificate,
  sent: readonly X509Certificate[],
  account: PaypalAccount,
  at: Instant,
): ChainVerdict => {
  const host = HOSTS[account.environment];
  if (leaf.checkHost(host, { wildcards: false, partialWildcards: false }) !== host) return 'broken';
  const roots = parsed(account.trustRootsPem ?? rootCertificates);
  const intermediates = [...sent, ...parsed(account.intermediatesPem ?? [])];
  return verdictOn(leaf, { roots, intermediates, at }, 1);
};

interface Known {
  readonly roots: readonly X509Certificate[];
  readonly intermediates: readonly X509Certificate[];
  readonly at: Instant;
}

const verdictOn = (certificate: X509Certificate, known: Known, length: number): ChainVerdict => {
  if (!isInDate(certificate, known.at) || length >= MAX_PATH_LENGTH) return 'broken';
  // At the end of a path it may be a root that PayPal trusts and we do not.
  if (isSignedBy(certificate, certificate)) return length === 1 ? 'broken' : 'incomplete';
  const isRoot = (root: X509Certificate): boolean =>
    isSignedBy(certificate, root) && mayIssue(root, certificate) && isInDate(root, known.at);
  if (known.roots.some(isRoot)) return 'trusted';
  // A wrong candidate does not spoil a right one: authorities sign each other under the same names.
  const verdicts = known.intermediates
    .filter((issuer) => isSignedBy(certificate, issuer))
    .map((issuer) => (mayIssue(issuer, certificate) ? verdictOn(issuer, known, length + 1) : 'broken'));
  if (verdicts.includes('trusted')) return 'trusted';
  return verdicts.includes('broken') ? 'broken' : 'incomplete';
};

/** A name is written by anybody; who signed is what the signature says. */
const isSignedBy = (certificate: X509Certificate, issuer: X509Certificate): boolean =>
  certificate.issuer === issuer.subject && certificate.verify(issuer.publicKey);

/** An authority, and one whose key may sign certificates; `checkIssued` looks at key ids and key usage. */
const mayIssue = (issuer: X509Certificate, certificate: X509Certificate): boolean =>
  issuer.ca && certificate.checkIssued(issuer);

/** The texts, for Node 20 has no `validFromDate`; what is no date is never in it. */
const isInDate = ({ validFrom, validTo }: X509Certificate, at: Instant): boolean =>
  Date.parse(validFrom) <= at && at <= Date.parse(validTo);

/** Node trusts about 150 roots: they are read once, and so are an account's. */
const kept = new WeakMap<readonly string[], readonly X509Certificate[]>();
const parsed = (pems: readonly string[]): readonly X509Certificate[] => {
  const known = kept.get(pems);
  if (known) return known;
  const fresh = pems.map((pem) => new X509Certificate(pem));
  kept.set(pems, fresh);
  return fresh;
};
