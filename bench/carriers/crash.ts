import type { Carrier } from '../../shared/carriers/carrier.ts';
import type { Draws } from './draws.ts';
import type { AtWrites } from './watched-store.ts';

/** A function that was killed: nothing after it runs. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** Where a worker dies: at one of its writes, or when the carrier has answered and nobody knows of it yet. */
export type CrashPoint =
  | { readonly kind: 'write'; readonly number: number; readonly moment: 'before' | 'after' }
  | { readonly kind: 'answer' };

/** No run of a worker writes more often, as a rule: one that does not reach the point goes on. */
const MAX_WRITE_NUMBER = 4;
const AT_ANSWER_SHARE = 0.3;

export const drawCrash = (draws: Draws): CrashPoint =>
  draws.happens(AT_ANSWER_SHARE)
    ? { kind: 'answer' }
    : { kind: 'write', number: draws.between(1, MAX_WRITE_NUMBER), moment: draws.pick(['before', 'after']) };

/** What can happen to one run of one worker. */
export interface Fate {
  readonly crash?: CrashPoint | undefined;
  /** How long the table takes for the answer to the first write of the fence, on the virtual clock. */
  readonly slowFenceMs?: number | undefined;
}

/** The fate of whatever run a worker is at. */
export const fateOf = (sleep: (ms: number) => Promise<void>) => {
  let fate: Fate = {};
  let writes = 0;
  let met: Fate = {};

  const die = (crash: CrashPoint): never => {
    met = { ...met, crash };
    throw new Crash(JSON.stringify(crash));
  };
  const atWrite = (moment: 'before' | 'after'): void => {
    const { crash } = fate;
    if (crash?.kind === 'write' && crash.moment === moment && crash.number === writes) die(crash);
  };

  const atWrites: AtWrites = {
    before() {
      writes += 1;
      atWrite('before');
    },
    async after(write) {
      atWrite('after');
      const { slowFenceMs } = fate;
      if (write !== 'holdFence' || slowFenceMs === undefined || met.slowFenceMs !== undefined) return;
      met = { ...met, slowFenceMs };
      await sleep(slowFenceMs);
    },
  };

  return {
    atWrites,
    begin(next: Fate): void {
      [fate, met, writes] = [next, {}, 0];
    },
    /** What of it has come true in this run. */
    end(): Fate {
      fate = {};
      return met;
    },
    /** The carrier as a worker calls it that may die before it has heard the answer. */
    around: (carrier: Carrier): Carrier => ({
      ...carrier,
      async activate(order) {
        const outcome = await carrier.activate(order);
        if (fate.crash?.kind === 'answer') die(fate.crash);
        return outcome;
      },
    }),
  };
};
