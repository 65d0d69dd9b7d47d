import { createHash } from 'node:crypto';

/** A tag of 128 bits for exactly this text (RFC 9110, 8.8.3), without quotation marks. */
export const tagOf = (text: string): string =>
  createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');

/** Whether `If-None-Match` names a tag (RFC 9110, 13.1.2), with weak comparison. */
export const hasTag = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some((tag) => tag.trim() === '*' || strong(tag.trim()) === strong(etag));

const strong = (tag: string): string => tag.replace(/^W\//, '');
