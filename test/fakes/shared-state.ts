import type { KeptToken, RateBudget, TokenStore } from '../../shared/carriers/shared-state.ts';
import { type Instant, plusMs, SECOND_MS } from '../../shared/domain/values/instant.ts';
import type { Clock } from '../../shared/runtime/deps.ts';

export interface MemoryRateBudget extends RateBudget {
  /** When each request was taken, in order; those that were denied are not among them. */
  readonly taken: readonly Instant[];
}

/** Denies what is over the limit within one second of the clock, without waiting for the next one. */
export const memoryRateBudget = ({
  clock,
  perSecond,
}: {
  readonly clock: Clock;
  readonly perSecond: number;
}): MemoryRateBudget => {
  const taken: Instant[] = [];
  const secondOf = (at: Instant): number => Math.floor(at / SECOND_MS);
  return {
    taken,
    async take() {
      const now = clock();
      if (taken.filter((at) => secondOf(at) === secondOf(now)).length >= perSecond) return false;
      taken.push(now);
      return true;
    },
  };
};

/** As the table does it: longer than fetching a token takes. */
const LEASE_MS = 20 * SECOND_MS;

export interface MemoryTokenStore extends TokenStore {
  /** Every token that was saved, in order. */
  readonly saved: readonly KeptToken[];
}

/** One token for all adapters that are given it. Whoever saves one holds the lease for as long again, as in the table. */
export const memoryTokenStore = ({ clock }: { readonly clock: Clock }): MemoryTokenStore => {
  const saved: KeptToken[] = [];
  let leasedUntil: Instant | undefined;
  return {
    saved,
    async read() {
      const kept = saved.at(-1);
      return kept && clock() < kept.endsAt ? kept : undefined;
    },
    async lease() {
      if (leasedUntil !== undefined && clock() < leasedUntil) return false;
      leasedUntil = plusMs(clock(), LEASE_MS);
      return true;
    },
    async save(token) {
      saved.push(token);
      leasedUntil = plusMs(clock(), LEASE_MS);
    },
  };
};
