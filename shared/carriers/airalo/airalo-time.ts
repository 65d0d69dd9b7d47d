import * as z from 'zod/mini';
import { type Instant, parseInstant } from '../../domain/values/instant.ts';

/** `2022-01-01 00:00:00`: some answers leave the zone out. Airalo's server time is UTC; our assumption. */
const ZONELESS = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})$/;

const instantOf = (text: string): Instant | undefined => {
  try {
    return parseInstant(text.replace(ZONELESS, '$1T$2Z'));
  } catch {
    return undefined;
  }
};

/** A time as the API writes it: RFC 3339, or without a zone. What cannot be read fails the reply. */
export const airaloTime = z.pipe(
  z.string(),
  z.transform((text, ctx): Instant => {
    const at = instantOf(text);
    if (at !== undefined) return at;
    ctx.issues.push({ code: 'custom', message: 'not a time', input: text });
    return z.NEVER;
  }),
);
