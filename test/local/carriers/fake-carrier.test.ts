import { describe, expect, test } from '@jest/globals';
import type { ActivationOrder, CarrierClass, CarrierOutcome } from '../../../shared/carriers/carrier.ts';
import { iccid } from '../../../shared/domain/values/iccid.ts';
import { instant, MINUTE_MS, plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { fakeCarrier, type ScriptedActivation } from '../../fakes/fake-carrier.ts';
import { type CarrierWorld, carrierContract, type Trouble } from './carrier-contract.ts';

const START = instant(Date.UTC(2030, 0, 1));
const SIM = { carrierRef: 'sim-1', iccid: iccid('8981100005819480000') };
const PRODUCT = 'days-3';
const DAYS = 3;

const fakeWorld = (kind: CarrierClass) => {
  const state = { now: START };
  const clock = () => state.now;
  const carrier = fakeCarrier({ clock, class: kind });
  return {
    carrier,
    clock,
    advance: (ms: number) => {
      state.now = plusMs(state.now, ms);
    },
  };
};

const OUTCOMES: Readonly<Partial<Record<Trouble, ScriptedActivation>>> = {
  turned_away: { outcome: { kind: 'not_sent', code: 'http_429', retryAfterMs: 7_000 } },
  refuses: { outcome: { kind: 'refused', code: 'sem0099' } },
  answer_lost: { outcome: unknown('timeout'), carriedOut: true },
  error_after_success: { outcome: unknown('http_500'), carriedOut: true },
  html_after_success: { outcome: unknown('malformed_reply'), carriedOut: true },
  malformed_after_success: { outcome: unknown('malformed_reply'), carriedOut: true },
  request_lost: { outcome: unknown('conn_lost') },
  float_low: { outcome: { kind: 'not_sent', code: 'no_credit', trouble: 'float_low' } },
  maintenance: { outcome: { kind: 'not_sent', code: 'maintenance', trouble: 'maintenance' } },
  processing: {
    outcome: { kind: 'accepted', reference: 'order-1' },
    carriedOut: true,
    appearsAt: plusMs(START, 10 * MINUTE_MS),
  },
};

function unknown(code: string): Extract<CarrierOutcome, { kind: 'unknown' }> {
  return { kind: 'unknown', code, trouble: 'unreachable' };
}

/** The fake that use cases are tested with must behave as the real adapters of each class do. */
describe.each(['A', 'B', 'C'] as const)('class %s', (kind) => {
  carrierContract(`in memory, class ${kind}`, async (): Promise<CarrierWorld> => {
    const { carrier, clock, advance } = fakeWorld(kind);
    carrier.sell(PRODUCT, { amountE4: 25_000, currency: 'USD' });
    return {
      carrier,
      now: clock,
      product: PRODUCT,
      days: DAYS,
      newSim: async (end) => {
        carrier.addSim(SIM.carrierRef, end);
        return SIM;
      },
      truth: async ({ carrierRef }) => ({ endsAt: carrier.endOf(carrierRef), changes: carrier.set.length }),
      troubles: [
        'turned_away',
        'refuses',
        'answer_lost',
        'error_after_success',
        'html_after_success',
        'malformed_after_success',
        'request_lost',
        'look_up_fails',
        'processing',
        'float_low',
        'maintenance',
        'recycled',
        'price_change',
      ],
      trouble: async (next, { carrierRef }) => {
        const step = OUTCOMES[next];
        if (step) carrier.script(step);
        if (next === 'look_up_fails') carrier.unreachable(1);
        if (next === 'recycled') carrier.recycle(carrierRef);
        // The price of the product is above what the contract allows already.
      },
      advance: async (ms) => advance(ms),
      close: async () => {},
    };
  });
});

describe('what only the fake can do', () => {
  const END = plusMs(START, ROLLING_DAY_MS);
  const order = (reference: string, days = DAYS): ActivationOrder => ({
    ...SIM,
    reference,
    product: PRODUCT,
    days: DAYS,
    targetEnd: plusMs(END, days * ROLLING_DAY_MS),
  });

  test.each(['A', 'B', 'C'] as const)(
    'class %s: a success that comes late is absent until it appears',
    async (kind) => {
      const { carrier, advance } = fakeWorld(kind);
      carrier.addSim('sim-1', END);
      const late = { ...order('ONE'), baseline: '0' };
      carrier.script({ outcome: unknown('timeout'), carriedOut: true, appearsAt: plusMs(START, MINUTE_MS) });
      await carrier.activate(late);
      expect(await carrier.lookUp(late)).toEqual({ kind: 'absent' });
      expect([carrier.endOf('sim-1'), carrier.set.length]).toEqual([END, 1]);
      advance(MINUTE_MS);
      expect(await carrier.lookUp(late)).toMatchObject({ kind: 'confirmed', endsAt: late.targetEnd });
      expect(carrier.endOf('sim-1')).toBe(late.targetEnd);
    },
  );

  test.each([
    ['A', 3],
    ['B', 6],
    ['C', 6],
  ] as const)('class %s: a second attempt after a success gives %s days in all', async (kind, days) => {
    const { carrier } = fakeWorld(kind);
    carrier.addSim('sim-1', END);
    await carrier.activate(order('ONE'));
    await carrier.activate(order('ONE'));
    expect(carrier.endOf('sim-1')).toBe(plusMs(END, days * ROLLING_DAY_MS));
    expect(carrier.set).toHaveLength(2);
  });

  test.each(['B', 'C'] as const)('class %s: the first of two renewals can be taken back by itself', async (kind) => {
    const { carrier } = fakeWorld(kind);
    carrier.addSim('sim-1', END);
    await carrier.activate(order('ONE'));
    await carrier.activate(order('TWO', 2 * DAYS));
    // A carrier of class C can tell them apart only by what was there before.
    const second = { ...order('TWO', 2 * DAYS), ...(kind === 'C' && { baseline: '1' }) };
    const taken = kind === 'C' ? second : order('ONE');
    expect(await carrier.undo?.(taken, END)).toMatchObject({ kind: 'undone' });
    expect(carrier.endOf('sim-1')).toBe(order('ONE').targetEnd);
    const record = await carrier.readRecord(SIM);
    expect(record.kind === 'record' && record.periods.map(({ status }) => status)).toEqual(
      kind === 'C' ? ['active', 'revoked'] : ['revoked', 'active'],
    );
  });

  test('class A: what a later end was put on stays', async () => {
    const { carrier } = fakeWorld('A');
    carrier.addSim('sim-1', END);
    await carrier.activate(order('ONE'));
    await carrier.activate(order('TWO', 2 * DAYS));
    expect(await carrier.undo?.(order('ONE'), END)).toEqual({ kind: 'stays', code: 'later_end' });
    expect(carrier.endOf('sim-1')).toBe(order('TWO', 2 * DAYS).targetEnd);
  });

  test('class C without a baseline cannot tell, and says so', async () => {
    const { carrier } = fakeWorld('C');
    expect(await carrier.lookUp(order('ONE'))).toEqual({ kind: 'unavailable', code: 'no_baseline' });
  });

  test('what is accepted is in the record as processing, and a period of class B carries our reference', async () => {
    const { carrier } = fakeWorld('B');
    carrier.script({
      outcome: { kind: 'accepted', reference: 'theirs' },
      carriedOut: true,
      appearsAt: plusMs(START, MINUTE_MS),
    });
    await carrier.activate(order('ONE'));
    expect(await carrier.readRecord(SIM)).toMatchObject({ periods: [{ status: 'processing', ours: 'ONE' }] });
  });

  test('what is accepted and not yet done can be called back, and what is done cannot', async () => {
    const { carrier, advance } = fakeWorld('B');
    carrier.addSim('sim-1', END);
    carrier.script({
      outcome: { kind: 'accepted', reference: 'theirs' },
      carriedOut: true,
      appearsAt: plusMs(START, MINUTE_MS),
    });
    await carrier.activate(order('ONE'));
    expect(await carrier.withdraw?.(order('ONE'))).toMatchObject({ kind: 'undone' });
    advance(MINUTE_MS);
    expect(await carrier.lookUp(order('ONE'))).toEqual({ kind: 'absent' });
    expect([carrier.endOf('sim-1'), carrier.set]).toEqual([END, []]);
    await carrier.activate(order('TWO'));
    expect(await carrier.withdraw?.(order('TWO'))).toEqual({ kind: 'stays', code: 'done' });
    expect(await carrier.withdraw?.(order('THREE'))).toMatchObject({ kind: 'undone' });
  });

  test('it tells the usage and the float that it was told, and has no ability that it is to be without', async () => {
    const { carrier, clock } = fakeWorld('A');
    const usage = { kind: 'usage', remainingBytes: 1, totalBytes: 2, asOf: START } as const;
    carrier.tellUsage('sim-1', usage);
    carrier.tellFloat({ amountE4: 5, currency: 'JPY' });
    expect(await carrier.readUsage?.(SIM)).toEqual(usage);
    expect(await carrier.readFloat?.()).toEqual({ kind: 'float', float: { amountE4: 5, currency: 'JPY' } });
    const plain = fakeCarrier({ clock, without: ['undo', 'readUsage'] });
    expect(Object.keys(plain)).not.toEqual(expect.arrayContaining(['undo']));
    expect(Object.keys(plain)).not.toEqual(expect.arrayContaining(['readUsage']));
    expect(plain.quote).toBeDefined();
  });

  test('a SIM that was suspended works again once something is activated', async () => {
    const { carrier } = fakeWorld('A');
    await carrier.suspend?.(SIM);
    expect([...carrier.suspended]).toEqual(['sim-1']);
    await carrier.activate(order('ONE'));
    expect([...carrier.suspended]).toEqual([]);
  });
});
