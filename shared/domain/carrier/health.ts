import { HOUR_MS, type Instant, latest, MINUTE_MS, plusMs, SECOND_MS } from '../values/instant.ts';

/** In ten-thousandths of the currency's main unit: wholesale prices have up to four decimals. */
export interface WholesaleMoney {
  readonly amountE4: number;
  /** ISO 4217, upper case. */
  readonly currency: string;
}

export type Trouble = 'unreachable' | 'maintenance' | 'float_low';

/** Announced: nothing is activated within it. */
export interface MaintenanceWindow {
  readonly from: Instant;
  /** Exclusive. */
  readonly until: Instant;
}

interface Circuit {
  readonly until: Instant;
  readonly why: 'unreachable' | 'maintenance';
  /** In a row: each pause is twice as long as the one before. */
  readonly openings: number;
  /** The pause is over, and one call is under way to find out. */
  readonly trial?: true;
}

/**
 * What all workers know of one account at a carrier. It outlives every function: a circuit that is open stays open for
 * those that start later.
 */
export interface CarrierHealth {
  /** Calls in a row that told that the carrier cannot be reached. */
  readonly failures: number;
  /** Nobody calls until then; afterwards one call is a trial. */
  readonly circuit?: Circuit;
  /** The brand's credit at the carrier, as it was read last. */
  readonly float?: WholesaleMoney & { readonly readAt: Instant };
  /** The carrier has refused a call for want of credit, and no reading since has shown enough. */
  readonly creditRefusedAt?: Instant;
  /** Somebody was told that the credit is low, and not yet that there is enough again. */
  readonly lowTold?: true;
  /** Somebody was told that the carrier cannot be reached, and not yet that it can. */
  readonly outageTold?: true;
  readonly maintenance: readonly MaintenanceWindow[];
}

export const WELL: CarrierHealth = { failures: 0, maintenance: [] };

/** One failure may be the line's own; so many in a row are the carrier's. */
export const FAILURES_TO_OPEN = 5;
const FIRST_PAUSE_MS = 30 * SECOND_MS;
const LONGEST_PAUSE_MS = 5 * MINUTE_MS;
/** How long the one trial call may take before another worker makes the next one. */
const TRIAL_MS = 30 * SECOND_MS;
/** The brand's credit may be filled up at any minute: the carrier is asked again this often. */
const CREDIT_PAUSE_MS = 5 * MINUTE_MS;
/** A refusal for want of credit counts for so long, whatever credit is left: it may not be enough for anything sold. */
const BELIEVED_MS = HOUR_MS;
/** Windows that a brand may announce ahead. */
export const MAX_MAINTENANCE_WINDOWS = 20;

export type MayCall =
  | { readonly may: 'call' }
  /** The pause is over: whoever writes this down first makes the one trial call. */
  | { readonly may: 'try'; readonly trial: CarrierHealth }
  | { readonly may: 'wait'; readonly until: Instant; readonly code: 'circuit_open' | 'maintenance' | 'float_low' };

/** Whether a worker may call the carrier now: to buy something, or only to read its record. */
export const mayCall = (health: CarrierHealth, purpose: 'buy' | 'read', now: Instant): MayCall => {
  const window = currentWindow(health, now);
  if (window) return { may: 'wait', until: window.until, code: 'maintenance' };
  const { circuit, creditRefusedAt } = health;
  if (circuit && now < circuit.until)
    return {
      may: 'wait',
      until: circuit.until,
      code: circuit.why === 'maintenance' ? 'maintenance' : 'circuit_open',
    };
  if (circuit)
    return { may: 'try', trial: { ...health, circuit: { ...circuit, until: plusMs(now, TRIAL_MS), trial: true } } };
  if (purpose === 'buy' && creditRefusedAt !== undefined && now < creditRefusedAt + CREDIT_PAUSE_MS)
    return { may: 'wait', until: plusMs(creditRefusedAt, CREDIT_PAUSE_MS), code: 'float_low' };
  return { may: 'call' };
};

/** The window that holds now, up to the end of all that follow it without a gap. */
const currentWindow = ({ maintenance }: CarrierHealth, now: Instant): MaintenanceWindow | undefined => {
  const current = maintenance.find(({ from, until }) => from <= now && now < until);
  if (!current) return undefined;
  const until = maintenance
    .toSorted((a, b) => a.from - b.from)
    .reduce((end, next) => (next.from <= end ? latest(end, next.until) : end), current.until);
  return { ...current, until };
};

