import type { Records } from '../records.ts';

/** One request to the API. It is written down when it arrives, so that one under way can be seen. */
export interface Call {
  readonly number: number;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** The name that rules for faults use: one path may be several things. */
  readonly endpoint: string;
  /** The carrier's own id of the SIM it concerns. */
  readonly carrierRef: string | null;
  /** The status that was answered; `null` while it is under way and where no answer was given. */
  readonly status: number | null;
  /** Whether its work was done; `null` while that is open. */
  readonly carriedOut: boolean | null;
  /** The fault that it met. */
  readonly fault: string | null;
}

export interface Calls {
  begin(call: Pick<Call, 'method' | 'path' | 'endpoint' | 'carrierRef'>): Call;
  update(call: Call): Call;
  list(): readonly Call[];
}

/** Older ones are forgotten. */
const MAX_CALLS = 2_000;

export const openCalls = (records: Records, now: () => number): Calls => {
  const update = (call: Call): Call => {
    records.put('call', String(call.number), call);
    return call;
  };
  return {
    begin(call) {
      const number = (records.get<number>('counter', 'call') ?? 0) + 1;
      records.put('counter', 'call', number);
      records.remove('call', String(number - MAX_CALLS));
      return update({ number, at: now(), ...call, status: null, carriedOut: null, fault: null });
    },
    update,
    list: () => records.list<Call>('call'),
  };
};
