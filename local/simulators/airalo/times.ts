import { formatInstant, instant, SECOND_MS } from '../../../shared/domain/values/instant.ts';

const wholeSeconds = (at: number): string =>
  formatInstant(instant(Math.floor(at / SECOND_MS) * SECOND_MS)).replace('Z', '');

/** `2023-01-09T10:30:45+00:00`, as packages have it. */
export const withZone = (at: number): string => `${wholeSeconds(at)}+00:00`;

/** `2023-01-09 10:30:45`, as orders and usage have it. */
export const withoutZone = (at: number): string => wholeSeconds(at).replace('T', ' ');
