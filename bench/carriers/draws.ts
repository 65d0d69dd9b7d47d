import { seededDraw } from '../../local/simulators/carrier/seeded-draw.ts';

/** Numbers that follow from a seed and a name alone, whoever else draws. */
export interface Draws {
  /** From 0 to below 1. */
  next(): number;
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  /** Whether something happens that does so in this share of all cases. */
  happens(share: number): boolean;
  /** @throws RangeError when there is nothing to pick from */
  pick<T>(from: readonly T[]): T;
}

export const drawsOf = (seed: number, name: string): Draws => {
  const own = hashOf(`${seed}/${name}`);
  let count = 0;
  const next = (): number => {
    count += 1;
    return seededDraw(own, count);
  };
  return {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    happens: (share) => next() < share,
    pick(from) {
      const picked = from[Math.floor(next() * from.length)];
      if (picked === undefined) throw new RangeError('nothing to pick from');
      return picked;
    },
  };
};

/** FNV-1a, 32 bits. */
const hashOf = (text: string): number =>
  [...text].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01_00_01_93), 0x81_1c_9d_c5) >>> 0;
