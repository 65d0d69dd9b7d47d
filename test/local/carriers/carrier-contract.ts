import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Carrier, CarrierLookUp, CarrierOutcome } from '../../../shared/carriers/carrier.ts';
import { type Instant, instant, plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';

/** What goes wrong with the next call, whatever the carrier's protocol makes of it. */
export type Trouble =
  /** Turned away before anything was done. */
  | 'turned_away'
  /** The carrier says no for good. */
  | 'refuses'
  /** Carried out, and the answer is lost. */
  | 'answer_lost'
  /** Not carried out, and there is no answer. */
  | 'request_lost'
  /** A look-up gets no answer. */
  | 'look_up_fails';

/** An adapter, and the carrier behind it as a test sees it. */
export interface CarrierWorld {
  readonly carrier: Carrier;
  readonly now: () => Instant;
  /** The carrier's name of a SIM that ends then. */
  readonly newSim: (end: Instant) => Promise<string>;
  readonly endOf: (carrierRef: string) => Promise<Instant | undefined>;
  readonly trouble: (next: Trouble) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Codes go into trails and to people: short, stable, no text of another system. */
const CODE = /^[a-z0-9_.]{1,24}$/;
const END = instant(Date.UTC(2031, 9, 1, 15));
const TARGET = plusMs(END, 3 * ROLLING_DAY_MS);

/** What every adapter of class A must do, run against each. */
export const carrierContract = (name: string, make: () => Promise<CarrierWorld>): void => {
  describe(`carrier contract: ${name}`, () => {
    let world: CarrierWorld;
    let sim: string;

    beforeEach(async () => {
      world = await make();
      sim = await world.newSim(END);
    });
    afterEach(() => world.close());

    const activate = (targetEnd = TARGET): Promise<CarrierOutcome> =>
      world.carrier.activate({ carrierRef: sim, targetEnd });
    const lookUp = (targetEnd = TARGET): Promise<CarrierLookUp> => world.carrier.lookUp({ carrierRef: sim, targetEnd });

    test('given a SIM, when it is activated, then its end is set and the change can be proven', async () => {
      const outcome = await activate();
      expect(outcome).toMatchObject({ kind: 'confirmed', reference: expect.stringMatching(/^[\x21-\x7e]{1,64}$/) });
      expect(Math.abs(outcome.kind === 'confirmed' ? outcome.confirmedAt - world.now() : Infinity)).toBeLessThan(
        60_000,
      );
      expect(await world.endOf(sim)).toBe(TARGET);
      expect(await lookUp()).toMatchObject({ kind: 'confirmed' });
    });

    test('given a confirmed activation, when it is repeated, then the end stays the same', async () => {
      await activate();
      expect(await activate()).toMatchObject({ kind: 'confirmed' });
      expect(await world.endOf(sim)).toBe(TARGET);
    });

    test('given several activations, then the last end counts, and only it is found', async () => {
      await activate();
      await activate(plusMs(TARGET, 1));
      expect(await world.endOf(sim)).toBe(plusMs(TARGET, 1));
      expect(await lookUp()).toEqual({ kind: 'absent' });
      expect(await lookUp(plusMs(TARGET, 1))).toMatchObject({ kind: 'confirmed' });
    });

    test('given a SIM that was never activated, then a look-up finds nothing', async () => {
      expect(await lookUp()).toEqual({ kind: 'absent' });
      expect(await world.carrier.lookUp({ carrierRef: 'nobody', targetEnd: TARGET })).toEqual({ kind: 'absent' });
    });

    test('given a SIM that the carrier does not know, then it refuses', async () => {
      const outcome = await world.carrier.activate({ carrierRef: 'nobody', targetEnd: TARGET });
      expect(outcome).toEqual({ kind: 'refused', code: expect.stringMatching(CODE) });
    });

    test.each([
      ['turned_away', 'not_sent', END, 'absent'],
      ['refuses', 'refused', END, 'absent'],
      ['answer_lost', 'unknown', TARGET, 'confirmed'],
      ['request_lost', 'unknown', END, 'absent'],
    ] as const)('given %s, then the outcome is %s, and a look-up tells the truth', async (next, kind, end, found) => {
      await world.trouble(next);
      expect(await activate()).toMatchObject({ kind, code: expect.stringMatching(CODE) });
      expect(await world.endOf(sim)).toBe(end);
      expect(await lookUp()).toMatchObject({ kind: found });
    });

    test('given an outcome that was unclear, when it is tried again, then it is carried out once more', async () => {
      await world.trouble('request_lost');
      await activate();
      expect(await activate()).toMatchObject({ kind: 'confirmed' });
      expect(await world.endOf(sim)).toBe(TARGET);
    });

    test('given a carrier that cannot be asked, then a look-up says so, and not "absent"', async () => {
      await activate();
      await world.trouble('look_up_fails');
      expect(await lookUp()).toEqual({ kind: 'unavailable', code: expect.stringMatching(CODE) });
    });

    test('the settling time leaves room for the own time-out', () => {
      expect(world.carrier.settlingMs).toBeGreaterThanOrEqual(10_000);
      expect(world.carrier.settlingMs).toBeLessThanOrEqual(120_000);
    });
  });
};
