import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { isRenewalId, type PersonId, type RenewalId } from '../../shared/domain/values/ids.ts';
import { Refusal } from '../../shared/errors.ts';

export type Route = (event: APIGatewayProxyEventV2, staff: PersonId) => Promise<APIGatewayProxyStructuredResultV2>;

export const HEADERS = { 'cache-control': 'no-store', vary: 'accept' } as const;

/** Every caller names the answer whose schema is documented: a view that drifts from it does not compile. */
export const json = <Answer extends object = never>(value: NoInfer<Answer>): APIGatewayProxyStructuredResultV2 => ({
  statusCode: 200,
  headers: { ...HEADERS, 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

/** @throws Refusal `otherwise` where the path names none that could exist */
export const renewalIn = (
  { pathParameters }: APIGatewayProxyEventV2,
  otherwise: 'renewal_not_found' | 'job_not_found',
): RenewalId => {
  const id = pathParameters?.['renewalId'] ?? '';
  if (!isRenewalId(id)) throw new Refusal(otherwise);
  return id;
};

const key = z.string().check(z.minLength(1));

/**
 * Where a page of a list ended, in the partition of the index that the list is read from. A cursor is ours to read: one
 * that somebody made up, or that belongs to another list, is refused before the table sees it.
 *
 * @throws Refusal `bad_request`
 */
export const decodeCursor = (text: string, partition: string): string => {
  const cursor = Buffer.from(text, 'base64url').toString();
  try {
    z.strictObject({ pk: key, sk: key, reviewPk: z.literal(partition), reviewSk: key }).parse(JSON.parse(cursor));
    return cursor;
  } catch (error) {
    throw new Refusal(
      'bad_request',
      { errors: [{ field: 'cursor', problem: 'not a cursor of this list' }] },
      { cause: error },
    );
  }
};

export const encodeCursor = (cursor: string): string => Buffer.from(cursor).toString('base64url');
