import { describe, expect, test } from '@jest/globals';
import { carrierGuard } from '../../../../shared/app/carriers/guard.ts';
import { watchCarriers } from '../../../../shared/app/carriers/watch-carriers.ts';
import type { CarrierMoney } from '../../../../shared/carriers/carrier.ts';
import { afterAnswer } from '../../../../shared/domain/carrier/health.ts';
import { OPENINGS_TO_TELL } from '../../../../shared/domain/carrier/outage.ts';
import { lineId } from '../../../../shared/domain/values/ids.ts';
import { MINUTE_MS, plusMs } from '../../../../shared/domain/values/instant.ts';
import type { DomainEvent } from '../../../../shared/outbox/domain-event.ts';
import type { Command } from '../../../../shared/outbox/outbox.ts';
import { parseUsageCommand } from '../../../../shared/outbox/usage-command.ts';
import { fakeCarrier } from '../../../fakes/fake-carrier.ts';
import { memoryStore } from '../../../fakes/memory-store.ts';
import { aLine, LINE_ID, later, NOW } from '../../domain/given.ts';
import { memoryLog } from '../../http/http-event.ts';

const usd = (dollars: number): CarrierMoney => ({ amountE4: dollars * 10_000, currency: 'USD' });
const FLOOR = usd(100);

const world = () => {
  let now = NOW;
  const clock = () => now;
  const store = memoryStore();
  const told: DomainEvent[] = [];
  const sent: Command[] = [];
  const full = { bus: false, queue: false };
  const log = memoryLog();
  const carriers = {
    airalo: fakeCarrier({ clock, class: 'B' }),
    esimgo: fakeCarrier({ clock, class: 'C' }),
    soracom: fakeCarrier({ clock, without: ['readFloat'] }),
  };
  const named = new Map(Object.entries(carriers));
  const watch = watchCarriers({
    store,
    carriers: {
      names: [...named.keys()],
      of: (name) => named.get(name),
      floorOf: (account) => (account === 'airalo' ? FLOOR : undefined),
    },
    guard: carrierGuard(store, clock),
    bus: {
      async put(events) {
        if (full.bus) return events.map(({ id }) => id);
        told.push(...events.map(({ id: _id, ...event }) => event));
        return [];
      },
    },
    usageRefreshes: {
      async send(commands) {
        if (full.queue) return commands.map(({ id }) => id);
        sent.push(...commands);
        return [];
      },
    },
    clock,
    log,
  });
  return {
    store,
    carriers,
    told,
    sent,
    full,
    log,
    /** One tick, a minute after the last. */
    tick: () => {
      now = plusMs(now, MINUTE_MS);
      return watch();
    },
    health: async (account: string) => (await store.carrierHealth(account)).health,
  };
};

