import { describe, expect, test } from '@jest/globals';
import { carrierWatch } from '../../../functions/carrier-watch/handler.ts';
import { usageRefresher } from '../../../functions/usage-refresher/handler.ts';
import { type UsageCommand, usageCommand } from '../../../shared/outbox/usage-command.ts';
import { LINE_ID } from '../domain/given.ts';
import { memoryLog } from '../http/http-event.ts';

describe('one tick of the watch over carriers', () => {
  test('given that all went well, then it says how much it was', async () => {
    const log = memoryLog();
    const told = { floats: 2, lines: 3, failed: [] };
    await carrierWatch({ watch: async () => told, log })();
    expect(log.entries).toEqual([{ level: 'info', message: 'carriers watched', facts: told }]);
  });

  test('given an account that could not be looked at, then the run counts as failed', async () => {
    const watch = async () => ({ floats: 1, lines: 0, failed: ['airalo'] });
    await expect(carrierWatch({ watch, log: memoryLog() })()).rejects.toThrow('could not look at airalo');
  });
});

describe('messages about usage', () => {
  const record = (messageId: string, body: string) => ({ messageId, body });

  test('given one that fails and one that is none, then just those come back', async () => {
    const read: UsageCommand[] = [];
    const refresh = usageRefresher({
      async refresh(command) {
        read.push(command);
        if (command.changed) throw new Error('throttled');
        return 'noted';
      },
      log: memoryLog(),
    });
    const { body: fine } = usageCommand({ lineId: LINE_ID, changed: false });
    const { body: failing } = usageCommand({ lineId: LINE_ID, changed: true });
    const Records = [record('1', fine), record('2', failing), record('3', '{"lineId":"x"}')];
    expect(await refresh({ Records } as Parameters<typeof refresh>[0])).toEqual({
      batchItemFailures: [{ itemIdentifier: '2' }, { itemIdentifier: '3' }],
    });
    expect(read).toHaveLength(2);
  });
});
