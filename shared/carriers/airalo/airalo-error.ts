import type { CannotAsk } from '../carrier.ts';
import type { Reading } from './airalo-reading.ts';

/**
 * What the numbers of the page "Error handling" mean for a call.
 *
 * - `refused`: this SIM, or this package for it, now and later.
 * - `unclear`: something unexpected happened at Airalo, or a number that its page does not have.
 */
export type ErrorMeaning = 'float_low' | 'maintenance' | 'recycled' | 'refused' | 'unclear';

const MEANINGS: ReadonlyMap<number, ErrorMeaning> = new Map([
  [11, 'float_low'],
  [13, 'maintenance'],
  // Invalid checksum, top-up disabled by the operator, not enough stock, invalid or out of stock, bad request.
  [14, 'refused'],
  [23, 'refused'],
  [33, 'refused'],
  [34, 'refused'],
  [43, 'refused'],
  [73, 'recycled'],
]);

export const meaningOf = (error: number): ErrorMeaning => MEANINGS.get(error) ?? 'unclear';

export const errorCode = (error: number): string => `airalo_${error}`;

const UNEXPECTED = 53;

/** What an unclear number says about Airalo as a whole. */
export const unclear = (error: number) => ({
  code: errorCode(error),
  ...(error === UNEXPECTED && { trouble: 'unreachable' as const }),
});

/** A reading that brought nothing to read. */
export const cannotAsk = (reading: Exclude<Reading, { kind: 'body' }>): CannotAsk => {
  switch (reading.kind) {
    case 'absent':
      return { kind: 'unavailable', code: 'http_404' };
    case 'field':
      return { kind: 'unavailable', code: `field.${reading.field}` };
    case 'error':
      return { kind: 'unavailable', ...errorFailure(reading.error) };
    case 'not_sent':
    case 'failed':
      return { ...reading, kind: 'unavailable' };
  }
};

const errorFailure = (error: number): Omit<CannotAsk, 'kind'> => {
  const meaning = meaningOf(error);
  switch (meaning) {
    case 'float_low':
    case 'maintenance':
      return { code: meaning, trouble: meaning };
    case 'recycled':
      return { code: meaning };
    case 'refused':
      return { code: errorCode(error) };
    case 'unclear':
      return unclear(error);
  }
};

export const malformed: CannotAsk = { kind: 'unavailable', code: 'malformed_reply', trouble: 'unreachable' };
