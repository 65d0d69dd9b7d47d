import { beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../../../local/eventually.ts';
import { WITHIN_MS, type World } from '../world.ts';
import { type Line, MINUTE_MS, renewing } from './cases.ts';
import { cellsOf, keyOf, type Tried } from './cells.ts';
import { figures, OLD_AFTER_MS } from './figures.ts';
import { begunFor, eachCarrier, STORY_WITHIN_MS } from './story.ts';
import type { Fault } from './table.ts';
import { ACTIVATIONS, webhookStories } from './webhook-stories.ts';

/** A figure that is younger is not read again, whatever a carrier hints; Airalo gives the same one for longer. */
const READ_AGAIN_AFTER_MS = 16 * MINUTE_MS;

interface Facts {
  /** Bytes that the traveller was shown before it, right after it, and half an hour later. */
  readonly before: number;
  readonly after: number;
  readonly later: number;
  /** As the carrier has it. */
  readonly left: number | undefined;
  /** Because of it. */
  readonly readings: number;
  /** What each delivery was answered. */
  readonly answered: readonly number[];
}

const CHECKS: Readonly<Partial<Record<Fault, (facts: Facts) => void>>> = {
  'webhook lost': ({ answered, before, after }) => expect({ answered, after }).toEqual({ answered: [], after: before }),
  'webhook sent twice': ({ answered, after, left = after }) =>
    expect({ answers: [...new Set(answered)], after }).toEqual({ answers: [200], after: left }),
  'webhooks in the wrong order': ({ answered, after, left }) =>
    expect({ answers: [...new Set(answered)], after }).toEqual({ answers: [200], after: left }),
  'webhook badly signed': ({ answered, readings, before, after }) =>
    expect({ answers: [...new Set(answered)], readings, after }).toEqual({
      answers: [400],
      readings: 0,
      after: before,
    }),
  'stale usage': ({ readings, before, after }) => {
    expect(readings).toBeGreaterThan(0);
    expect(after).toBe(before);
  },
};

/** What carriers tell of data that was used, and what is read where they do not, or where it may not be believed. */
export const webhooks = (around: World): void => {
  describe('what is left of the data', () => {
    const renewals = renewing(around);
    const of = figures(around, renewals);
    const stories = webhookStories(around, of);
    const told = [
      [cellsOf('webhook lost'), stories.lost],
      [cellsOf('webhook sent twice'), stories.sentTwice],
      [cellsOf('webhooks in the wrong order'), stories.inTheWrongOrder],
      [cellsOf('webhook badly signed'), stories.badlySigned],
      [cellsOf('stale usage'), stories.staleReading],
    ] as const;
    const cells = told.flatMap(([each]) => each);
    const readBefore = cells.filter(({ fault }) => fault === 'stale usage');
    const lines = new Map<string, Line>();
    const seen = new Map<string, Omit<Facts, 'later'>>();
    const later = new Map<string, number>();

    const shown = async (line: Line): Promise<number> => (await of.shown(line)).remainingBytes;

    const note = async (cell: Tried, before: number, readings: number): Promise<void> => {
      const line = begunFor(lines, cell);
      const since = (await of.readings(line)) - readings;
      const answered = (await of.notices(line)).flat();
      const left = of.counts(line) ? await of.remainingAtCarrier(line) : undefined;
      seen.set(keyOf(cell), { before, after: await shown(line), left, readings: since, answered });
    };

    beforeAll(async () => {
      const before = new Map<string, readonly [number, number]>();
      await eachCarrier(cells, async (cell) => {
        const line = await renewals.newLine(cell.carrier);
        lines.set(keyOf(cell), line);
        before.set(keyOf(cell), [await shown(line), 0]);
      });
      await around.advance(OLD_AFTER_MS);
      await eachCarrier(readBefore, async (cell) => {
        const line = begunFor(lines, cell);
        await of.readOnce(line);
        await around.idle(ACTIVATIONS);
        before.set(keyOf(cell), [await shown(line), await of.readings(line)]);
      });
      await around.advance(READ_AGAIN_AFTER_MS);
      for (const [ofStory, tell] of told) {
        await tell(ofStory.map((cell) => begunFor(lines, cell)));
        await around.idle(ACTIVATIONS);
        await eachCarrier(ofStory, (cell) => note(cell, ...begunFor(before, cell)));
      }
      await around.advance(OLD_AFTER_MS);
      await eachCarrier(cells, async (cell) => {
        const line = begunFor(lines, cell);
        const { left } = begunFor(seen, cell);
        if (left === undefined) return;
        await eventually(`${keyOf(cell)} is read`, WITHIN_MS, async () => expect(await shown(line)).toBe(left)).catch(
          () => undefined,
        );
        later.set(keyOf(cell), await shown(line));
      });
    }, STORY_WITHIN_MS);

    test.each(cells)('$carrier · $fault → $text', (cell) => {
      const facts = begunFor(seen, cell);
      CHECKS[cell.fault]?.({ ...facts, later: later.get(keyOf(cell)) ?? 0 });
      expect(later.get(keyOf(cell))).toBe(facts.left);
    });
  });
};
