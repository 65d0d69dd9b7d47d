import type { Dialect } from '../carrier/answer.ts';
import { ApiError } from '../carrier/api-error.ts';

/**
 * Errors of eSIM Go are `{ message }` (docs.esim-go.com/guides/rate_limits). The situations are documented and the words,
 * but for the one of the rate limit, are this simulator's. A rule's `code` is said as the message.
 */
export const dialect: Dialect = {
  errorBody: (_status, code) => ({ message: code }),
  internalCode: 'Internal server error',
  refusal: { status: 400, code: 'The bundle is not compatible with this eSIM' },
};

const error = (status: ApiError['status'], message: string): ApiError => new ApiError(status, message, message);

export const invalid = (what: string): ApiError => error(400, `Bad request: ${what}`);

/** 401 for orders, 403 for everything else: so the documentation lists them. */
export const badKey = (status: 401 | 403): ApiError => error(status, 'access denied');

/** Of eSIMs that are not the organisation's the API says as little as of wrong keys. */
export const noAccess = (): ApiError => error(403, 'access denied');

/** What an order says of them. */
export const unknownSim = (iccid: string): ApiError => error(400, `ICCID ${iccid} was not found`);

export const unknownBundle = (name: string): ApiError => error(400, `Bundle ${name} does not exist`);

export const incompatible = (name: string): ApiError => error(400, `Bundle ${name} is not compatible with the profile`);

export const deactivated = (): ApiError => error(400, 'Bundles cannot be applied to a deactivated eSIM');

export const queueFull = (): ApiError => error(400, 'The maximum number of queued bundles on this eSIM is reached');

export const noBalance = (): ApiError => error(400, 'Insufficient balance');

export const underMaintenance = (retryAfter: string | undefined): ApiError => {
  const message = 'The platform is under maintenance';
  return new ApiError(503, message, message, retryAfter);
};

export const notAssigned = (): ApiError => error(400, 'No such bundle assignment');

export const revokedAlready = (): ApiError => error(400, 'The bundle assignment has been revoked already');
