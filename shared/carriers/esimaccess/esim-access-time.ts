import { type Instant, parseInstant } from '../../domain/values/instant.ts';

/** `2026-09-27T19:29:36+0000`, or with `Z`; `undefined` for what is missing or names no instant. */
export const timeOf = (text: string | null | undefined): Instant | undefined => {
  if (!text) return undefined;
  try {
    return parseInstant(text);
  } catch {
    return undefined;
  }
};
