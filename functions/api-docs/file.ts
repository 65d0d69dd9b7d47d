import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

type Headers = Readonly<Record<string, string | undefined>>;

/** Long enough for somebody who reads, short enough for those who wait for what a deployment changes. */
const MAX_AGE_SECONDS = 300;

/**
 * Something that is the same for everybody until the next deployment. The tag is a weak one (RFC 9110, 8.8.1): it
 * stands for the text, compressed or not.
 */
export const file = (contentType: string, text: string, more: Readonly<Record<string, string>> = {}) => {
  const etag = `W/"${sha256(text).subarray(0, 16).toString('base64url')}"`;
  const compressed = gzipSync(text).toString('base64');
  const headers = {
    'cache-control': `public, max-age=${MAX_AGE_SECONDS}`,
    // Nothing in it is anybody's: a tool on any page may read it.
    'access-control-allow-origin': '*',
    vary: 'accept-encoding',
    etag,
  };
  return (asked: Headers): APIGatewayProxyStructuredResultV2 => {
    if (has(asked['if-none-match'], etag)) return { statusCode: 304, headers };
    const full = { ...headers, 'content-type': contentType, 'x-content-type-options': 'nosniff', ...more };
    if (!/\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(asked['accept-encoding'] ?? ''))
      return { statusCode: 200, headers: full, body: text };
    return {
      statusCode: 200,
      headers: { ...full, 'content-encoding': 'gzip' },
      body: compressed,
      isBase64Encoded: true,
    };
  };
};

/** RFC 9110, 13.1.2, with weak comparison. */
const has = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some((tag) => tag.trim() === '*' || strong(tag.trim()) === strong(etag));

const strong = (tag: string): string => tag.replace(/^W\//, '');

export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
