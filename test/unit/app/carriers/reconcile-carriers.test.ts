import { describe, expect, test } from '@jest/globals';
import type { CarrierRecord } from '../../../../shared/carriers/carrier.ts';
import { manualCarrier } from '../../../../shared/carriers/manual/manual-carrier.ts';
import { MAX_DIFFERENCES, openDifferences } from '../../../../shared/domain/reconciliation/reconciliation.ts';
import { lineId, paymentReference, type RenewalId, renewalIdFrom } from '../../../../shared/domain/values/ids.ts';
import {
  HOUR_MS,
  type Instant,
  MINUTE_MS,
  plusMs,
  ROLLING_DAY_MS,
  SECOND_MS,
} from '../../../../shared/domain/values/instant.ts';
import { aLine, aRenewal, END, LINE_ID, later, NOW, PRICE } from '../../domain/given.ts';
import { type ComparingWorld, comparingWorld } from './comparing-world.ts';

const CLASSES = ['A', 'B', 'C'] as const;

/** What the carrier shows from now on, whatever it has done. */
const showing = (world: ComparingWorld, record: CarrierRecord | (() => CarrierRecord | Promise<CarrierRecord>)): void =>
  void world.carriers.set('soracom', {
    ...world.carrier,
    readRecord: async () => (typeof record === 'function' ? record() : record),
  });

const recordWith = (
  world: ComparingWorld,
  change: Partial<Extract<CarrierRecord, { kind: 'record' }>>,
): CarrierRecord => ({
  kind: 'record',
  periods: [],
  readAt: world.clock(),
  ...change,
});

/** Paid, attempted, seen nowhere until the money had gone back, and carried out at `appearsAt` all the same. */
const refundedAndLate = async (world: ComparingWorld, appearsAt: Instant): Promise<RenewalId> => {
  const unclear = { outcome: { kind: 'unknown', code: 'timeout' } } as const;
  world.carrier.addSim('sim-1', END);
  world.carrier.script({ ...unclear, carriedOut: true, appearsAt }, ...Array.from({ length: 40 }, () => unclear));
  const id = await world.renewed('key-late');
  await world.rest([id]);
  expect((await world.stored(id)).status).toBe('refunded');
  return id;
};

/** The worker looks for what was given up as often as it does, up to then. */
const watchedUntil = async (world: ComparingWorld, id: RenewalId, until: Instant): Promise<void> => {
  for (let { abandoned } = await world.stored(id); abandoned && abandoned.lookAt < until; ) {
    world.state.now = abandoned.lookAt;
    await world.activate(id);
    ({ abandoned } = await world.stored(id));
  }
  world.state.now = until;
};

