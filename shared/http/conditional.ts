import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { hasTag, tagOf } from './etag.ts';

/**
 * An answer to a reader that names its own version: whoever has it already is told so and gets no body. It may be kept by
 * the reader alone, and is asked for again each time.
 */
export const conditional = (
  { requestContext }: APIGatewayProxyEventV2,
  ifNoneMatch: string | undefined,
  answer: APIGatewayProxyStructuredResultV2,
): APIGatewayProxyStructuredResultV2 => {
  if (requestContext.http.method !== 'GET' || answer.statusCode !== 200 || answer.body === undefined) return answer;
  const etag = `"${tagOf(answer.body)}"`;
  const { 'content-type': contentType, ...kept } = answer.headers ?? {};
  const headers = { ...kept, etag, 'cache-control': 'private, no-cache' };
  if (hasTag(ifNoneMatch, etag)) return { statusCode: 304, headers };
  return { ...answer, headers: { ...headers, ...(contentType !== undefined && { 'content-type': contentType }) } };
};
