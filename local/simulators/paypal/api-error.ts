import { randomBytes } from 'node:crypto';

/** An answer of PayPal's API that is an error (developer.paypal.com/api/rest/responses, "Failed requests"). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: 400 | 401 | 404 | 422 | 429 | 500;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(
    status: ApiError['status'],
    name: string,
    details: readonly Readonly<{ issue: string; field?: string; description?: string }>[] = [],
    links: readonly Readonly<Record<string, string>>[] = [],
  ) {
    super(name);
    this.status = status;
    this.body = { name, message: name, debug_id: randomBytes(7).toString('hex').slice(0, 13), details, links };
  }
}

export const missing = (): ApiError => new ApiError(404, 'RESOURCE_NOT_FOUND', [{ issue: 'INVALID_RESOURCE_ID' }]);

export const invalid = (issue: string, field: string): ApiError =>
  new ApiError(400, 'INVALID_REQUEST', [{ issue, field }]);

export const unprocessable = (issue: string, links: readonly Readonly<Record<string, string>>[] = []): ApiError =>
  new ApiError(422, 'UNPROCESSABLE_ENTITY', [{ issue }], links);

export const internal = (): ApiError => new ApiError(500, 'INTERNAL_SERVER_ERROR');

export const rateLimited = (): ApiError => new ApiError(429, 'RATE_LIMIT_REACHED');

export const unauthorized = (): ApiError => new ApiError(401, 'AUTHENTICATION_FAILURE');

/** @throws ApiError 404 */
export const orMissing = <T>(found: T | undefined): T => {
  if (found === undefined) throw missing();
  return found;
};
