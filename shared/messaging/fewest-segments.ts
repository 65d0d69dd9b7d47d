import { smsSegments } from './sms-segments.ts';

/**
 * Of texts that say the same, from the one that says most to the shortest one: the first that needs fewest SMS segments,
 * each of which is paid for.
 */
export const fewestSegments = ([first, ...others]: readonly [string, ...string[]]): string =>
  others.reduce(
    (best, text) => {
      const { segments } = smsSegments(text);
      return segments < best.segments ? { text, segments } : best;
    },
    { text: first, segments: smsSegments(first).segments },
  ).text;
