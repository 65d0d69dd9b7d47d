import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Refusal } from '../errors.ts';

/** The largest request of this interface is far below it. */
export const MAX_BODY_BYTES = 16 * 1024;

/** The bytes as they were sent: API Gateway hands over some content types in base64. */
type WithBody = { readonly body?: string | null; readonly isBase64Encoded: boolean };

export const rawBody = (event: WithBody, maxBytes: number): Buffer => {
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (body.byteLength > maxBytes) throw new Refusal('body_too_large', { maxBytes });
  return body;
};

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * JSON is UTF-8 (RFC 8259, 8.1): bytes that are none are refused, not replaced. How deep it may be nested follows from
 * its size; the schemas look no deeper than they are themselves.
 *
 * @throws Refusal `body_too_large`, `body_not_json`
 */
export const jsonBody = (event: APIGatewayProxyEventV2): unknown => {
  const bytes = rawBody(event, MAX_BODY_BYTES);
  try {
    return JSON.parse(UTF8.decode(bytes));
  } catch {
    throw new Refusal('body_not_json');
  }
};
