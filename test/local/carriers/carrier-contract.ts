import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ActivationOrder, Carrier, CarrierSim } from '../../../shared/carriers/carrier.ts';
import { iccid } from '../../../shared/domain/values/iccid.ts';
import { type Instant, instant, plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';

/** What goes wrong with the next call that matters, whatever the carrier's protocol makes of it. */
export type Trouble =
  /** Turned away at the door with a wait (429 and Retry-After of 7 seconds). */
  | 'turned_away'
  /** The carrier says no to the activation, for good. */
  | 'refuses'
  /** Carried out, and the answer is lost. */
  | 'answer_lost'
  /** Carried out, and the answer is a 500. */
  | 'error_after_success'
  /** Carried out, and the answer is a page of HTML with status 200. */
  | 'html_after_success'
  /** Carried out, and the answer is JSON that says nothing. */
  | 'malformed_after_success'
  /** Not carried out, and there is no answer. */
  | 'request_lost'
  /** A look-up gets no answer. */
  | 'look_up_fails'
  /** The carrier needs minutes to carry it out. */
  | 'processing'
  /** The brand's credit is used up. */
  | 'float_low'
  /** The carrier announces maintenance and does nothing. */
  | 'maintenance'
  /** The number belongs to another SIM now. */
  | 'recycled'
  /** The product costs more than the plan allows. */
  | 'price_change';

/** An adapter, and the carrier behind it as a test sees it. */
export interface CarrierWorld {
  readonly carrier: Carrier;
  readonly now: () => Instant;
  /** A product that every new SIM can take, and how long its period is. */
  readonly product: string;
  readonly days: number;
  /** A SIM whose service ends then. */
  readonly newSim: (end: Instant) => Promise<CarrierSim>;
  /** Behind the API: when service ends with everything bought, and how many activations were carried out. */
  readonly truth: (sim: CarrierSim) => Promise<{ readonly endsAt: Instant | undefined; readonly changes: number }>;
  /** What this carrier can be made to do; for anything else the tests of it are left out. */
  readonly troubles: readonly Trouble[];
  readonly trouble: (next: Trouble, sim: CarrierSim) => Promise<void>;
  /** Moves the carrier's clock and the adapter's. */
  readonly advance: (ms: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Codes go into trails and to people: short, stable, no text of another system. */
const CODE = /^[a-z0-9_.]{1,24}$/;
const REFERENCE = /^[\x21-\x7e]{1,64}$/;
const MINUTE_MS = 60_000;
/** Far enough ahead that no SIM of a test ends meanwhile. */
const END = instant(Date.UTC(2031, 9, 1, 15));
const NOBODY: CarrierSim = { carrierRef: '8981300000000999999', iccid: iccid('8981300000000999999') };
const REFERENCES = ['MEJP00000001ZZBTQR3RC9NN00YY', 'MEJP00000001ZZBTQR3RC9NN00YZ'] as const;

/** What every adapter must do, run against each. */
export const carrierContract = (name: string, make: () => Promise<CarrierWorld>): void => {
  describe(`carrier contract: ${name}`, () => {
    let world: CarrierWorld;
    let sim: CarrierSim;
    let order: ActivationOrder;

    beforeEach(async () => {
      world = await make();
      sim = await world.newSim(END);
      order = await prepared(sim);
    });
    afterEach(() => world.close());

    /** As the activation worker does it: what is there before is read first, where the carrier needs it. */
    const prepared = async (of: CarrierSim, at = END, reference: string = REFERENCES[0]): Promise<ActivationOrder> => {
      const plain: ActivationOrder = {
        ...of,
        reference,
        product: world.product,
        days: world.days,
        targetEnd: plusMs(at, world.days * ROLLING_DAY_MS),
        maxCost: { amountE4: 1_000_000, currency: 'USD' },
      };
      const read = await world.carrier.baseline?.(plain);
      return read?.kind === 'baseline' ? { ...plain, baseline: read.baseline } : plain;
    };
    const can = (trouble: Trouble): boolean => world.troubles.includes(trouble);

    test('given a SIM, when it is activated, then its end moves and the change can be proven', async () => {
      const outcome = await world.carrier.activate(order);
      expect(outcome).toMatchObject({ kind: 'confirmed', reference: expect.stringMatching(REFERENCE) });
      if (outcome.kind !== 'confirmed') return;
      expect(Math.abs(outcome.confirmedAt - world.now())).toBeLessThan(MINUTE_MS);
      expect(await world.truth(sim)).toEqual({ endsAt: order.targetEnd, changes: 1 });
      const found = await world.carrier.lookUp(order);
      expect(found).toMatchObject({ kind: 'confirmed', reference: outcome.reference });
      for (const said of [outcome, found])
        if (said.kind === 'confirmed' && said.endsAt !== undefined)
          expect(Math.abs(said.endsAt - order.targetEnd)).toBeLessThan(MINUTE_MS);
    });

    test('given an activation, when the record is read, then it shows the end, or a period that has not begun', async () => {
      await world.carrier.activate(order);
      const record = await world.carrier.readRecord(sim);
      expect(record.kind).toBe('record');
      if (record.kind !== 'record') return;
      if (record.endsAt === undefined) expect(record.periods.some(({ endsAt }) => endsAt === undefined)).toBe(true);
      else expect(Math.abs(record.endsAt - order.targetEnd)).toBeLessThan(MINUTE_MS);
    });

    test('given two renewals, one after the other, then both count and each is found by itself', async () => {
      await world.carrier.activate(order);
      const second = await prepared(sim, order.targetEnd, REFERENCES[1]);
      expect(await world.carrier.lookUp(second)).toEqual({ kind: 'absent' });
      expect(await world.carrier.activate(second)).toMatchObject({ kind: 'confirmed' });
      expect(await world.truth(sim)).toEqual({ endsAt: second.targetEnd, changes: 2 });
      expect(await world.carrier.lookUp(second)).toMatchObject({ kind: 'confirmed' });
    });

    test('given a SIM that was never activated, then a look-up finds nothing', async () => {
      expect(await world.carrier.lookUp(order)).toEqual({ kind: 'absent' });
    });

    test('given a SIM that the carrier does not know, then nothing is activated and nothing is found', async () => {
      const outcome = await world.carrier.activate({ ...order, ...NOBODY });
      expect(outcome).toMatchObject({ kind: 'refused', code: expect.stringMatching(CODE) });
      expect(await world.carrier.lookUp({ ...order, ...NOBODY })).toEqual({ kind: 'absent' });
      expect(['absent', 'recycled']).toContain((await world.carrier.readRecord(NOBODY)).kind);
    });

    test.each([
      ['turned_away', 'not_sent', 0, 'absent'],
      ['refuses', 'refused', 0, 'absent'],
      ['answer_lost', 'unknown', 1, 'confirmed'],
      ['error_after_success', 'unknown', 1, 'confirmed'],
      ['html_after_success', 'unknown', 1, 'confirmed'],
      ['malformed_after_success', 'unknown', 1, 'confirmed'],
      ['request_lost', 'unknown', 0, 'absent'],
      ['float_low', 'not_sent', 0, 'absent'],
      ['maintenance', 'not_sent', 0, 'absent'],
    ] as const)(
      'given %s, then the outcome is %s, and a look-up tells the truth',
      async (next, kind, changes, found) => {
        if (!can(next)) return;
        await world.trouble(next, sim);
        const outcome = await world.carrier.activate(order);
        expect(outcome).toMatchObject({ kind, code: expect.stringMatching(CODE) });
        expect(await world.truth(sim)).toEqual({ endsAt: changes === 1 ? order.targetEnd : END, changes });
        expect(await world.carrier.lookUp(order)).toMatchObject({ kind: found });
      },
    );

    test('given a carrier that asks for a wait, then the wait is told, and nothing is held against the carrier', async () => {
      await world.trouble('turned_away', sim);
      const outcome = await world.carrier.activate(order);
      expect(outcome).toMatchObject({ kind: 'not_sent', retryAfterMs: 7_000 });
    });

    test.each([
      ['float_low', 'float_low'],
      ['maintenance', 'maintenance'],
      ['answer_lost', 'unreachable'],
      ['request_lost', 'unreachable'],
      ['error_after_success', 'unreachable'],
    ] as const)('given %s, then the outcome tells that the carrier has trouble: %s', async (next, trouble) => {
      if (!can(next)) return;
      await world.trouble(next, sim);
      expect(await world.carrier.activate(order)).toMatchObject({ trouble });
    });

    test('given an outcome that was unclear and a change that is absent, when it is tried again, then it is carried out once', async () => {
      if (world.carrier.class === 'C') return;
      await world.trouble('request_lost', sim);
      await world.carrier.activate(order);
      expect(await world.carrier.activate(order)).toMatchObject({ kind: 'confirmed' });
      expect(await world.truth(sim)).toEqual({ endsAt: order.targetEnd, changes: 1 });
    });

    test('given class A, when a confirmed activation is repeated, then the end stays the same', async () => {
      if (world.carrier.class !== 'A') return;
      await world.carrier.activate(order);
      expect(await world.carrier.activate(order)).toMatchObject({ kind: 'confirmed' });
      expect((await world.truth(sim)).endsAt).toBe(order.targetEnd);
    });

    test('given a carrier that cannot be asked, then a look-up says so, and not "absent"', async () => {
      await world.carrier.activate(order);
      await world.trouble('look_up_fails', sim);
      expect(await world.carrier.lookUp(order)).toMatchObject({
        kind: 'unavailable',
        code: expect.stringMatching(CODE),
        trouble: 'unreachable',
      });
    });

    test('given a carrier that takes minutes, then it is accepted, looked at as processing, and confirmed in the end', async () => {
      if (!can('processing')) return;
      await world.trouble('processing', sim);
      expect(await world.carrier.activate(order)).toMatchObject({ kind: 'accepted' });
      expect(await world.carrier.lookUp(order)).toEqual({ kind: 'processing' });
      await world.advance(11 * MINUTE_MS);
      expect(await world.carrier.lookUp(order)).toMatchObject({ kind: 'confirmed' });
      expect(await world.truth(sim)).toEqual({ endsAt: order.targetEnd, changes: 1 });
    });

    test('given a number that belongs to another SIM now, then that is told, and nothing is activated', async () => {
      if (!can('recycled')) return;
      await world.trouble('recycled', sim);
      expect(await world.carrier.activate(order)).toMatchObject({ kind: 'refused', recycled: true });
      expect((await world.carrier.readRecord(sim)).kind).toBe('recycled');
    });

    test('given a quote, then a SIM that can take the product is told from one that cannot', async () => {
      const { quote } = world.carrier;
      if (!quote) return;
      const answer = await quote(sim, world.product);
      expect(answer).toMatchObject({ kind: 'available' });
      expect(await quote(sim, 'no-such-product')).toMatchObject({
        kind: 'not_available',
        code: expect.stringMatching(CODE),
      });
      expect(await quote(NOBODY, world.product)).toMatchObject({ kind: 'not_available' });
      if (can('recycled')) {
        await world.trouble('recycled', sim);
        expect(await quote(sim, world.product)).toMatchObject({ kind: 'not_available', recycled: true });
      }
    });

    test('given a price above what the plan allows, then nothing is bought', async () => {
      if (!can('price_change')) return;
      await world.trouble('price_change', sim);
      expect(await world.carrier.activate({ ...order, maxCost: { amountE4: 1, currency: 'USD' } })).toMatchObject({
        kind: 'refused',
        code: 'price_changed',
      });
      expect((await world.truth(sim)).changes).toBe(0);
    });

    test('given a carrier that lists what a SIM can take, then the product is among it', async () => {
      const offers = await world.carrier.offers?.(sim);
      if (offers?.kind !== 'offers') return;
      expect(offers.products.map(({ product }) => product)).toContain(world.product);
    });

    test('given a carrier that can take back, then the activation is gone, once and for all, and only it', async () => {
      const { undo } = world.carrier;
      if (!undo) return;
      await world.carrier.activate(order);
      expect(await undo(order, END)).toMatchObject({ kind: 'undone', reference: expect.stringMatching(REFERENCE) });
      expect((await world.truth(sim)).endsAt).toBe(END);
      expect(await world.carrier.lookUp(order)).toEqual({ kind: 'absent' });
      expect(await undo(order, END)).toMatchObject({ kind: 'undone' });
    });

    test('given usage, then figures carry the time when they were true', async () => {
      const usage = await world.carrier.readUsage?.(sim);
      if (!usage) return;
      expect(['usage', 'no_figure']).toContain(usage.kind);
      if (usage.kind !== 'usage') return;
      expect(usage.asOf).toBeLessThanOrEqual(world.now() + MINUTE_MS);
      expect(usage.remainingBytes).toBeLessThanOrEqual(usage.totalBytes);
    });

    test('given a float, then it is an amount in a currency', async () => {
      const float = await world.carrier.readFloat?.();
      if (!float) return;
      expect(float).toEqual({ kind: 'float', float: { amountE4: expect.any(Number), currency: expect.any(String) } });
    });

    test('the settling time leaves room for the own time-out', () => {
      expect(world.carrier.settlingMs).toBeGreaterThanOrEqual(10_000);
      expect(world.carrier.settlingMs).toBeLessThanOrEqual(15 * MINUTE_MS);
      expect(world.carrier.pollMs).toBeGreaterThanOrEqual(10_000);
    });
  });
};