describe("watching the brand's credit", () => {
  test('given carriers that tell it, then it is read and kept with its time; of the others nothing', async () => {
    const { carriers, tick, health, told } = world();
    carriers.airalo.tellFloat(usd(500));
    expect(await tick()).toEqual({ floats: 2, lines: 0, failed: [] });
    expect((await health('airalo')).float).toEqual({ ...usd(500), readAt: later(MINUTE_MS) });
    expect((await health('soracom')).float).toBeUndefined();
    expect(told).toEqual([]);
  });

  test('given credit that falls and is filled up again, then each is told once, with what is there', async () => {
    const { carriers, tick, told } = world();
    carriers.airalo.tellFloat(usd(99));
    for (let ticks = 0; ticks < 3; ticks += 1) await tick();
    carriers.airalo.tellFloat(usd(300));
    for (let ticks = 0; ticks < 3; ticks += 1) await tick();
    expect(told).toEqual([
      { type: 'carrier.float_low', detail: { account: 'airalo', float: usd(99) } },
      { type: 'carrier.float_restored', detail: { account: 'airalo', float: usd(300) } },
    ]);
  });

  test('given a reading that changes nothing, then nothing is written', async () => {
    const { tick, store } = world();
    await tick();
    const writes: string[] = [];
    store.beforeWrite = (write) => void writes.push(write);
    await tick();
    expect(writes).toEqual([]);
  });

  test('given a worker that was refused for want of credit while it cannot be read, then that is told', async () => {
    const { carriers, tick, store, told } = world();
    const seen = await store.carrierHealth('esimgo');
    await store.saveCarrierHealth('esimgo', seen, { ...seen.health, creditRefusedAt: NOW });
    carriers.esimgo.unreachable(1);
    expect(await tick()).toMatchObject({ floats: 1, failed: [] });
    expect(told).toEqual([{ type: 'carrier.float_low', detail: { account: 'esimgo' } }]);
  });

  test('given a worker that writes in between, then what it wrote stays, and nothing is told twice', async () => {
    const { carriers, tick, store, told, health } = world();
    carriers.airalo.tellFloat(usd(1));
    let races = 0;
    store.beforeWrite = async (write) => {
      if (write !== 'saveCarrierHealth' || races > 0) return;
      races += 1;
      const seen = await store.carrierHealth('airalo');
      await store.saveCarrierHealth('airalo', seen, { ...seen.health, failures: 3 });
    };
    expect((await tick()).failed).toEqual([]);
    expect(await health('airalo')).toMatchObject({ failures: 3, lowTold: true, float: usd(1) });
    expect(told).toHaveLength(1);
  });

  test('given a bus that does not take it, then it is told at the next tick, and the others are looked at', async () => {
    const { carriers, tick, told, full, log } = world();
    carriers.airalo.tellFloat(usd(1));
    full.bus = true;
    expect(await tick()).toEqual({ floats: 1, lines: 0, failed: ['airalo'] });
    expect(log.entries).toMatchObject([{ level: 'error', facts: { account: 'airalo' } }]);
    full.bus = false;
    await tick();
    expect(told).toHaveLength(1);
  });

  test('given a floor in another currency than the credit, then somebody is told of the mistake', async () => {
    const { carriers, tick } = world();
    carriers.airalo.tellFloat({ amountE4: 1, currency: 'EUR' });
    expect((await tick()).failed).toEqual(['airalo']);
  });
});

describe('handing out lines whose usage is to be read', () => {
  const numbered = (number: number) => lineId(String(number).padStart(12, '0'));

  test('given lines that are due, then each is handed out, and those that are not stay', async () => {
    const { store, tick, sent } = world();
    await store.addLine(aLine());
    await store.watchUsage(LINE_ID, NOW);
    await store.watchUsage(numbered(1), later(60 * MINUTE_MS));
    expect((await tick()).lines).toBe(1);
    expect(sent.map(({ body }) => parseUsageCommand(body))).toEqual([{ lineId: LINE_ID, changed: false }]);
  });

  test('given more than a run takes, then the rest waits for the next', async () => {
    const { store, tick, sent } = world();
    for (let number = 0; number < 2_050; number += 1) await store.watchUsage(numbered(number), NOW);
    expect((await tick()).lines).toBe(2_000);
    expect(sent).toHaveLength(2_000);
  });

  test('given a queue that does not take them, then the run fails', async () => {
    const { store, tick, full } = world();
    await store.watchUsage(LINE_ID, NOW);
    full.queue = true;
    await expect(tick()).rejects.toThrow(/did not take 1 lines/);
  });
});

describe('given a carrier that cannot be reached', () => {
  const away = async ({ store }: ReturnType<typeof world>, openings: number): Promise<void> => {
    const seen = await store.carrierHealth('soracom');
    const circuit = { until: later(5 * MINUTE_MS), why: 'unreachable', openings } as const;
    await store.saveCarrierHealth('soracom', seen, { ...seen.health, failures: 9, circuit });
  };

  test('when it has been away for a moment, then nobody is called', async () => {
    const given = world();
    await away(given, OPENINGS_TO_TELL - 1);
    await given.tick();
    expect(given.told).toEqual([]);
  });

  test('when it stays away, then people are told once, and once more when it is back', async () => {
    const given = world();
    await away(given, OPENINGS_TO_TELL);
    await given.tick();
    await away(given, OPENINGS_TO_TELL + 1);
    await given.tick();
    expect(given.told).toEqual([{ type: 'carrier.unreachable', detail: { account: 'soracom' } }]);
    const seen = await given.store.carrierHealth('soracom');
    await given.store.saveCarrierHealth('soracom', seen, afterAnswer(seen.health));
    await given.tick();
    await given.tick();
    expect(given.told.slice(1)).toEqual([{ type: 'carrier.reachable', detail: { account: 'soracom' } }]);
  });
});
