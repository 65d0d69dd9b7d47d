import * as z from 'zod';

export const STATUSES = ['ready', 'active', 'inactive', 'standby', 'suspended', 'terminated'] as const;
export type SimStatus = (typeof STATUSES)[number];

export const expiryAction = z.enum(['doNothing', 'deleteSession', 'deactivate', 'suspend', 'terminate']);
export type ExpiryAction = z.output<typeof expiryAction>;

/** What a person or a call has made of a SIM. Times in milliseconds since the epoch. */
export interface SimState {
  readonly status: SimStatus;
  readonly expiryTime: number | null;
  readonly expiryAction: ExpiryAction | null;
  /** The action is done once, when the time has come. */
  readonly expired: boolean;
  readonly speedClass: string;
  readonly lastModifiedTime: number;
}

export interface Sim extends SimState {
  readonly simId: string;
  readonly iccid: string;
  readonly createdTime: number;
  /** How often its end was set by a call. */
  readonly changes: number;
  /** All the traffic so far. */
  readonly usedBytes: number;
  /** Before the last call that changed it: what a stale read shows. */
  readonly before: SimState | null;
}

const statusAfter = (action: ExpiryAction, status: SimStatus): SimStatus => {
  switch (action) {
    case 'doNothing':
    case 'deleteSession':
      return status;
    case 'deactivate':
      return 'inactive';
    case 'suspend':
      return 'suspended';
    case 'terminate':
      return 'terminated';
  }
};

/** The SIM as its expiry has left it. `doNothing` is Soracom's default. */
export const withExpiry = (sim: Sim, now: number): Sim => {
  const { expiryTime, expired, status } = sim;
  if (expiryTime === null || expired || now < expiryTime || status === 'terminated') return sim;
  const next = statusAfter(sim.expiryAction ?? 'doNothing', status);
  return { ...sim, status: next, expired: true, ...(next !== status && { lastModifiedTime: expiryTime }) };
};

/** After its expiry a SIM can begin no session, whatever its status says. */
export const canConnect = ({ status, expired }: SimState): boolean =>
  !expired && (status === 'ready' || status === 'active');

export const OPERATOR_ID = 'OP0012345678';

/** The answer of the API (schema `Sim`), as far as anybody here looks at it. */
export const simBody = (sim: Sim) => ({
  simId: sim.simId,
  operatorId: OPERATOR_ID,
  type: 's1.standard',
  groupId: null,
  tags: { name: '' },
  activeProfileId: sim.iccid,
  profiles: { [sim.iccid]: { iccid: sim.iccid } },
  terminationEnabled: false,
  createdTime: sim.createdTime,
  lastModifiedTime: sim.lastModifiedTime,
  status: sim.status,
  expiryTime: sim.expiryTime,
  expiryAction: sim.expiryAction,
  speedClass: sim.speedClass,
});