describe.each(CLASSES)('given a carrier of class %s whose record agrees with ours', (kind) => {
  test('when it is compared, then there is nothing to tell, and nothing is written but the report', async () => {
    const world = await comparingWorld({ class: kind });
    world.carrier.addSim('sim-1', END);
    const first = await world.renewed('key-0001');
    const second = await world.renewed('key-0002');
    world.nextDay();
    const before = [await world.store.renewal(first), await world.store.renewal(second), await world.line()];
    const report = await world.report();
    expect(report).toEqual({
      kind: 'carrier',
      account: 'soracom',
      day: Math.floor(world.clock() / ROLLING_DAY_MS),
      ranAt: world.clock(),
      theirs: 1,
      ours: 1,
      differences: [],
      unlisted: 0,
      skipped: {},
    });
    expect([await world.store.renewal(first), await world.store.renewal(second), await world.line()]).toEqual(before);
    expect(await world.store.reconciliations()).toEqual([report]);
  });

  test('when a refunded renewal is served after all, then the worker takes it back', async () => {
    const world = await comparingWorld({ class: kind });
    const id = await refundedAndLate(world, later(20 * HOUR_MS));
    await watchedUntil(world, id, later(21 * HOUR_MS));
    const { abandoned } = await world.stored(id);
    const report = await world.report();
    expect(report.differences).toEqual([{ kind: 'repaired', reference: id, what: ['taking_back'] }]);
    expect(openDifferences(report)).toBe(0);
    const now = world.clock();
    const moved = (await world.stored(id)).abandoned?.lookAt;
    expect([abandoned && abandoned.lookAt > now, moved]).toEqual([true, now]);
    await world.activate(id);
    expect((await world.stored(id)).trail.at(-1)).toMatchObject({ what: 'late.undone' });
    expect(world.carrier.endOf('sim-1')).toBe(END);
    world.nextDay();
    expect((await world.report()).differences).toEqual([]);
    expect(await world.isWaiting(id)).toBe(false);
  });

  test('when it appears when nothing watches it any more, then a person has to know, once', async () => {
    const world = await comparingWorld({ class: kind });
    const id = await refundedAndLate(world, later(3 * ROLLING_DAY_MS));
    await watchedUntil(world, id, later(4 * ROLLING_DAY_MS));
    expect((await world.stored(id)).abandoned).toBeUndefined();
    const report = await world.report();
    expect(report.differences).toEqual([{ kind: 'served_for_nothing', reference: id }]);
    expect([openDifferences(report), await world.isWaiting(id)]).toEqual([1, true]);
    world.nextDay();
    // Not settled yet: still open.
    expect((await world.report()).differences).toEqual([{ kind: 'served_for_nothing', reference: id }]);
    await world.close(id);
    const settled = await world.report();
    expect(settled.differences).toEqual([{ kind: 'settled', reference: id, code: 'served' }]);
    expect([openDifferences(settled), await world.isWaiting(id)]).toEqual([0, false]);
  });

  test('when its number was given to another SIM, then nothing is sold for the line any more, and the paid days wait for a person', async () => {
    const world = await comparingWorld({ class: kind });
    const id = await world.renewed('key-0001');
    world.nextDay();
    world.carrier.recycle('sim-1');
    expect((await world.report()).differences).toEqual([
      { kind: 'record_differs', reference: id, code: 'recycled' },
      { kind: 'repaired', reference: LINE_ID, what: ['recycled'] },
    ]);
    expect([(await world.line()).recycledAt, await world.isWaiting(id)]).toEqual([world.clock(), true]);
    expect(await world.report()).toMatchObject({ ours: 1, theirs: 0, differences: [], skipped: { recycled: 1 } });
  });

  test('when nobody had read the record of an activation, then it counts as read', async () => {
    const world = await comparingWorld({ class: kind });
    world.carrier.addSim('sim-1', END);
    const read = world.carrier.lookUp;
    Object.assign(world.carrier, { lookUp: async () => ({ kind: 'unavailable', code: 'timeout' }) });
    const id = await world.renewed('key-0001');
    Object.assign(world.carrier, { lookUp: read });
    expect(await world.stored(id)).not.toHaveProperty('checked');
    world.nextDay();
    const report = await world.report();
    expect(report.differences).toEqual([{ kind: 'repaired', reference: id, what: ['checked'] }]);
    const endsAt = (await world.line()).endsAt;
    expect(await world.stored(id)).toMatchObject({ checked: { at: world.clock(), endsAt } });
    expect((await world.report()).differences).toEqual([]);
  });
});