/** After a call that the carrier answered; the same object when nothing is to be written down. */
export const afterAnswer = (health: CarrierHealth): CarrierHealth => {
  if (health.failures === 0 && !health.circuit) return health;
  const { circuit: _closed, ...rest } = health;
  return { ...rest, failures: 0 };
};

/** After a call that told of trouble. */
export const afterTrouble = (health: CarrierHealth, trouble: Trouble, now: Instant): CarrierHealth => {
  switch (trouble) {
    case 'float_low':
      return { ...afterAnswer(health), creditRefusedAt: now };
    case 'maintenance':
      return opened(health, 'maintenance', now);
    case 'unreachable': {
      const failures = health.failures + 1;
      const isOver = health.circuit !== undefined || failures >= FAILURES_TO_OPEN;
      return isOver ? opened({ ...health, failures }, 'unreachable', now) : { ...health, failures };
    }
  }
};

/** A call that was under way when the pause began tells nothing new. */
const opened = (health: CarrierHealth, why: Circuit['why'], now: Instant): CarrierHealth => {
  const { circuit } = health;
  if (circuit && !circuit.trial && now < circuit.until) return health;
  const openings = (circuit?.openings ?? 0) + 1;
  const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(openings - 1, 16));
  return { ...health, circuit: { until: plusMs(now, pauseMs), why, openings } };
};

/**
 * A reading of the brand's credit. What was refused for want of it is over once there is enough again: as much as the
 * brand has said or, where it has not, more than was not enough.
 */
export const withFloat = (
  health: CarrierHealth,
  float: WholesaleMoney,
  floor: WholesaleMoney | undefined,
  now: Instant,
): CarrierHealth => {
  const { creditRefusedAt: _refused, ...rest } = health;
  const next = { ...rest, float: { ...float, readAt: now } };
  const enough = float.amountE4 > 0 && (floor ? !isBelow(float, floor) : isMore(float, health, now));
  return enough || health.creditRefusedAt === undefined ? next : { ...next, creditRefusedAt: health.creditRefusedAt };
};

const isMore = ({ amountE4, currency }: WholesaleMoney, health: CarrierHealth, now: Instant): boolean => {
  const { float: known, creditRefusedAt } = health;
  const isOld = creditRefusedAt !== undefined && now >= creditRefusedAt + BELIEVED_MS;
  return isOld || (known !== undefined && known.currency === currency && amountE4 > known.amountE4);
};

const isBelow = (float: WholesaleMoney, floor: WholesaleMoney | undefined): boolean =>
  floor !== undefined && float.currency === floor.currency && float.amountE4 < floor.amountE4;

export const isFloatLow = ({ float, creditRefusedAt }: CarrierHealth, floor: WholesaleMoney | undefined): boolean =>
  creditRefusedAt !== undefined || (float !== undefined && isBelow(float, floor));

export type SellingStop = 'carrier_unavailable' | 'carrier_maintenance' | 'carrier_float_low';

export type MaySell =
  /** `notBefore`: sold, with the promise that it is activated when the maintenance is over. */
  | { readonly ok: true; readonly notBefore?: Instant }
  | { readonly ok: false; readonly refusal: SellingStop; readonly until?: Instant };

/**
 * Whether a renewal may be sold now. Nobody pays for what cannot be activated within `deadlineMs`: a maintenance that
 * ends well before it is waited for, a longer one holds the sale.
 */
export const maySell = (
  health: CarrierHealth,
  floor: WholesaleMoney | undefined,
  deadlineMs: number,
  now: Instant,
): MaySell => {
  if (isFloatLow(health, floor)) return { ok: false, refusal: 'carrier_float_low' };
  const window = currentWindow(health, now);
  if (window)
    return window.until - now <= deadlineMs / 2
      ? { ok: true, notBefore: window.until }
      : { ok: false, refusal: 'carrier_maintenance', until: window.until };
  const { circuit } = health;
  if (!circuit || now >= circuit.until) return { ok: true };
  return {
    ok: false,
    refusal: circuit.why === 'maintenance' ? 'carrier_maintenance' : 'carrier_unavailable',
    until: circuit.until,
  };
};
