import type { Log } from '../../shared/runtime/deps.ts';

interface Deps {
  readonly sweep: () => Promise<{ readonly swept: number; readonly failed: number }>;
  readonly log: Log;
}

/** One tick of the schedule. */
export const sweeper =
  ({ sweep, log }: Deps) =>
  async (): Promise<void> => {
    const { swept, failed } = await sweep();
    log.info('swept', { swept, failed });
    if (failed > 0) throw new Error(`${failed} of ${swept + failed} due renewals could not be swept`);
  };
