import type {
  ActivationOrder,
  Carrier,
  CarrierLookUp,
  CarrierOutcome,
  Confirmed,
} from '../../shared/carriers/carrier.ts';
import type { Instant } from '../../shared/domain/values/instant.ts';
import type { Clock } from '../../shared/runtime/deps.ts';

/** How the next `activate` goes. Where the outcome is not told, the end is set and confirmed. */
export interface ScriptedActivation {
  readonly outcome: Exclude<CarrierOutcome, Confirmed>;
  /** Whether the end is set in spite of the outcome; makes sense with `unknown` alone. */
  readonly carriedOut?: boolean;
}

export interface FakeCarrier extends Carrier {
  /** Queues how the next activations go, in order; afterwards they succeed. */
  readonly script: (...steps: readonly (ScriptedActivation | 'confirm')[]) => void;
  /** The next `times` look-ups cannot ask the carrier. */
  readonly unreachable: (times: number) => void;
  /** Makes a SIM known with its end. Where none was ever added, every SIM is known. */
  readonly addSim: (carrierRef: string, end?: Instant) => void;
  readonly endOf: (carrierRef: string) => Instant | undefined;
  /** Every call, in order, carried out or not. */
  readonly activations: readonly ActivationOrder[];
  readonly lookUps: readonly ActivationOrder[];
  /** Every end that was really set, in order. */
  readonly set: readonly ActivationOrder[];
}

/** A carrier in memory. What it answers is scripted; what it looks up is the truth. */
export const fakeCarrier = ({
  clock,
  settlingMs = 20_000,
}: {
  readonly clock: Clock;
  readonly settlingMs?: number;
}): FakeCarrier => {
  const steps: (ScriptedActivation | 'confirm')[] = [];
  const known = new Set<string>();
  const ends = new Map<string, Instant>();
  const activations: ActivationOrder[] = [];
  const lookUps: ActivationOrder[] = [];
  const set: ActivationOrder[] = [];
  let unreachableTimes = 0;

  const isUnknown = (carrierRef: string): boolean => known.size > 0 && !known.has(carrierRef);

  const carryOut = (order: ActivationOrder): void => {
    ends.set(order.carrierRef, order.targetEnd);
    set.push(order);
  };

  const confirmed = ({ carrierRef, targetEnd }: ActivationOrder): Confirmed => ({
    kind: 'confirmed',
    reference: `${carrierRef}@${targetEnd}`.slice(-64),
    confirmedAt: clock(),
  });

  return {
    class: 'A',
    settlingMs,
    pollMs: 30_000,
    async readRecord({ carrierRef }) {
      const endsAt = ends.get(carrierRef);
      return { kind: 'record', periods: [], readAt: clock(), ...(endsAt !== undefined && { endsAt }) };
    },
    script: (...more) => void steps.push(...more),
    unreachable: (times) => {
      unreachableTimes = times;
    },
    addSim: (carrierRef, end) => {
      known.add(carrierRef);
      if (end !== undefined) ends.set(carrierRef, end);
    },
    endOf: (carrierRef) => ends.get(carrierRef),
    activations,
    lookUps,
    set,
    async activate(order): Promise<CarrierOutcome> {
      activations.push(order);
      const step = steps.shift() ?? 'confirm';
      if (step !== 'confirm') {
        if (step.carriedOut) carryOut(order);
        return step.outcome;
      }
      if (isUnknown(order.carrierRef)) return { kind: 'refused', code: 'unknown_sim' };
      carryOut(order);
      return confirmed(order);
    },
    async lookUp(order): Promise<CarrierLookUp> {
      lookUps.push(order);
      if (unreachableTimes > 0) {
        unreachableTimes -= 1;
        return { kind: 'unavailable', code: 'connection_refused' };
      }
      return ends.get(order.carrierRef) === order.targetEnd ? confirmed(order) : { kind: 'absent' };
    },
  };
};
