import { type Instant, instant } from '../../../../shared/domain/values/instant.ts';
import type { SignedRequest } from '../../../../shared/payments/webhook.ts';
import type { Secret } from '../../../../shared/runtime/secrets.ts';

export const NOW = instant(1_790_812_800_000);
export const REFERENCE = '0123456789AB0123456789ABCDEF01';

/** A delivery as the receiver sees it. */
export const arrived = (
  { headers, body, path }: { headers: Readonly<Record<string, string>>; body: Buffer; path: string },
  receivedAt: Instant = NOW,
): SignedRequest => ({
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  body,
  path,
  receivedAt,
});

/** The same request with other headers; `undefined` leaves one out. */
export const withHeaders = (
  request: SignedRequest,
  headers: Readonly<Record<string, string | undefined>>,
): SignedRequest => ({ ...request, headers: { ...request.headers, ...headers } });

/** A secret that holds `accounts` one after the other: each refresh reads the next one. */
export const secretOf = <Account>(
  first: Account,
  ...others: readonly Account[]
): Secret<Account> & { refreshes: number } => {
  const secret = Object.assign(
    async ({ refresh = false } = {}) => {
      if (refresh) secret.refreshes += 1;
      return [first, ...others][Math.min(secret.refreshes, others.length)] ?? first;
    },
    { refreshes: 0 },
  );
  return secret;
};
