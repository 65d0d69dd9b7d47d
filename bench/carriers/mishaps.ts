import type { CarrierSim } from '../../shared/carriers/carrier.ts';
import { HOUR_MS } from '../../shared/domain/values/instant.ts';
import type { Rule, SimulatorControl } from './simulator-control.ts';

/** What goes wrong around one renewal. */
export interface Mishap {
  readonly name: string;
  /** Set before it is ordered, or after that and before it is paid. */
  readonly before: 'order' | 'payment';
  /** Faults of the carrier. */
  readonly rules?: (sim: CarrierSim) => readonly Rule[];
  /** Faults that are there from when the order leaves: so that what is read before it is read well. */
  readonly onceOrdered?: (sim: CarrierSim) => readonly Rule[];
  /** The faults are taken away again after so long, on the virtual clock; otherwise they stay until they are met. */
  readonly lastsMs?: number;
  /** What else happens at the carrier. */
  readonly happens?: (control: SimulatorControl, sim: CarrierSim) => Promise<void>;
  /** Another SIM has the number from then on. */
  readonly recycles?: true;
  /** Only where nobody else renews the line. */
  readonly onlyAlone?: true;
  /** What happens to a worker of ours, or to its message. */
  readonly ours?: 'crash' | 'lost_message' | 'slow_table';
}

/** Names of a carrier's endpoints in its simulator's rules. */
export interface Endpoints {
  readonly buy: string;
  readonly read: string;
  /** Whether rules for `read` can name a SIM; otherwise they meet whoever reads next. */
  readonly readNamesSim: boolean;
  /** How long its record may lag behind, by the adapter's own assumption. */
  readonly lagMs: number;
}

/** Longer than the time-out of a call. */
const SLOW_MS = 2_000;
const HOURS_MS = 3 * HOUR_MS;

/** What can go wrong at every carrier. */
export const sharedMishaps = ({ buy, read, readNamesSim, lagMs }: Endpoints): readonly Mishap[] => {
  const buying = (fault: string, settings: object = {}): ((sim: CarrierSim) => Rule) => {
    return ({ carrierRef }) => ({ fault, path: buy, carrierRef, times: 1, ...settings });
  };
  const reading = (fault: string, settings: object = {}): ((sim: CarrierSim) => Rule) => {
    return ({ carrierRef }) => ({ fault, path: read, ...(readNamesSim && { carrierRef }), times: 1, ...settings });
  };
  type RuleFor = (sim: CarrierSim) => Rule;
  const met = (name: string, ...rules: readonly RuleFor[]): Mishap => ({
    name,
    before: 'payment',
    rules: (sim) => rules.map((ruleFor) => ruleFor(sim)),
  });
  const metThen = (name: string, first: RuleFor, ...then: readonly RuleFor[]): Mishap => ({
    ...met(name, first),
    onceOrdered: (sim) => then.map((ruleFor) => ruleFor(sim)),
  });
  const lost = buying('lost_response');
  // Where a rule for readings cannot name a SIM, it ends with its count or soon.
  const always = readNamesSim ? { times: 1_000 } : { times: 12 };

  return [
    met('answer lost', lost),
    met('answer too late', buying('slow', { delayMs: SLOW_MS })),
    met('429 with a wait', buying('status', { status: 429, retryAfter: '7', times: 2 })),
    met('429 for more than an hour', buying('status', { status: 429, retryAfter: '60', times: 1_000 })),
    met('malformed, carried out', buying('malformed')),
    met('cut off, carried out', buying('malformed', { shape: 'cut' })),
    met('malformed, not carried out', buying('malformed', { carriedOut: false })),
    met('HTML with 200, carried out', buying('html')),
    met('HTML with 200, not carried out', buying('html', { carriedOut: false })),
    met('500, carried out', buying('error_after_success')),
    met('500, not carried out', buying('status', { status: 500 })),
    met('503 twice', buying('status', { status: 503, times: 2 })),
    met('connection lost before', buying('down')),
    met('refused', buying('refuse')),
    metThen('answer lost, look-ups fail', lost, reading('down', { times: 3 })),
    metThen('answer lost, look-ups unreadable', lost, reading('html', { times: 2 }), reading('malformed')),
    metThen('lost before, look-ups fail', buying('down'), reading('status', { status: 500, times: 3 })),
    met('look-ups turned away', reading('status', { status: 429, retryAfter: '30', times: 2 })),
    met('look-ups too late', reading('slow', { delayMs: SLOW_MS })),
    {
      ...metThen('answer lost, record stale', lost, reading('stale', { staleMs: lagMs, times: 1_000 })),
      lastsMs: lagMs * 4,
    },
    { ...met('record stale', reading('stale', { staleMs: lagMs, times: 1_000 })), lastsMs: lagMs * 4 },
    { ...metThen('answer lost, unreadable for hours', lost, reading('down', always)), lastsMs: HOURS_MS },
    { ...metThen('lost before, unreadable for hours', buying('down'), reading('down', always)), lastsMs: HOURS_MS },
    { name: 'worker dies', before: 'payment', ours: 'crash' },
    { ...met('answer lost and worker dies', lost), ours: 'crash' },
    { ...met('500 and worker dies', buying('status', { status: 500 })), ours: 'crash' },
    { name: 'message lost', before: 'payment', ours: 'lost_message' },
    { name: 'table slow before the call', before: 'payment', ours: 'slow_table' },
  ];
};