describe('given an active renewal that the record does not show as promised', () => {
  test('when it is compared day after day, then a person is asked once, and what they settled stays settled', async () => {
    const world = await comparingWorld();
    const id = await world.renewed('key-0001');
    showing(world, () => recordWith(world, { endsAt: END }));
    world.nextDay();
    const difference = { kind: 'record_differs', reference: id, code: 'end' };
    expect((await world.report()).differences).toEqual([difference]);
    expect((await world.stored(id)).payments).toMatchObject([
      { verdict: 'review', held: { reason: 'carrier_record_differs', since: world.clock() } },
    ]);
    const waiting = await world.stored(id);
    world.nextDay();
    expect((await world.report()).differences).toEqual([difference]);
    expect(await world.stored(id)).toEqual(waiting);
    await world.close(id);
    const report = await world.report();
    expect(report.differences).toEqual([{ kind: 'settled', reference: id, code: 'end' }]);
    expect([openDifferences(report), await world.isWaiting(id)]).toEqual([0, false]);
  });

  test('when the carrier keeps our reference and names another renewal of the line, then that one is loaded too', async () => {
    const world = await comparingWorld({ class: 'B' });
    const old = await world.paid('key-old');
    await world.activate(old);
    const id = await world.renewed('key-0001');
    const stranger = renewalIdFrom(LINE_ID, new Uint8Array(10));
    const elsewhere = renewalIdFrom(lineId('00000000ZZZZ'), new Uint8Array(10));
    const otherLine = { renewalId: elsewhere, lineId: lineId('00000000ZZZZ') };
    await world.store.createRenewal(aRenewal('active', otherLine), undefined);
    const periods = [old, id, stranger, elsewhere].map((ours) => ({
      reference: `p-${ours}`,
      status: 'active' as const,
      ours,
    }));
    showing(world, () => recordWith(world, { periods }));
    world.nextDay();
    expect((await world.report()).differences).toEqual(
      [stranger, elsewhere].map((period) => ({ kind: 'unknown_to_us', reference: LINE_ID, period })),
    );
  });

  test('when a renewal that was never paid is in the record, then a person has to know', async () => {
    const world = await comparingWorld({ class: 'B' });
    const id = await world.renewed('key-0001');
    const { renewal: unpaid } = await world.order('key-0002');
    world.nextDay();
    await world.sweep();
    const ours = [id, unpaid.renewalId].map((name) => ({ reference: name, status: 'active' as const, ours: name }));
    showing(world, () => recordWith(world, { periods: ours }));
    expect((await world.report()).differences).toEqual([{ kind: 'served_for_nothing', reference: unpaid.renewalId }]);
    expect(await world.isWaiting(unpaid.renewalId)).toBe(true);
  });

  test('when a period began after everything of ours, then it is told, and nothing is changed', async () => {
    const world = await comparingWorld({ class: 'C' });
    const id = await world.renewed('key-0001');
    const { endsAt } = await world.line();
    const foreign = {
      reference: 'x'.repeat(100),
      status: 'active',
      startsAt: endsAt,
      endsAt: plusMs(endsAt, 1),
    } as const;
    showing(world, () => recordWith(world, { periods: [foreign] }));
    world.nextDay();
    const before = await world.store.renewal(id);
    const report = await world.report();
    expect(report.differences).toEqual([{ kind: 'unknown_to_us', reference: LINE_ID, period: 'x'.repeat(64) }]);
    expect([openDifferences(report), await world.store.renewal(id)]).toEqual([1, before]);
  });

  test('when the SIM is gone and no renewal is active, then the line is told', async () => {
    const world = await comparingWorld();
    world.carrier.script({ outcome: { kind: 'refused', code: 'no' } });
    await world.renewed('key-0001');
    showing(world, { kind: 'absent' });
    world.nextDay();
    expect((await world.report()).differences).toEqual([
      { kind: 'line_differs', reference: LINE_ID, code: 'sim_absent' },
    ]);
  });

  test('when others keep changing the renewal, then it is told as failed, and the next run tries again', async () => {
    const world = await comparingWorld();
    const id = await world.renewed('key-0001');
    showing(world, () => recordWith(world, { endsAt: END }));
    world.nextDay();
    const { saveRenewal } = world.store;
    world.store.saveRenewal = async () => false;
    expect((await world.report()).differences).toEqual([{ kind: 'failed', reference: id, code: 'busy' }]);
    world.store.saveRenewal = saveRenewal;
    expect((await world.report()).differences).toMatchObject([{ kind: 'record_differs' }]);
  });
});

