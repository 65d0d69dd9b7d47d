import type { RenewalId } from '../../shared/domain/values/ids.ts';
import { MINUTE_MS, plusMs } from '../../shared/domain/values/instant.ts';
import { MAX_DELAY_MS, type Queue } from '../../shared/outbox/outbox.ts';
import { parseRenewalCommand } from '../../shared/outbox/renewal-command.ts';
import type { Draws } from './draws.ts';
import type { Tally } from './tally.ts';
import type { VirtualTime } from './virtual-time.ts';

/** As the template sets them: a message that nobody has confirmed comes back, so often. */
const VISIBILITY_MS = 6 * MINUTE_MS;
const MAX_RECEIVES = 5;
/** Messages that arrive twice, at the same time. */
const TWICE_SHARE = 0.25;

interface Options {
  readonly time: VirtualTime;
  readonly draws: Draws;
  /** `again` is called where the worker failed. */
  readonly work: (id: RenewalId, again: () => void) => void;
  readonly isLost: (id: RenewalId) => boolean;
  readonly runs: Tally;
}

/** A queue of commands whose delays pass on the virtual clock, and which delivers some of them twice. */
export const renewalQueue = ({ time, draws, work, isLost, runs }: Options): Queue => {
  const receive = (id: RenewalId, received: number): void =>
    work(id, () => {
      if (received >= MAX_RECEIVES) runs.add('message given up');
      else time.at(plusMs(time.now(), VISIBILITY_MS), async () => receive(id, received + 1));
    });

  return {
    async send(commands) {
      for (const { body, delayMs = 0 } of commands) {
        const id = parseRenewalCommand(body);
        if (isLost(id)) {
          runs.add('message lost');
          continue;
        }
        const at = plusMs(time.now(), Math.ceil(Math.min(MAX_DELAY_MS, Math.max(0, delayMs)) / 1_000) * 1_000);
        const times = draws.happens(TWICE_SHARE) ? 2 : 1;
        if (times === 2) runs.add('message delivered twice');
        for (let count = 0; count < times; count += 1) time.at(at, async () => receive(id, 1));
      }
      return [];
    },
  };
};
