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
  if (!isInDate(certificate, known.at)) return 'broken';
  if (length >= MAX_PATH_LENGTH) return 'broken';
  // At the end of a path it may be a root that PayPal trusts and we do not.
  if (isIssuedBy(certificate, certificate)) return length === 1 ? 'broken' : 'incomplete';
  if (known.roots.some((root) => isIssuedBy(certificate, root) && root.ca && isInDate(root, known.at)))
    return 'trusted';
  // A wrong candidate does not spoil a right one: roots sign each other's successors under the same name.
  const verdicts = known.intermediates
    .filter((issuer) => isIssuedBy(certificate, issuer))
    .map((issuer) => (issuer.ca ? verdictOn(issuer, known, length + 1) : 'broken'));
  if (verdicts.includes('trusted')) return 'trusted';
  return verdicts.includes('broken') ? 'broken' : 'incomplete';
};

/** `checkIssued` compares names and key ids only; who signed is what the signature says. */
const isIssuedBy = (certificate: X509Certificate, issuer: X509Certificate): boolean =>
  certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);

const isInDate = ({ validFromDate, validToDate }: X509Certificate, at: Instant): boolean =>
  validFromDate.getTime() <= at && at <= validToDate.getTime();

/** Node trusts about 150 roots: they are read once, and so are an account's. */
const kept = new WeakMap<readonly string[], readonly X509Certificate[]>();
const parsed = (pems: readonly string[]): readonly X509Certificate[] => {
  const known = kept.get(pems);
  if (known) return known;
  const fresh = pems.map((pem) => new X509Certificate(pem));
  kept.set(pems, fresh);
  return fresh;
};
