import { setTimeout as delay } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { type Instant, plusMs, SECOND_MS } from '../domain/values/instant.ts';
import type { Clock } from '../runtime/deps.ts';
import { instantField } from './fields.ts';
import { carrierKey } from './keys.ts';
import { openToken, sealToken } from './sealed-token.ts';
import { tableClient } from './table-client.ts';

interface AccountDeps {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** The brand's account at the carrier. */
  readonly account: string;
  readonly clock: Clock;
}

interface RateDeps extends AccountDeps {
  /** Requests that all workers together may make within one second of the clock. */
  readonly perSecond: number;
  readonly sleep?: (ms: number) => Promise<unknown>;
}

/** Seconds that a worker waits for its turn before it gives up: the queue brings the work back, and a person waits. */
export const MAX_RATE_WAITS = 3;
/** Clocks of workers differ by less. A window further ahead was written by a clock that was wrong, and does not count. */
export const MAX_CLOCK_SKEW_SECONDS = 5;

/**
 * One counter for all workers, in one item: of the second that is being spent, how much is. A window only ever gives
 * way to a later one, so it never holds more than `perSecond`; a worker whose clock is behind spends from the window of
 * the others. Two windows may meet: a carrier that counts over any second is to be given half of its limit.
 */
export const dynamoRateBudget = ({ client, tableName, account, perSecond, clock, sleep = delay }: RateDeps) => {
  const table = tableClient(client, tableName);
  const key = carrierKey(account, 'RATE');

  const spend = (second: number): Promise<boolean> =>
    table.update(key, {
      assign: { '#used': '#used + :one' },
      condition: '#window BETWEEN :second AND :ahead AND #used < :perSecond',
      names: { '#window': 'window', '#used': 'used' },
      values: { ':second': second, ':ahead': second + MAX_CLOCK_SKEW_SECONDS, ':perSecond': perSecond, ':one': 1 },
    });
  const openWindow = (second: number): Promise<boolean> =>
    table.update(key, {
      set: { window: second, used: 1 },
      condition: 'attribute_not_exists(#window) OR #window < :window OR #window > :ahead',
      names: {},
      values: { ':ahead': second + MAX_CLOCK_SKEW_SECONDS },
    });
  /** Spends once more after it has not opened the window: somebody else may just have done so. */
  const takeNow = async (second: number): Promise<boolean> =>
    (await spend(second)) || (await openWindow(second)) || (await spend(second));

  return {
    /** `false` when the budgets of this second and of the next {@link MAX_RATE_WAITS} were spent by others. */
    async take(): Promise<boolean> {
      for (let waits = 0; ; waits += 1) {
        const second = Math.floor(clock() / SECOND_MS);
        if (await takeNow(second)) return true;
        if (waits === MAX_RATE_WAITS) return false;
        await sleep(Math.max(1, (second + 1) * SECOND_MS - clock()));
      }
    },
  };
};

interface TokenDeps extends AccountDeps {
  /** The account's own secret: whoever cannot read it cannot read the token either. */
  readonly key: () => Promise<string>;
}

interface KeptToken {
  readonly token: string;
  readonly endsAt: Instant;
}

/** Longer than fetching a token takes; afterwards the next worker may try. */
export const TOKEN_LEASE_MS = 20 * SECOND_MS;

const tokenRow = z.object({ sealed: z.optional(z.string()), endsAt: z.optional(instantField) });

/** One token of an account for all workers, sealed: reading the table gives nobody access to the carrier. */
export const dynamoTokenStore = ({ client, tableName, account, key: secretOf, clock }: TokenDeps) => {
  const table = tableClient(client, tableName);
  const key = carrierKey(account, 'TOKEN');
  const placeOf = (endsAt: Instant): string => `${account} ${endsAt}`;

  return {
    /** `undefined` where none is kept, it has ended, or it was sealed under a secret that was rotated since. */
    async read(): Promise<KeptToken | undefined> {
      const item = await table.get(key, true);
      if (!item) return undefined;
      const { sealed, endsAt } = tokenRow.parse(item);
      if (sealed === undefined || endsAt === undefined || endsAt <= clock()) return undefined;
      const token = openToken(sealed, await secretOf(), placeOf(endsAt));
      return token === undefined ? undefined : { token, endsAt };
    },

    /** Lapses after {@link TOKEN_LEASE_MS}; also the one who saves a token keeps it, see there. */
    lease(): Promise<boolean> {
      const now = clock();
      return table.update(key, {
        set: { leasedUntil: plusMs(now, TOKEN_LEASE_MS) },
        condition: 'attribute_not_exists(#leasedUntil) OR #leasedUntil <= :now',
        names: {},
        values: { ':now': now },
      });
    },

    /** Holds the lease for as long again: whoever looked too early to see this token reads it and fetches none. */
    async save({ token, endsAt }: KeptToken): Promise<void> {
      const sealed = sealToken(token, await secretOf(), placeOf(endsAt));
      const item = { ...key, sealed, endsAt, leasedUntil: plusMs(clock(), TOKEN_LEASE_MS) };
      await table.put(item);
    },
  };
};
