import type { LineId } from '../../shared/domain/values/ids.ts';
import { parseReminderPage } from '../../shared/outbox/reminder-page.ts';
import type { Log } from '../../shared/runtime/deps.ts';
import { eachMessage } from '../../shared/runtime/queue-batch.ts';

interface Deps {
  readonly publish: (lineIds: readonly LineId[]) => Promise<void>;
  readonly log: Log;
}

export const reminderPublisher = ({ publish, log }: Deps) =>
  eachMessage(log, async (body) => publish(parseReminderPage(body)));
