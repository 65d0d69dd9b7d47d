import type { RenewalLink } from '../domain/line/renewal-link.ts';
import { lineIdBits, lineIdOfBits } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/instant.ts';
import type { LinkKeys } from './link-keys.ts';
import { openToken, sealToken } from './signed-token.ts';

/** The line's id and four bits of the version; what a version has more than these comes behind them. */
const HEAD_BYTES = 8;
const VERSION_BITS = 4n;
const MAX_TAIL_BYTES = 4;

/** @throws RangeError for a version that nobody can have come to */
export const sealRenewalLink = (keys: LinkKeys, { lineId, version, expiresAt }: RenewalLink): string => {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeBigUInt64BE((lineIdBits(lineId) << VERSION_BITS) | (BigInt(version) & 15n));
  return sealToken(keys, 'renew', { body: Buffer.concat([head, tailOf(version)]), expiresAt });
};

/** The token's text is nobody's business but the page's: it stands behind `#`, which browsers do not send. */
export const renewalUrl = (site: string, token: string): string => `${site}/r#${token}`;

export type OpenedLink =
  | { readonly kind: 'valid'; readonly link: RenewalLink }
  | { readonly kind: 'expired' }
  | { readonly kind: 'forged' };

/** What is signed by us says which line it is for; whether it was called back stands on the line. */
export const openRenewalLink = (keys: LinkKeys, token: string, now: Instant): OpenedLink => {
  const opened = openToken(keys, 'renew', token, now);
  if (opened.kind !== 'valid') return { kind: opened.kind };
  const bytes = Buffer.from(opened.bytes);
  if (bytes.length < HEAD_BYTES || bytes.length > HEAD_BYTES + MAX_TAIL_BYTES) return { kind: 'forged' };
  const head = bytes.readBigUInt64BE();
  const tail = bytes.subarray(HEAD_BYTES).reduce((value, byte) => value * 256 + byte, 0);
  const link: RenewalLink = {
    lineId: lineIdOfBits(head >> VERSION_BITS),
    version: Number(head & 15n) + tail * 16,
    expiresAt: opened.expiresAt,
  };
  return { kind: 'valid', link };
};

/** In as few bytes as hold it: no version up to 15 needs one. */
const tailOf = (version: number): Buffer => {
  const bytes: number[] = [];
  for (let rest = Math.floor(version / 16); rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  if (bytes.length > MAX_TAIL_BYTES) throw new RangeError(`no link has the version ${version}`);
  return Buffer.from(bytes);
};
