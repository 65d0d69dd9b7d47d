import type { Watched } from '../../shared/app/carriers/watch-carriers.ts';
import type { Log } from '../../shared/runtime/deps.ts';

interface Deps {
  readonly watch: () => Promise<Watched>;
  readonly log: Log;
}

/** One tick of the schedule. */
export const carrierWatch =
  ({ watch, log }: Deps) =>
  async (): Promise<void> => {
    const { floats, lines, failed } = await watch();
    log.info('carriers watched', { floats, lines, failed });
    if (failed.length > 0) throw new Error(`could not look at ${failed.join(', ')}`);
  };
