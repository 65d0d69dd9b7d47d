import type { CarrierAccounts } from '../../carriers/carrier.ts';
import type { Line } from '../../domain/line/line.ts';
import { isUsageOld } from '../../domain/line/usage.ts';
import type { Queue } from '../../outbox/outbox.ts';
import { usageCommand } from '../../outbox/usage-command.ts';
import type { Clock, Log } from '../../runtime/deps.ts';

interface Deps {
  readonly carriers: Pick<CarrierAccounts, 'of'>;
  readonly usageRefreshes: Queue;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Whoever is shown an old figure finds a newer one when they look again. No carrier is waited for, and nothing that
 * fails here keeps the traveller from what is known.
 */
export const askForUsage =
  ({ carriers, usageRefreshes, clock, log }: Deps) =>
  async (line: Line): Promise<void> => {
    const { lineId, carrier, usage, recycledAt } = line;
    if (recycledAt !== undefined || !isUsageOld(usage, clock())) return;
    if (!carriers.of(carrier)?.readUsage) return;
    try {
      const unsent = await usageRefreshes.send([usageCommand({ lineId, changed: false })]);
      if (unsent.length > 0) log.warn('usage not asked for', { lineId });
    } catch (error) {
      log.warn('usage not asked for', { lineId, error });
    }
  };
