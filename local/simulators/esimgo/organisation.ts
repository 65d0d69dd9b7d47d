import type { Records } from '../records.ts';

/** What an organisation has, and how eSIM Go treats it. */
export interface OrganisationState {
  /** Main units of the currency. */
  readonly balance: number;
  readonly currency: string;
  /** How long what is assigned is `processing` where no fault says otherwise. */
  readonly processingMs: number;
  readonly iccidsAsNumbers: boolean;
}

export interface Organisation {
  get(): OrganisationState;
  set(change: Partial<OrganisationState>): OrganisationState;
  /** A negative amount is a credit. Two decimals. */
  charge(amount: number): OrganisationState;
}

export const openOrganisation = (records: Records, initial: OrganisationState): Organisation => {
  const get = (): OrganisationState => records.get<OrganisationState>('organisation', 'now') ?? initial;
  const set = (change: Partial<OrganisationState>): OrganisationState => {
    const next = { ...get(), ...change };
    records.put('organisation', 'now', next);
    return next;
  };
  return {
    get,
    set,
    charge: (amount) => set({ balance: Math.round((get().balance - amount) * 100) / 100 }),
  };
};
