import type { Simulator, Surroundings } from '../../local/simulators/simulator.ts';
import type { Carrier, CarrierSim } from '../../shared/carriers/carrier.ts';
import type { RateBudget, TokenStore } from '../../shared/carriers/shared-state.ts';
import type { WholesaleMoney } from '../../shared/domain/carrier/health.ts';
import type { Plan } from '../../shared/domain/plan/plan.ts';
import type { Clock } from '../../shared/runtime/deps.ts';
import type { Draws } from './draws.ts';
import type { Mishap } from './mishaps.ts';
import type { Rule, SimulatorControl } from './simulator-control.ts';
import type { SentCall } from './wire.ts';

/** What one worker's adapter is made of. */
export interface Connection {
  /** The simulator's, without a trailing slash. */
  readonly url: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** Half of what is granted, as the product takes it. */
  readonly budget: (requestsPerSecond: number) => RateBudget;
  readonly tokens: (key: string) => TokenStore;
}

/** One carrier: its adapter, its simulator, and what can go wrong there. */
export interface Stage {
  /** The brand's account, and the carrier's name. */
  readonly account: string;
  readonly plan: Plan;
  readonly simulator: (surroundings: Surroundings) => Simulator;
  readonly connect: (connection: Connection) => Carrier;
  readonly newSim: (number: number) => CarrierSim;
  /** What the simulator is told of a new SIM besides its end. */
  readonly simFacts?: (draws: Draws) => Readonly<Record<string, unknown>>;
  /** The SIM that a call buys something for, or sets the end of; `undefined` for every other call. */
  readonly ordersFor: (call: SentCall) => string | undefined;
  /** Calls whose answer other workers wait for in real time. */
  readonly isShared?: (call: SentCall) => boolean;
  readonly mishaps: readonly Mishap[];
  /** What all calls meet while the carrier announces maintenance; absent where it has no words for it. */
  readonly maintenance?: Rule;
  readonly credit?: Credit;
  /** Whether a rule may leave a renewal to a person: only where the carrier's API cannot tell what became of it. */
  readonly mayNeedPeople: boolean;
  /** Whether a number that belongs to another SIM looks otherwise than one that is unknown. */
  readonly tellsRecycled: boolean;
  /**
   * How activations are counted in the carrier's record: `orders` that were carried out and not taken back; or, where a
   * call is absolute and may be repeated, the different `ends` that were set.
   */
  readonly counts: 'orders' | 'ends';
  /** Where calls are absolute: the end that such a call asks for. */
  readonly endSetBy?: (call: SentCall) => number | undefined;
}

/** What orders at the carrier are paid from. */
export interface Credit {
  readonly floor: WholesaleMoney;
  readonly set: (control: SimulatorControl, enough: boolean) => Promise<unknown>;
}
