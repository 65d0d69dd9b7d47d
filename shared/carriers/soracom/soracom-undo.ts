import { type Instant, latest, MINUTE_MS, plusMs } from '../../domain/values/instant.ts';
import type { UndoOutcome } from '../carrier.ts';
import type { ChangeResult } from './soracom-outcome.ts';
import type { SimReading } from './soracom-reading.ts';
import { changeReference, isStopped, isTerminated } from './soracom-sim.ts';

/**
 * What Soracom makes of an end that has passed is not documented, so none is ever set: one that is due comes this much
 * later.
 */
const SHORTEST_EXPIRY_MS = MINUTE_MS;

export const endToRestore = (restoredEnd: Instant, now: Instant): Instant =>
  latest(restoredEnd, plusMs(now, SHORTEST_EXPIRY_MS));

/**
 * What a SIM says about taking back the end that was set; `undefined` when it shows exactly that end and works on. An
 * earlier end, or none, is not ours any more. On a later one somebody else's days depend.
 */
export const undoneAlready = (reading: SimReading, targetEnd: Instant): UndoOutcome | undefined => {
  switch (reading.kind) {
    case 'unavailable':
      return reading;
    case 'recycled':
      return { kind: 'stays', code: 'recycled' };
    case 'absent':
      return { kind: 'stays', code: reading.code };
    case 'sim': {
      const { sim } = reading;
      const { expiryTime } = sim;
      if (isTerminated(sim) || typeof expiryTime !== 'number' || expiryTime < targetEnd)
        return { kind: 'undone', reference: changeReference(sim) };
      return expiryTime > targetEnd ? { kind: 'stays', code: 'later_end' } : undefined;
    }
  }
};

/** What a SIM says about stopping it; `undefined` when it is not stopped. */
export const stoppedAlready = (reading: SimReading): UndoOutcome | undefined => {
  switch (reading.kind) {
    case 'unavailable':
      return reading;
    case 'recycled':
      return { kind: 'stays', code: 'recycled' };
    case 'absent':
      return { kind: 'stays', code: reading.code };
    case 'sim':
      return isStopped(reading.sim) ? { kind: 'undone', reference: changeReference(reading.sim) } : undefined;
  }
};

/** A repeated call does no harm: so what is unclear may be tried again, as what was certainly not carried out. */
export const undoOutcome = (result: ChangeResult): UndoOutcome => {
  switch (result.kind) {
    case 'changed':
      return { kind: 'undone', reference: changeReference(result.sim) };
    case 'refused':
      return { kind: 'stays', code: result.code };
    case 'not_sent':
    case 'unknown':
      return { ...result, kind: 'unavailable' };
  }
};
