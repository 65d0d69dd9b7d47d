import { instant } from '../../../../shared/domain/values/instant.ts';
import type { SignedRequest } from '../../../../shared/payments/webhook.ts';
import type { Secret } from '../../../../shared/runtime/secrets.ts';

export const NOW = instant(1_790_812_800_000);
export const REFERENCE = '0123456789AB0123456789ABCDEF01';

interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly path: string;
}

/** What the provider sent, as it reaches the receiver. */
export const received = ({ headers, body, path }: Sent, receivedAt = NOW): SignedRequest => ({
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  body,
  path,
  receivedAt,
});

/** A secret that holds `accounts` one after the other: each refresh reads the next one. */
export const secretOf = <Account>(
  ...accounts: readonly [Account, ...Account[]]
): Secret<Account> & { reads: number; refreshes: number } => {
  const secret = Object.assign(
    async ({ refresh = false } = {}) => {
      secret.reads += 1;
      if (refresh) secret.refreshes += 1;
      return accounts[Math.min(secret.refreshes, accounts.length - 1)] ?? accounts[0];
    },
    { reads: 0, refreshes: 0 },
  );
  return secret;
};
