import type { Instant } from '../values/instant.ts';
import { MAX_TRAIL_ENTRIES, type TrailEntry } from './renewal.ts';

const MAX_CODE_BYTES = 40;
/** Codes that come from a carrier may hold anything; printable ASCII has one byte a character. */
const NOT_PRINTABLE = /[^\x21-\x7e]/g;
/** Kept for good when a trail overflows: creation and payment. */
const FIRST_ENTRIES_KEPT = 10;

/** Adds one entry. Beyond {@link MAX_TRAIL_ENTRIES} the oldest entries after the first few give way. */
export const withTrail = <T extends { readonly trail: readonly TrailEntry[] }>(
  subject: T,
  at: Instant,
  what: string,
): T => {
  const trail = [...subject.trail, { at, what: codeOf(what) }];
  const overflow = trail.length - MAX_TRAIL_ENTRIES;
  return { ...subject, trail: overflow > 0 ? trail.toSpliced(FIRST_ENTRIES_KEPT, overflow) : trail };
};

/** When a payment became money; a trail that overflowed may not know any more. */
export const capturedAt = ({ trail }: { readonly trail: readonly TrailEntry[] }, number: number): Instant | undefined =>
  trail.find(({ what }) => what.startsWith(`captured.${number}.`))?.at;

const codeOf = (what: string): string => what.slice(0, MAX_CODE_BYTES).replace(NOT_PRINTABLE, '?');
