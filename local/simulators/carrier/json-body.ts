import type { Context } from 'hono';

/** The body of a request; `undefined` for what is no JSON, so that it fails as a wrong parameter once its turn has come. */
export const jsonBody = (c: Context): Promise<unknown> => c.req.json().catch(() => undefined);
