import { formatInZone, parseInstant } from '../../shared/domain/values/instant.ts';

const JAPAN = 'Asia/Tokyo';

/** An RFC 3339 time on the wall clock in Japan. */
export const inJapan = (time: string): string => `${formatInZone(parseInstant(time), JAPAN)} (Japan)`;

export const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;
