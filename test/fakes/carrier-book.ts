import type { ActivationOrder, CarrierClass } from '../../shared/carriers/carrier.ts';
import { type Instant, instant, ROLLING_DAY_MS } from '../../shared/domain/values/instant.ts';
import type { Clock } from '../../shared/runtime/deps.ts';

/** One change that the carrier has carried out, or will have at `appearsAt`. */
export interface BookedChange {
  readonly order: ActivationOrder;
  /** From 1, for each SIM. */
  readonly number: number;
  readonly appearsAt: Instant;
  /** Told as under way until it appears; one that is not comes as a surprise. */
  readonly isAccepted: boolean;
  /** What it adds to the end that was there; for a carrier of class A, what it makes of it. */
  readonly lengthMs: number;
  undone: boolean;
}

interface Account {
  /** Before anything that was carried out here. */
  end: Instant | undefined;
  readonly changes: BookedChange[];
}

export interface CarrierBook {
  addSim(carrierRef: string, end: Instant | undefined): void;
  /** Where no SIM was ever added, every one is known. */
  knows(carrierRef: string): boolean;
  endOf(carrierRef: string): Instant | undefined;
  /** Carries it out, to be seen from `appearsAt` on. */
  carryOut(order: ActivationOrder, appearsAt: Instant, isAccepted: boolean): BookedChange;
  changesOf(carrierRef: string): readonly BookedChange[];
  hasAppeared(change: BookedChange): boolean;
  /** Of class A, whose ends are absolute. */
  setEnd(carrierRef: string, end: Instant): void;
}

/**
 * What a carrier has in its books. At a carrier of class A the last end that was set counts. At the others each change
 * adds a period: as long as was promised, and the product's own length when it comes once more, so that a second
 * attempt shows.
 */
export const carrierBook = (kind: CarrierClass, clock: Clock): CarrierBook => {
  const accounts = new Map<string, Account>();
  const added = new Set<string>();

  const accountOf = (carrierRef: string): Account => {
    const known = accounts.get(carrierRef);
    if (known) return known;
    const fresh: Account = { end: undefined, changes: [] };
    accounts.set(carrierRef, fresh);
    return fresh;
  };

  const hasAppeared = ({ appearsAt }: BookedChange): boolean => clock() >= appearsAt;

  const endWith = ({ end, changes }: Account, counts: (change: BookedChange) => boolean): Instant | undefined => {
    const live = changes.filter((change) => !change.undone && counts(change));
    if (kind !== 'A') return end && instant(live.reduce<number>((sum, { lengthMs }) => sum + lengthMs, end));
    return live.toSorted((a, b) => a.appearsAt - b.appearsAt || a.number - b.number).at(-1)?.order.targetEnd ?? end;
  };

  return {
    addSim(carrierRef, end) {
      added.add(carrierRef);
      if (end !== undefined) accountOf(carrierRef).end = end;
    },
    knows: (carrierRef) => added.size === 0 || added.has(carrierRef),
    endOf: (carrierRef) => endWith(accountOf(carrierRef), hasAppeared),
    carryOut(order, appearsAt, isAccepted) {
      const account = accountOf(order.carrierRef);
      const productMs = order.days * ROLLING_DAY_MS;
      if (kind !== 'A') account.end ??= instant(order.targetEnd - productMs);
      const end = endWith(account, () => true);
      const missingMs = end === undefined ? 0 : order.targetEnd - end;
      const change: BookedChange = {
        order,
        number: account.changes.length + 1,
        appearsAt,
        isAccepted,
        lengthMs: missingMs > 0 ? missingMs : productMs,
        undone: false,
      };
      account.changes.push(change);
      return change;
    },
    changesOf: (carrierRef) => accountOf(carrierRef).changes,
    hasAppeared,
    setEnd(carrierRef, end) {
      const account = accountOf(carrierRef);
      account.end = end;
      for (const change of account.changes) if (hasAppeared(change)) change.undone = true;
    },
  };
};
