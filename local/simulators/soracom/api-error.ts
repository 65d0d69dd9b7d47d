import type { Dialect } from '../carrier/answer.ts';
import { ApiError } from '../carrier/api-error.ts';

/**
 * Errors of Soracom's API are `{ code, message }`. Soracom publishes no list of its codes; SEM0001, AUM0001 and AGW0005
 * were seen in the field, the others are this simulator's.
 */
export const dialect: Dialect = {
  errorBody: (_status, code, message) => ({ code, message }),
  internalCode: 'AGW0005',
  refusal: { status: 400, code: 'SEM0099' },
};

export const notFound = (): ApiError => new ApiError(404, 'SEM0001', 'resource not found');

export const invalid = (message: string): ApiError => new ApiError(400, 'SEM0004', message);

export const wrongState = (message: string): ApiError => new ApiError(400, 'SEM0016', message);

export const tokenMissing = (): ApiError => new ApiError(401, 'AUM0001', 'Token is required in the request header');

export const tokenInvalid = (): ApiError => new ApiError(401, 'AUM0002', 'Invalid or expired token');

export const badCredentials = (): ApiError => new ApiError(401, 'AUM0003', 'Invalid credentials');
