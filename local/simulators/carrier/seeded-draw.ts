/** The n-th number in [0, 1) of a seed (mulberry32, one step from a spread state). */
export const seededDraw = (seed: number, n: number): number => {
  let a = (seed + Math.imul(n + 1, 0x6d2b79f5)) | 0;
  a = Math.imul(a ^ (a >>> 15), a | 1);
  a ^= a + Math.imul(a ^ (a >>> 7), a | 61);
  return ((a ^ (a >>> 14)) >>> 0) / 2 ** 32;
};
