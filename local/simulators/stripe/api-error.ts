/** An answer of Stripe's API that is an error (docs.stripe.com/api/errors). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: 400 | 401 | 402 | 404 | 429 | 500;
  readonly body: { readonly error: Readonly<Record<string, string>> };
  /** Whether the endpoint had begun its work: only such an answer is kept under its idempotency key. */
  readonly executed: boolean;

  constructor(
    status: ApiError['status'],
    error: Readonly<{ type: string; message: string; code?: string; param?: string }>,
    { executed = false }: { readonly executed?: boolean } = {},
  ) {
    super(error.message);
    this.status = status;
    this.body = { error };
    this.executed = executed;
  }
}

export const missing = (what: string, id: string): ApiError =>
  new ApiError(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${what}: '${id}'`,
    param: what,
  });

export const invalid = (message: string, facts: { code?: string; param?: string } = {}): ApiError =>
  new ApiError(400, { type: 'invalid_request_error', message, ...facts }, { executed: true });

export const internal = (): ApiError =>
  new ApiError(500, { type: 'api_error', message: 'Something went wrong on our end.' }, { executed: true });

export const rateLimited = (): ApiError =>
  new ApiError(429, { type: 'invalid_request_error', code: 'rate_limit', message: 'Too many requests.' });

/** Stripe shows the ends of a wrong key and nothing between. */
export const unauthorized = (key: string): ApiError =>
  new ApiError(401, {
    type: 'invalid_request_error',
    message: key
      ? `Invalid API Key provided: ${key.slice(0, 8)}${'*'.repeat(8)}${key.slice(-4)}`
      : 'You did not provide an API key.',
  });
