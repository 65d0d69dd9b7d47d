import { describe, expect, test } from '@jest/globals';
import { renewalApi } from '../../../functions/renewal-api/handler.ts';
import { askForUsage } from '../../../shared/app/carriers/ask-for-usage.ts';
import type { Line } from '../../../shared/domain/line/line.ts';
import { personId } from '../../../shared/domain/values/ids.ts';
import { type Instant, MINUTE_MS } from '../../../shared/domain/values/instant.ts';
import type { Command } from '../../../shared/outbox/outbox.ts';
import { parseUsageCommand } from '../../../shared/outbox/usage-command.ts';
import { fakeCarrier } from '../../fakes/fake-carrier.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import { aLine, LINE_ID, later, NOW } from '../domain/given.ts';
import { ask, httpEvent, memoryLog } from '../http/http-event.ts';
import { paying } from './paying.ts';

const OLD = later(20 * MINUTE_MS + 1);

const looking = async (
  line: Line,
  at: Instant,
  send: (commands: readonly Command[]) => Promise<readonly string[]> = async () => [],
) => {
  const store = memoryStore();
  await store.addLine(line);
  const clock = () => at;
  const log = memoryLog();
  const sent: Command[] = [];
  const telling = fakeCarrier({ clock });
  const mute = fakeCarrier({ clock, without: ['readUsage'] });
  let reads = 0;
  const counting = {
    ...store,
    line: async (id: typeof LINE_ID) => {
      reads += 1;
      return store.line(id);
    },
  };
  const handler = renewalApi({
    ...paying(store, clock),
    store: counting,
    verify: async () => ({ person: personId('mei'), roles: [] }),
    askForUsage: askForUsage({
      carriers: { of: (account) => ({ soracom: telling, mute })[account] },
      usageRefreshes: {
        async send(commands) {
          sent.push(...commands);
          return send(commands);
        },
      },
      clock,
      log,
    }),
    clock,
    log,
  });
  const answer = await ask(handler, httpEvent('GET /v1/lines/{lineId}', { parameters: { lineId: LINE_ID } }));
  return { answer, sent, log, reads };
};

describe('a traveller looks at what is left', () => {
  test('given a figure that is young enough, then nobody is asked', async () => {
    const { answer, sent, reads } = await looking(aLine(), later(20 * MINUTE_MS));
    expect([answer.status, sent, reads]).toEqual([200, [], 1]);
  });

  test('given an old figure, then it is shown as it is, and the next one is asked for', async () => {
    const { answer, sent, reads } = await looking(aLine(), OLD);
    expect(answer).toMatchObject({ status: 200, body: { usage: { remainingBytes: 500_000_000 } } });
    expect(Date.parse(answer.body.usage.asOf)).toBe(NOW);
    expect(sent.map(({ body }) => parseUsageCommand(body))).toEqual([{ lineId: LINE_ID, changed: false }]);
    expect(reads).toBe(1);
  });

  test.each([
    ['a carrier that tells none', aLine({ carrier: 'mute' })],
    ['an account that is not there any more', aLine({ carrier: 'gone' })],
    ['a number that belongs to another SIM', aLine({ recycledAt: NOW })],
  ])('given %s, then nobody is asked', async (_name, line) => {
    const { answer, sent } = await looking(line, OLD);
    expect([answer.status, sent]).toEqual([200, []]);
  });

  test.each<[string, () => Promise<readonly string[]>]>([
    ['does not take it', async () => [LINE_ID]],
    ['cannot be reached', async () => Promise.reject(new Error('no route'))],
  ])('given a queue that %s, then the traveller sees what is known all the same', async (_name, send) => {
    const { answer, log } = await looking(aLine(), OLD, send);
    expect(answer.status).toBe(200);
    expect(log.entries).toMatchObject([{ level: 'warn', message: 'usage not asked for' }]);
  });
});
