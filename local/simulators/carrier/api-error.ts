import type { ContentfulStatusCode } from 'hono/utils/http-status';

/**
 * An answer of a carrier's API that is an error, with nothing changed; thrown by the work of an endpoint. `code` and
 * `message` become the body that the carrier's dialect gives them. `status` is 200 where a carrier tells errors so.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: ContentfulStatusCode;
  readonly code: string;
  /** The header as it is sent. */
  readonly retryAfter: string | undefined;

  constructor(status: ContentfulStatusCode, code: string, message: string, retryAfter?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}