describe('given a line that somebody is at', () => {
  const differing = async (world: ComparingWorld) => {
    showing(world, () => recordWith(world, { endsAt: END }));
    world.nextDay();
  };

  test('when its fence is held, then it is skipped, the carrier is not asked, and the report says so', async () => {
    const world = await comparingWorld();
    await world.renewed('key-0001');
    await differing(world);
    const line = await world.line();
    const fence = {
      renewalId: renewalIdFrom(LINE_ID, new Uint8Array(10)),
      attempt: 1,
      grantedAt: NOW,
      targetEnd: NOW,
      submittedAt: NOW,
      emptyLookUps: 0,
    };
    await world.store.holdFence(line, fence);
    let asked = 0;
    showing(world, () => {
      asked += 1;
      return { kind: 'absent' };
    });
    expect(await world.report()).toMatchObject({ ours: 1, theirs: 0, differences: [], skipped: { under_way: 1 } });
    expect(asked).toBe(0);
  });

  test('when a renewal of it waits to be activated, then it is skipped', async () => {
    const world = await comparingWorld();
    await world.renewed('key-0001');
    await differing(world);
    await world.inBooks(await world.paid('key-0002'));
    expect(await world.report()).toMatchObject({ differences: [], skipped: { under_way: 1 } });
  });

  test('when an activation is younger than the settling time, then it is skipped, and not afterwards', async () => {
    const world = await comparingWorld({ settlingMs: 60 * SECOND_MS });
    await world.renewed('key-0001');
    showing(world, () => recordWith(world, { endsAt: END }));
    world.state.now += 60 * SECOND_MS - 1;
    expect(await world.report()).toMatchObject({ differences: [], skipped: { under_way: 1 } });
    world.state.now += 1;
    expect((await world.report()).differences).toMatchObject([{ kind: 'record_differs' }]);
  });

  test('when it was taken back a moment ago, then a record that lags is not believed', async () => {
    const world = await comparingWorld({ class: 'B', settlingMs: 60 * SECOND_MS });
    const id = await refundedAndLate(world, later(20 * HOUR_MS));
    await watchedUntil(world, id, later(21 * HOUR_MS));
    await world.report();
    await world.activate(id);
    showing(world, () => recordWith(world, { periods: [{ reference: 'p', status: 'active', ours: id }] }));
    expect(await world.report()).toMatchObject({ differences: [], skipped: { under_way: 1 } });
    world.state.now += 60 * SECOND_MS;
    expect((await world.report()).differences).toMatchObject([{ kind: 'served_for_nothing' }]);
  });

  test('when an attempt begins while the record is read, then what it shows is not held against anybody', async () => {
    const world = await comparingWorld();
    const first = await world.renewed('key-0001');
    world.nextDay();
    showing(world, async () => {
      // The second one is ordered, paid and active before the record is read.
      if (world.carrier.activations.length === 1) await world.activate(await world.paid('key-0002'));
      return recordWith(world, { endsAt: (await world.line()).endsAt });
    });
    expect(await world.report()).toMatchObject({ differences: [], skipped: { under_way: 1 } });
    expect(await world.isWaiting(first)).toBe(false);
  });
});

