/** What happened to one eSIM. Everything else about it follows from this and the time of looking. */
export interface Esim {
  readonly iccid: string;
  readonly createdAt: number;
  readonly state: 'active' | 'deactivated';
  /** On a device. One that is not, and has no bundle left after a revoke, goes back to eSIM Go. */
  readonly installed: boolean;
  /** The device uses data whenever it can; otherwise a bundle begins only with usage that is told. */
  readonly online: boolean;
  /** Names of bundles that its profile cannot take. */
  readonly incompatible: readonly string[];
  /** Went back to eSIM Go: the organisation has no access any more. */
  readonly returnedAt: number | null;
  /** Orders carried out for it. */
  readonly orders: number;
  readonly assigned: readonly Assigned[];
  /** In the order of time. */
  readonly usage: readonly Usage[];
}

/** One assignment of a bundle. Times in milliseconds since the epoch. */
export interface Assigned {
  readonly id: string;
  readonly reference: string;
  readonly bundle: string;
  readonly days: number;
  readonly bytes: number | null;
  readonly price: number;
  readonly assignedAt: number;
  /** The end of `processing`. */
  readonly readyAt: number;
  readonly revokedAt: number | null;
  /** Only for what was put here with a term of its own. */
  readonly term: { readonly startsAt: number; readonly endsAt: number } | null;
}

export interface Usage {
  readonly at: number;
  readonly bytes: number;
}
