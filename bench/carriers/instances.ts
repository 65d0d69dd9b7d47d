import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type CarrierGuard, carrierGuard } from '../../shared/app/carriers/guard.ts';
import type { Carrier } from '../../shared/carriers/carrier.ts';
import { dynamoRateBudget, dynamoTokenStore } from '../../shared/table/carrier-state.ts';
import type { Store } from '../../shared/table/store.ts';
import { fateOf } from './crash.ts';
import { drawsOf } from './draws.ts';
import type { Stage } from './stage.ts';
import type { VirtualTime } from './virtual-time.ts';
import { type OnSaved, watchedStore } from './watched-store.ts';
import { type SentCall, wire } from './wire.ts';

/** One instance of a function: what it keeps in memory, and how it reaches the carrier. */
export interface Instance {
  readonly guard: CarrierGuard;
  readonly carrier: Carrier;
}

/** One that can die in the middle of its work. */
export interface Worker extends Instance {
  readonly store: Store;
  readonly fate: ReturnType<typeof fateOf>;
}

export interface Ground {
  readonly stage: Stage;
  /** Of the simulator, without a trailing slash. */
  readonly url: string;
  readonly time: VirtualTime;
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly seed: number;
  readonly beforeSent: (call: SentCall) => Promise<void>;
}

/** Starts instances of functions: what they share is the table alone. */
export const instancesOn = ({ stage, url, time, client, tableName, seed, beforeSent }: Ground, base: Store) => {
  const { account, isShared = () => false } = stage;
  const clock = time.now;
  const shared = { client, tableName, account, clock };
  let count = 0;

  const connect = (sleep: (ms: number) => Promise<void>): Carrier => {
    count += 1;
    const draws = drawsOf(seed, `${account}/wire/${count}`);
    return stage.connect({
      url,
      clock,
      fetch: wire({ sleep, draws, isShared, beforeSent }),
      // As the product takes it: by the seconds of the clock, two of which may meet within one of the carrier's.
      budget: (granted) => dynamoRateBudget({ ...shared, perSecond: Math.max(1, Math.floor(granted / 2)), sleep }),
      tokens: (key) => dynamoTokenStore({ ...shared, key: async () => key }),
    });
  };

  return {
    function: (): Instance => ({ guard: carrierGuard(base, clock), carrier: connect(time.sleep) }),
    /** Works in a quiet moment, on several things at once. */
    quietFunction: (): Instance => ({ guard: carrierGuard(base, clock), carrier: connect(time.pass) }),
    worker(onSaved: OnSaved): Worker {
      const fate = fateOf(time.sleep);
      const store = watchedStore(base, onSaved, fate.atWrites);
      return { store, fate, guard: carrierGuard(store, clock), carrier: fate.around(connect(time.sleep)) };
    },
  };
};
