import type { Instant } from '../domain/values/instant.ts';

/** What every worker of one carrier account shares, whatever process it runs in. */
export interface RateBudget {
  /** Takes one request out of the budget; `false` when none is left soon enough, and the request must not be made. */
  take(): Promise<boolean>;
}

export interface KeptToken {
  readonly token: string;
  readonly endsAt: Instant;
}

/** One token for all workers: carriers limit how often one may be fetched. */
export interface TokenStore {
  read(): Promise<KeptToken | undefined>;
  /** The right to fetch a new one, held by one worker at a time and lost by itself after some seconds. */
  lease(): Promise<boolean>;
  save(token: KeptToken): Promise<void>;
}
