import type { Carrier, CarrierRecord } from '../../carriers/carrier.ts';
import type { Line } from '../../domain/line/line.ts';
import { SECOND_MS } from '../../domain/values/instant.ts';
import type { CarrierGuard } from './guard.ts';

export interface ReadRecordDeps {
  readonly guard: CarrierGuard;
  /** Waits so many milliseconds. */
  readonly pause: (ms: number) => Promise<unknown>;
}

/** What a carrier says that keeps no record which could be read. */
export const NO_RECORD = 'no_record';

/** A record that cannot be read three times is left to the next run. */
const MAX_READS = 3;
const PAUSE_MS = 2 * SECOND_MS;
/** A carrier that asks for a longer wait is not waited for. */
const LONGEST_PAUSE_MS = 30 * SECOND_MS;

/** The account as a whole is not to be called now: its circuit is open, or the carrier has announced maintenance. */
export class CarrierNotAsked extends Error {
  override readonly name = 'CarrierNotAsked';
}

/**
 * The carrier's record of a line, asked for again a little later where the carrier could not be asked.
 *
 * @throws CarrierNotAsked
 */
export const readRecord = async (
  { guard, pause }: ReadRecordDeps,
  carrier: Carrier,
  { carrier: account, carrierRef, iccid }: Line,
): Promise<CarrierRecord> => {
  for (let reads = 1; ; reads += 1) {
    const permit = await guard.permit(account, 'read');
    if (!permit.ok) throw new CarrierNotAsked(permit.code);
    const record = await carrier.readRecord({ carrierRef, iccid });
    await guard.note(account, record);
    if (record.kind !== 'unavailable' || record.code === NO_RECORD || reads === MAX_READS) return record;
    const waitMs = record.retryAfterMs ?? PAUSE_MS;
    if (waitMs > LONGEST_PAUSE_MS) return record;
    await pause(waitMs);
  }
};
