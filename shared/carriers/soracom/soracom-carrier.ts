import type { Clock } from '../../runtime/deps.ts';
import type { Secret } from '../../runtime/secrets.ts';
import { type Carrier, type CarrierOutcome, MAX_HOLD_MS } from '../carrier.ts';
import type { SoracomAccount } from './soracom-account.ts';
import { soracomApi } from './soracom-api.ts';
import { confirmed, lookUpOutcome, recordOutcome, type SettingResult, settingOutcome } from './soracom-outcome.ts';
import { expiryAt, isWorking } from './soracom-sim.ts';

/** Soracom answers well within a second. */
const CALL_TIMEOUT_MS = 6_000;
/** For authentication and calls together: the function's own time-out must never be what ends an attempt. */
const OPERATION_TIMEOUT_MS = 12_000;
/** How long a call that we gave up on may still be on its way at Soracom, and its record behind. Our assumption. */
const RECORD_LAG_MS = 8_000;

/**
 * SIMs of Soracom (class A): the end is set absolutely, so a call may be repeated with the same end. The carrier's
 * own name of a SIM is its `simId`.
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

  return {
    class: 'A',
    pollMs: 30_000,
    settlingMs: MAX_HOLD_MS + OPERATION_TIMEOUT_MS + RECORD_LAG_MS,

    async activate({ carrierRef: simId, targetEnd }) {
      const deadline = AbortSignal.timeout(OPERATION_TIMEOUT_MS);
      const set = settingOutcome(
        await api.call({ method: 'POST', simId, action: 'set_expiry_time', body: expiryAt(targetEnd) }, deadline),
        targetEnd,
        clock(),
      );
      if (set.kind !== 'set') return set;
      if (isWorking(set.sim)) return confirmed(set.sim, clock());
      // Somebody has suspended or deactivated it. The end is set, so a failure from here on is never "not carried out".
      return afterTheEndWasSet(
        settingOutcome(await api.call({ method: 'POST', simId, action: 'activate' }, deadline), targetEnd, clock()),
        clock,
      );
    },

    async lookUp({ carrierRef: simId, targetEnd }) {
      const result = await api.call({ method: 'GET', simId }, AbortSignal.timeout(OPERATION_TIMEOUT_MS));
      return lookUpOutcome(result, targetEnd, clock());
    },

    async readRecord({ carrierRef: simId }) {
      return recordOutcome(
        await api.call({ method: 'GET', simId }, AbortSignal.timeout(OPERATION_TIMEOUT_MS)),
        clock(),
      );
    },
  };
};

const afterTheEndWasSet = (result: SettingResult, clock: Clock): CarrierOutcome => {
  if (result.kind !== 'set') return { kind: 'unknown', code: `act.${result.code}` };
  return isWorking(result.sim) ? confirmed(result.sim, clock()) : { kind: 'unknown', code: 'act.not_working' };
};
