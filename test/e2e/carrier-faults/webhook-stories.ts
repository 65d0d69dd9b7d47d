import { expect } from '@jest/globals';
import { eventually } from '../../../local/eventually.ts';
import { type SimulatedCarrier, WITHIN_MS, type World } from '../world.ts';
import { isSimulated, type Line, MINUTE_MS } from './cases.ts';
import type { Figures } from './figures.ts';

/** Every carrier that tells of usage tells of so much: in percent of what there was. */
const MUCH = 76;
const MORE = 17;
const HELD_UP_MS = 1_500;
/** Renewals may be under way at the same time. */
export const ACTIVATIONS = /^activations/i;
/** A delivery that was refused is not repeated while the stories are told. */
const NOT_AGAIN = { retryBaseMs: 60_000 };
const STALE_MS = 10 * MINUTE_MS;
const STALE_READINGS: Readonly<Record<SimulatedCarrier, readonly object[]>> = {
  soracom: [],
  // It keeps its figures for twenty minutes by itself.
  airalo: [],
  esimaccess: [{ fault: 'stale', staleMs: STALE_MS, path: 'usage' }],
  esimgo: [{ fault: 'stale', staleMs: STALE_MS, path: 'bundles' }],
};

/** What carriers tell of the data that was used, or do not: one SIM at each of them. Ends when nothing is under way. */
export const webhookStories = (around: World, of: Figures) => {
  const withFaults = async (lines: readonly Line[], faults: object): Promise<void> => {
    for (const carrier of lines.map((line) => line.carrier).filter(isSimulated))
      await around.carrier(carrier).webhookFaults(faults);
  };

  const used = (lines: readonly Line[], percent: number) => Promise.all(lines.map((line) => of.use(line, percent)));

  /** Each notice about each SIM has been tried so often, and what follows from it is done. */
  const tried = async (lines: readonly Line[], tries: number): Promise<void> => {
    for (const line of lines)
      await eventually(`all is told of a SIM of ${line.carrier}`, WITHIN_MS, async () => {
        const notices = await of.notices(line);
        expect(notices.length).toBeGreaterThan(0);
        for (const answers of notices) expect(answers).toHaveLength(tries);
      });
    await around.idle(ACTIVATIONS);
  };

  const lost = async (lines: readonly Line[]): Promise<void> => {
    await withFaults(lines, { lost: true });
    await used(lines, MUCH);
    await tried(lines, 0);
    await withFaults(lines, {});
  };

  return {
    lost,

    async sentTwice(lines: readonly Line[]): Promise<void> {
      await withFaults(lines, { duplicates: 1 });
      await used(lines, MUCH);
      await tried(lines, 2);
      await withFaults(lines, {});
    },

    /** What is told first arrives last. */
    async inTheWrongOrder(lines: readonly Line[]): Promise<void> {
      await withFaults(lines, { delayMs: HELD_UP_MS });
      await used(lines, MUCH);
      await withFaults(lines, {});
      await used(lines, MORE);
      await tried(lines, 1);
    },

    async badlySigned(lines: readonly Line[]): Promise<void> {
      await withFaults(lines, { badSignature: true, ...NOT_AGAIN });
      await used(lines, MUCH);
      await tried(lines, 1);
      await withFaults(lines, {});
    },

    /** What the carrier tells sets a reading in motion, which brings the figure from before. */
    async staleReading(lines: readonly Line[]): Promise<void> {
      for (const { carrier, iccid } of lines)
        if (isSimulated(carrier)) await around.carrier(carrier).strike(iccid, ...STALE_READINGS[carrier]);
      // Its notices of use bring figures of their own: one that brings none comes after them.
      const telling = lines.filter(({ carrier }) => carrier !== 'esimgo');
      const silent = lines.filter(({ carrier }) => carrier === 'esimgo');
      await lost(silent);
      await used(telling, MUCH);
      for (const { iccid } of silent)
        await around.carrier('esimgo').happens(iccid, 'callbacks', { alertType: 'FirstUse' });
      await tried(telling, 1);
    },
  };
};
