import type { APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda';

/** Names in lower case, whatever the caller of the function sent: header names have no case (RFC 9110, 5.1). */
export const lowerCaseHeaders = ({
  headers,
}: Pick<APIGatewayProxyEventV2 | APIGatewayProxyEvent, 'headers'>): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
