import { HOUR_MS, type Instant } from '../values/instant.ts';
import { type CarrierHealth, isFloatLow, type WholesaleMoney, withFloat } from './health.ts';

/** What one renewal costs moves the credit by less as a rule: not every sale is worth a write. */
const HAIR_SHARE = 0.01;
/** A reading that changed nothing is written down all the same once it is this old: people see when it was read. */
const MAX_READING_AGE_MS = HOUR_MS;

export interface FloatNews {
  readonly next: CarrierHealth;
  /** What has to be told, once: the credit has become too low, or there is enough again. */
  readonly told?: 'low' | 'restored';
}

/**
 * What a look at the brand's credit changes; `undefined` where nothing is worth a write. `reading` is absent where it
 * could not be read: that the carrier has refused a call for want of credit has to be told all the same.
 */
export const floatNews = (
  health: CarrierHealth,
  reading: WholesaleMoney | undefined,
  floor: WholesaleMoney | undefined,
  now: Instant,
): FloatNews | undefined => {
  const next = reading ? withFloat(health, reading, floor, now) : health;
  const isLow = isFloatLow(next, floor);
  if (isLow && !health.lowTold) return { next: { ...next, lowTold: true }, told: 'low' };
  if (!isLow && health.lowTold) {
    const { lowTold: _over, ...rest } = next;
    return { next: rest, told: 'restored' };
  }
  return reading && isWorthWriting(health, reading, now) ? { next } : undefined;
};

const isWorthWriting = ({ float, creditRefusedAt }: CarrierHealth, reading: WholesaleMoney, now: Instant): boolean =>
  float === undefined ||
  creditRefusedAt !== undefined ||
  float.currency !== reading.currency ||
  Math.abs(reading.amountE4 - float.amountE4) > Math.abs(float.amountE4) * HAIR_SHARE ||
  now - float.readAt >= MAX_READING_AGE_MS;
