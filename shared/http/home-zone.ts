import { Refusal } from '../errors.ts';

const MAX_LENGTH = 64;

/**
 * The time zone at home of whoever asks, from the header `Time-Zone`: an IANA name. Absent where none is told.
 *
 * @throws Refusal `bad_request` for a zone that is none
 */
export const homeZone = (header: string | undefined): string | undefined => {
  if (header === undefined) return undefined;
  if (header.length <= MAX_LENGTH && isZone(header)) return header;
  throw new Refusal('bad_request', { errors: [{ field: 'Time-Zone', problem: 'invalid_value' }] });
};

/** An offset names no zone: it does not say when its clocks change. */
const isZone = (name: string): boolean => {
  if (!/^[A-Za-z][\w+/-]*$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};
