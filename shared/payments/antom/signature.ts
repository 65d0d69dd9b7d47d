import { type Instant, instant, parseInstant } from '../../domain/values/instant.ts';
import { isRsaSigned } from '../rsa.ts';
import type { SignedRequest } from '../webhook.ts';
import type { AntomAccount } from './antom-account.ts';

/** How far a notice may be dated from its arrival, either way. Each retry is a request with a time of its own. */
const TOLERANCE_MS = 300_000;

/** One `key=value` of the header; Antom's own examples have spaces after the commas, and none. */
const PART = /^[ \t]*(algorithm|keyVersion|signature)=([^\s,]+)[ \t]*$/;
const KEY_VERSION = /^\d{1,9}$/;
const EPOCH_MS = /^\d{13}$/;

/**
 * Checks `Signature`: RSA-SHA256 over method, path, client id, time and the raw body, under any of Antom's keys, for
 * our client id, no more than five minutes old or ahead of its arrival (docs.antom.com, "Sign a request and verify the
 * signature"). The algorithm is ours to choose, whatever the header says.
 */
export const isSigned = (
  { headers, body, path, receivedAt }: SignedRequest,
  { clientId, publicKeys, notifyPath }: AntomAccount,
): boolean => {
  const requestTime = headers['request-time'] ?? '';
  const signature = signatureIn(headers['signature'] ?? '');
  if (signature === undefined || headers['client-id'] !== clientId || !isCurrent(requestTime, receivedAt)) return false;
  const signed = Buffer.concat([Buffer.from(`POST ${notifyPath ?? path}\n${clientId}.${requestTime}.`), body]);
  return publicKeys.some((key) => isRsaSigned(signed, signature, key));
};

/** All three parts, once each, in any order. */
const signatureIn = (header: string): string | undefined => {
  const parts = new Map<string, string>();
  for (const part of header.split(',')) {
    const [, name, value] = PART.exec(part) ?? [];
    if (name === undefined || value === undefined || parts.has(name)) return undefined;
    parts.set(name, value);
  }
  if (parts.get('algorithm') !== 'RSA256' || !KEY_VERSION.test(parts.get('keyVersion') ?? '')) return undefined;
  return urlDecoded(parts.get('signature') ?? '');
};

const urlDecoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
};

const isCurrent = (requestTime: string, receivedAt: Instant): boolean => {
  const sentAt = instantIn(requestTime);
  return sentAt !== undefined && Math.abs(receivedAt - sentAt) <= TOLERANCE_MS;
};

/** ISO 8601 with an offset, or milliseconds since 1970: the documentation shows both. */
const instantIn = (text: string): Instant | undefined => {
  try {
    return EPOCH_MS.test(text) ? instant(Number(text)) : parseInstant(text);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};
