import type { Refreshed } from '../../shared/app/carriers/refresh-usage.ts';
import { parseUsageCommand, type UsageCommand } from '../../shared/outbox/usage-command.ts';
import type { Log } from '../../shared/runtime/deps.ts';
import { eachMessage } from '../../shared/runtime/queue-batch.ts';

interface Deps {
  readonly refresh: (command: UsageCommand) => Promise<Refreshed>;
  readonly log: Log;
}

export const usageRefresher = ({ refresh, log }: Deps) =>
  eachMessage(log, async (body) => {
    const command = parseUsageCommand(body);
    log.info('usage', { lineId: command.lineId, outcome: await refresh(command) });
  });
