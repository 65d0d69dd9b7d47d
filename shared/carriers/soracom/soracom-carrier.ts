import type { Instant } from '../../domain/values/instant.ts';
import type { Clock } from '../../runtime/deps.ts';
import type { Secret } from '../../runtime/secrets.ts';
import { type Carrier, type CarrierOutcome, type CarrierSim, MAX_HOLD_MS } from '../carrier.ts';
import { SERVES } from '../serves.ts';
import type { SoracomAccount } from './soracom-account.ts';
import { soracomApi } from './soracom-api.ts';
import { type ChangeResult, changeResult } from './soracom-outcome.ts';
import { confirmed, lookUpOutcome, recordOutcome, type SimReading, simReading } from './soracom-reading.ts';
import { endsAt, expiryAt, isStopped, isTerminated, isWorking } from './soracom-sim.ts';
import { endToRestore, stoppedAlready, undoneAlready, undoOutcome } from './soracom-undo.ts';

/** Soracom answers well within a second. */
const CALL_TIMEOUT_MS = 6_000;
/** For authentication and calls together: the function's own time-out must never be what ends an attempt. */
const OPERATION_TIMEOUT_MS = 12_000;
/** How long a call that we gave up on may still be on its way at Soracom, and its record behind. Our assumption. */
const RECORD_LAG_MS = 8_000;
/** Soracom carries out what it takes on at once, so this is hardly ever waited for. */
const POLL_MS = 30_000;

/**
 * SIMs of Soracom (class A): the end is set absolutely, so a call may be repeated with the same end. The carrier's
 * own name of a SIM is its `simId`. Soracom sells traffic as it is used, to the operator: it knows no allowance, so it
 * cannot say what remains (`readUsage`), and there is nothing to quote, to offer or to pay in advance (`readFloat`).
 */
export const soracomCarrier = (deps: {
  readonly account: Secret<SoracomAccount>;
  readonly clock: Clock;
  readonly fetch?: typeof fetch;
  /** Shorter in tests only. */
  readonly callTimeoutMs?: number;
}): Carrier => {
  const { clock, callTimeoutMs = CALL_TIMEOUT_MS } = deps;
  // Read at each call: what replaces the global afterwards (tracing) is used as well.
  const send: typeof fetch = deps.fetch ?? ((input, init) => fetch(input, init));
  const api = soracomApi({ ...deps, send, callTimeoutMs });

  const operation = (): AbortSignal => AbortSignal.timeout(OPERATION_TIMEOUT_MS);

  const read = async ({ carrierRef: simId, iccid }: CarrierSim, deadline: AbortSignal): Promise<SimReading> =>
    simReading(await api.call({ method: 'GET', simId }, deadline), iccid, clock());

  const setEnd = async ({ carrierRef: simId }: CarrierSim, end: Instant, deadline: AbortSignal) =>
    changeResult(
      await api.call({ method: 'POST', simId, action: 'set_expiry_time', body: expiryAt(end) }, deadline),
      clock(),
      { isChanged: (sim) => endsAt(sim, end), otherwise: 'other_end' },
    );

  return {
    class: 'A',
    serves: SERVES.soracom,
    pollMs: POLL_MS,
    settlingMs: MAX_HOLD_MS + OPERATION_TIMEOUT_MS + RECORD_LAG_MS,

    async activate(order) {
      const deadline = operation();
      // Looked at first: an end that is set on a SIM that is not the line's card cannot be called refused afterwards.
      const before = await read(order, deadline);
      if (before.kind !== 'sim') return notSet(before);
      if (isTerminated(before.sim)) return { kind: 'refused', code: 'terminated' };
      const { carrierRef: simId, targetEnd } = order;
      const set = await setEnd(order, targetEnd, deadline);
      if (set.kind !== 'changed') return set;
      if (isWorking(set.sim)) return confirmed(set.sim, clock());
      // Somebody has suspended or deactivated it. The end is set, so a failure from here on is never "not carried out".
      const activated = changeResult(await api.call({ method: 'POST', simId, action: 'activate' }, deadline), clock(), {
        isChanged: (sim) => endsAt(sim, targetEnd) && isWorking(sim),
        otherwise: 'not_working',
      });
      return activated.kind === 'changed' ? confirmed(activated.sim, clock()) : unclear(activated);
    },

    async lookUp(order) {
      return lookUpOutcome(await read(order, operation()), order.targetEnd, clock());
    },

    async readRecord(sim) {
      return recordOutcome(await read(sim, operation()), clock());
    },

    async undo(order, restoredEnd) {
      const deadline = operation();
      const already = undoneAlready(await read(order, deadline), order.targetEnd);
      return already ?? undoOutcome(await setEnd(order, endToRestore(restoredEnd, clock()), deadline));
    },

    /** `inactive`: every subscription has it, and neither it nor the way back costs a fee, as `suspended` does. */
    async suspend(sim) {
      const deadline = operation();
      const already = stoppedAlready(await read(sim, deadline));
      if (already) return already;
      const result = await api.call({ method: 'POST', simId: sim.carrierRef, action: 'deactivate' }, deadline);
      return undoOutcome(changeResult(result, clock(), { isChanged: isStopped, otherwise: 'still_working' }));
    },
  };
};

const notSet = (before: Exclude<SimReading, { kind: 'sim' }>): CarrierOutcome => {
  switch (before.kind) {
    case 'recycled':
      return { kind: 'refused', code: 'recycled', recycled: true };
    case 'absent':
      return { kind: 'refused', code: before.code };
    case 'unavailable':
      return { ...before, kind: 'not_sent' };
  }
};

const unclear = ({ code, ...failure }: Exclude<ChangeResult, { kind: 'changed' }>): CarrierOutcome => ({
  kind: 'unknown',
  code: `act.${code}`,
  ...('trouble' in failure && { trouble: failure.trouble }),
});
