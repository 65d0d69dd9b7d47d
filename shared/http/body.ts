import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Refusal } from '../errors.ts';

/** The largest request of this interface is far below it. */
export const MAX_BODY_BYTES = 16 * 1024;

/** The bytes as they were sent: API Gateway hands over some content types in base64. */
export const rawBody = (event: APIGatewayProxyEventV2, maxBytes: number): Buffer => {
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (body.byteLength > maxBytes) throw new Refusal('body_too_large', { maxBytes });
  return body;
};

export const jsonBody = (event: APIGatewayProxyEventV2): unknown => {
  const text = rawBody(event, MAX_BODY_BYTES).toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('body_not_json');
  }
};