describe('which lines are compared', () => {
  test('those that were paid within seven days, today included, whatever account took the money', async () => {
    const world = await comparingWorld();
    const id = await world.paid('key-0001');
    await world.activate(id);
    const entry = { reference: paymentReference(id, 1), captureId: 'pi_1', captured: PRICE };
    world.nextDay();
    expect((await world.report()).ours).toBe(0);
    await world.store.noteCaptured({ ...entry, account: 'paypal', at: world.clock() });
    expect((await world.report()).ours).toBe(1);
    for (let day = 0; day < 6; day += 1) world.nextDay();
    expect((await world.report()).ours).toBe(1);
    world.nextDay();
    expect((await world.report()).ours).toBe(0);
  });

  test('each once, however often it was paid for', async () => {
    const world = await comparingWorld();
    for (const key of ['key-0001', 'key-0002', 'key-0003']) await world.renewed(key);
    world.nextDay();
    expect(await world.report()).toMatchObject({ ours: 1, theirs: 1 });
  });

  test('with each of its renewals once, however many payments there were for it', async () => {
    const world = await comparingWorld();
    const id = await world.renewed('key-0001');
    const second = {
      account: 'paypal',
      reference: paymentReference(id, 2),
      captureId: 'pi_2',
      captured: PRICE,
      at: NOW,
    };
    await world.store.noteCaptured(second);
    showing(world, () => recordWith(world, { endsAt: plusMs(END, -HOUR_MS) }));
    world.nextDay();
    expect((await world.report()).differences).toEqual([{ kind: 'record_differs', reference: id, code: 'end' }]);
    world.carrier.recycle('sim-1');
    world.carriers.set('soracom', world.carrier);
    expect((await world.report()).differences).toHaveLength(2);
  });

  test('none whose line is not stored; that is logged', async () => {
    const world = await comparingWorld();
    const id = renewalIdFrom(lineId('00000000ZZZZ'), new Uint8Array(10));
    const reference = paymentReference(id, 1);
    await world.store.noteCaptured({ account: 'stripe', reference, captureId: 'pi_1', captured: PRICE, at: NOW });
    expect(await world.report()).toMatchObject({ ours: 0 });
    expect(world.log.entries).toMatchObject([{ level: 'error', facts: { lineId: '00000000ZZZZ' } }]);
  });

  test('until the time of the run is over, those first that were paid last', async () => {
    const world = await comparingWorld();
    const order: string[] = [];
    for (let number = 0; number < 12; number += 1) {
      const id = lineId(`00000000ZZ${String(number).padStart(2, '0')}`);
      const reference = paymentReference(renewalIdFrom(id, new Uint8Array(10)), 1);
      await world.store.addLine(aLine({ lineId: id, carrierRef: `sim-${number}` }));
      const at = later(number * MINUTE_MS);
      await world.store.noteCaptured({ account: 'stripe', reference, captureId: reference, captured: PRICE, at });
    }
    world.nextDay();
    world.carriers.set('soracom', {
      ...world.carrier,
      async readRecord({ carrierRef }) {
        order.push(carrierRef);
        if (order.length === 8) world.state.now += 8 * MINUTE_MS;
        return recordWith(world, { endsAt: END });
      },
    });
    const report = await world.report();
    expect(report).toMatchObject({ ours: 12, theirs: 8, skipped: { out_of_time: 4 } });
    expect(order).toEqual([11, 10, 9, 8, 7, 6, 5, 4].map((number) => `sim-${number}`));
  });
});

