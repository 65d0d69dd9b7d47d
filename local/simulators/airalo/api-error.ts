import type { Dialect } from '../carrier/answer.ts';
import { ApiError } from '../carrier/api-error.ts';

const PARAMETERS = 'parameters';
const THROTTLED = 'throttled';
const MESSAGE = 'message';

/**
 * Airalo tells errors in three forms (pages "Error handling" and those of the endpoints): `{ code, reason }` with a number,
 * `{ data: { field: message }, meta }` for parameters, `{ data: [], meta }` for everything else; throttling has a bare message.
 */
export const dialect: Dialect = {
  errorBody(status, code, message) {
    if (/^\d+$/.test(code)) return { code: Number(code), reason: message };
    if (code === PARAMETERS) return { data: JSON.parse(message), meta: { message: 'the parameter is invalid' } };
    if (status === 429) return { message: 'Too Many Attempts.' };
    return status >= 500 ? { message: 'Server Error' } : { data: [], meta: { message } };
  },
  internalCode: MESSAGE,
  refusal: { status: 422, code: '34' },
};

/** The numbers of the page "Error handling" that orders meet. */
const REASONS = {
  11: 'Insufficient Airalo Credit: please top up your balance.',
  13: 'The requested operator is currently undergoing maintenance. Please try again later.',
  34: 'The requested eSIM package is invalid or it is currently out of stock. Please try again later.',
  73: 'The eSIM has been recycled. It can no longer be used or topped up.',
} as const;

export const numbered = (code: keyof typeof REASONS): ApiError => new ApiError(422, String(code), REASONS[code]);

/** Every parameter that is wrong, with what is wrong with it. */
export const wrongParameters = (fields: Readonly<Record<string, string>>): ApiError =>
  new ApiError(422, PARAMETERS, JSON.stringify(fields));

export const notFound = (): ApiError => new ApiError(404, MESSAGE, 'messages.resource_not_found');

export const unauthorized = (): ApiError => new ApiError(401, MESSAGE, 'This action is unauthorized.');

export const badCredentials = (): ApiError => new ApiError(401, MESSAGE, 'Client authentication failed');

export const tooMany = (waitSeconds: number): ApiError =>
  new ApiError(429, THROTTLED, 'Too Many Attempts.', String(waitSeconds));
