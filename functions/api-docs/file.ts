import { gzipSync } from 'node:zlib';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { hasTag, tagOf } from '../../shared/http/etag.ts';

type Headers = Readonly<Record<string, string | undefined>>;

/** Long enough for somebody who reads, short enough for those who wait for what a deployment changes. */
const MAX_AGE_SECONDS = 300;

/**
 * Something that is the same for everybody until the next deployment. The tag is a weak one (RFC 9110, 8.8.1): it
 * stands for the text, compressed or not.
 */
export const file = (contentType: string, text: string, more: Readonly<Record<string, string>> = {}) => {
  const etag = `W/"${tagOf(text)}"`;
  const compressed = gzipSync(text).toString('base64');
  const headers = {
    'cache-control': `public, max-age=${MAX_AGE_SECONDS}`,
    // Nothing in it is anybody's: a tool on any page may read it.
    'access-control-allow-origin': '*',
    vary: 'accept-encoding',
    etag,
  };
  return (asked: Headers): APIGatewayProxyStructuredResultV2 => {
    if (hasTag(asked['if-none-match'], etag)) return { statusCode: 304, headers };
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