describe('given a carrier that cannot be asked', () => {
  test('when its circuit is open, then the others are compared all the same, and the run names it', async () => {
    const world = await comparingWorld();
    await world.renewed('key-0001');
    await world.store.addLine(aLine({ lineId: lineId('00000000ZZZZ'), carrier: 'airalo', carrierRef: 'sim-9' }));
    const reference = paymentReference(renewalIdFrom(lineId('00000000ZZZZ'), new Uint8Array(10)), 1);
    await world.store.noteCaptured({ account: 'stripe', reference, captureId: 'pi_9', captured: PRICE, at: NOW });
    world.carriers.set('airalo', { ...world.carrier, readRecord: async () => ({ kind: 'absent' }) });
    world.nextDay();
    const seen = await world.store.carrierHealth('airalo');
    const circuit = { until: plusMs(world.clock(), MINUTE_MS), why: 'unreachable', openings: 1 } as const;
    await world.store.saveCarrierHealth('airalo', seen, { ...seen.health, circuit });
    const { reports, failed } = await world.compare();
    expect([failed, reports.map(({ account }) => account)]).toEqual([['airalo'], ['soracom']]);
    expect(reports).toMatchObject([{ theirs: 1 }]);
    expect(world.log.entries).toMatchObject([
      { level: 'error', facts: { account: 'airalo', error: { message: 'circuit_open' } } },
    ]);
    expect(await world.store.reconciliations()).toEqual(reports);
  });

  test('when it asks for a wait, then it is asked again after that, and its answer counts', async () => {
    const world = await comparingWorld();
    await world.renewed('key-0001');
    world.nextDay();
    const answers: CarrierRecord[] = [
      { kind: 'unavailable', code: 'http_429', retryAfterMs: 7_000 },
      { kind: 'unavailable', code: 'rate_budget' },
    ];
    const { endsAt } = await world.line();
    showing(world, () => answers.shift() ?? recordWith(world, { endsAt }));
    expect(await world.report()).toMatchObject({ theirs: 1, differences: [] });
    expect(world.pauses).toEqual([7_000, 2_000]);
  });

  test.each<[string, Extract<CarrierRecord, { kind: 'unavailable' }>, number]>([
    ['three times', { kind: 'unavailable', code: 'timeout' }, 3],
    ['for an hour', { kind: 'unavailable', code: 'http_429', retryAfterMs: HOUR_MS }, 1],
  ])(
    'when one record cannot be read %s, then it is told, and the next run tries again',
    async (_what, answer, reads) => {
      const world = await comparingWorld();
      const id = await world.renewed('key-0001');
      world.nextDay();
      let asked = 0;
      showing(world, () => {
        asked += 1;
        return answer;
      });
      const report = await world.report();
      expect(report).toMatchObject({
        theirs: 0,
        differences: [{ kind: 'failed', reference: LINE_ID, code: answer.code }],
      });
      expect([asked, openDifferences(report), await world.isWaiting(id)]).toEqual([reads, 1, false]);
    },
  );

  test('when it keeps failing, then its circuit opens and ends its run', async () => {
    const world = await comparingWorld();
    for (let number = 0; number < 5; number += 1) {
      const id = lineId(`00000000ZZ0${number}`);
      const reference = paymentReference(renewalIdFrom(id, new Uint8Array(10)), 1);
      await world.store.addLine(aLine({ lineId: id, carrierRef: `sim-${number}` }));
      await world.store.noteCaptured({ account: 'stripe', reference, captureId: reference, captured: PRICE, at: NOW });
    }
    world.carrier.unreachable(100);
    expect(await world.compare()).toMatchObject({ reports: [], failed: ['soracom'] });
  });

  test('when its account is not configured, then the run names it', async () => {
    const world = await comparingWorld();
    await world.renewed('key-0001');
    world.carriers.clear();
    world.nextDay();
    expect(await world.compare()).toEqual({ reports: [], failed: ['soracom'] });
  });

  test('when the report cannot be written, then its account is named as failed', async () => {
    const world = await comparingWorld();
    world.store.saveReconciliation = async () => {
      throw new Error('outage');
    };
    expect(await world.compare()).toEqual({ reports: [], failed: ['soracom'] });
  });
});

test('given a carrier without a record, then its lines are skipped, and the report says so', async () => {
  const world = await comparingWorld();
  await world.renewed('key-0001');
  world.carriers.set('soracom', manualCarrier({ jobs: world.store, account: 'soracom', clock: world.clock }));
  world.nextDay();
  expect(await world.report()).toMatchObject({ ours: 1, theirs: 0, differences: [], skipped: { no_record: 1 } });
  expect(world.pauses).toEqual([]);
});

test('given more open differences than are listed, then the rest is counted, and what is settled gives way', async () => {
  const world = await comparingWorld();
  const id = await world.renewed('key-0001');
  world.nextDay();
  const periods = Array.from({ length: MAX_DIFFERENCES + 7 }, (_, index) => ({
    reference: `p-${index}`,
    status: 'active' as const,
    startsAt: plusMs(END, 30 * ROLLING_DAY_MS),
    endsAt: plusMs(END, 31 * ROLLING_DAY_MS),
  }));
  const { checked: _read, ...unread } = { ...(await world.stored(id)), checked: undefined };
  const seen = await world.store.renewal(id);
  if (seen) await world.store.saveRenewal(seen, unread as typeof seen.renewal, undefined);
  const asPromised = { reference: 'p', status: 'active', startsAt: END, endsAt: (await world.line()).endsAt } as const;
  const endsAt = plusMs(END, 31 * ROLLING_DAY_MS);
  showing(world, () => recordWith(world, { periods: [asPromised, ...periods], endsAt }));
  const report = await world.report();
  expect([report.differences.length, report.unlisted, openDifferences(report)]).toEqual([100, 7, 107]);
  expect(new Set(report.differences.map(({ kind }) => kind))).toEqual(new Set(['unknown_to_us']));
});
