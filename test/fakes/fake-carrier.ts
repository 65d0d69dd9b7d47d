import type {
  ActivationOrder,
  CannotAsk,
  Carrier,
  CarrierClass,
  CarrierLookUp,
  CarrierMoney,
  CarrierOutcome,
  CarrierPeriod,
  CarrierQuote,
  CarrierUsage,
  Confirmed,
} from '../../shared/carriers/carrier.ts';
import { SERVES } from '../../shared/carriers/serves.ts';
import type { Instant } from '../../shared/domain/values/instant.ts';
import type { Clock } from '../../shared/runtime/deps.ts';
import { type BookedChange, carrierBook } from './carrier-book.ts';

/** How the next `activate` goes. Where the outcome is not told, the end is set and confirmed. */
export interface ScriptedActivation {
  readonly outcome: Exclude<CarrierOutcome, Confirmed>;
  /** Whether the end is set in spite of the outcome; makes sense with `unknown` and `accepted` alone. */
  readonly carriedOut?: boolean;
  /** When the carrier's record shows it; at once where left out. Until then what was accepted is `processing`. */
  readonly appearsAt?: Instant;
}

type Ability = 'undo' | 'withdraw' | 'suspend' | 'quote' | 'offers' | 'readUsage' | 'readFloat';

export interface FakeCarrier extends Carrier {
  /** Queues how the next activations go, in order; afterwards they succeed. */
  readonly script: (...steps: readonly (ScriptedActivation | 'confirm')[]) => void;
  /** The next `times` look-ups, readings and undoings cannot ask the carrier. */
  readonly unreachable: (times: number) => void;
  /** Makes a SIM known with its end. Where none was ever added, every SIM is known. */
  readonly addSim: (carrierRef: string, end?: Instant) => void;
  /** The number belongs to another SIM from now on. */
  readonly recycle: (carrierRef: string) => void;
  /** Makes a product known with its price. Where none was ever added, every product can be had. */
  readonly sell: (product: string, cost?: CarrierMoney) => void;
  /** What the next readings tell, until it is changed; for SIMs that nothing is told of, that there is no figure. */
  readonly tellUsage: (carrierRef: string, usage: CarrierUsage) => void;
  readonly tellFloat: (float: CarrierMoney) => void;
  readonly endOf: (carrierRef: string) => Instant | undefined;
  /** Every call, in order, carried out or not. */
  readonly activations: readonly ActivationOrder[];
  readonly lookUps: readonly ActivationOrder[];
  /** Every activation that was really carried out, in order, also one whose change appears later and is not withdrawn. */
  readonly set: readonly ActivationOrder[];
  /** Every SIM that was suspended and not activated again since. */
  readonly suspended: ReadonlySet<string>;
}

/**
 * A carrier in memory, of any class: A sets ends, B looks up by our reference, C tells a new period from the old ones by
 * a baseline. What it answers is scripted; what it looks up is the truth. It has every ability but those in `without`.
 */
export const fakeCarrier = (options: {
  readonly clock: Clock;
  readonly class?: CarrierClass;
  readonly settlingMs?: number;
  readonly pollMs?: number;
  readonly serves?: Carrier['serves'];
  readonly without?: readonly Ability[];
}): FakeCarrier => {
  const {
    clock,
    class: kind = 'A',
    settlingMs = 20_000,
    pollMs = 30_000,
    serves = SERVES.manual,
    without = [],
  } = options;
  const steps: (ScriptedActivation | 'confirm')[] = [];
  const book = carrierBook(kind, clock);
  const recycled = new Set<string>();
  const suspended = new Set<string>();
  const products = new Map<string, CarrierMoney | undefined>();
  const usages = new Map<string, CarrierUsage>();
  let float: CarrierMoney = { amountE4: 10_000_000, currency: 'USD' };
  const activations: ActivationOrder[] = [];
  const lookUps: ActivationOrder[] = [];
  const set: ActivationOrder[] = [];
  let unreachableTimes = 0;

  /** The answer of a carrier that cannot be asked this time. */
  const cannotAsk = (): CannotAsk | undefined => {
    if (unreachableTimes <= 0) return undefined;
    unreachableTimes -= 1;
    return { kind: 'unavailable', code: 'connection_refused', trouble: 'unreachable' };
  };
  const asking =
    <Arguments extends readonly unknown[], Answer>(answer: (...args: Arguments) => Answer) =>
    async (...args: Arguments): Promise<Answer | CannotAsk> =>
      cannotAsk() ?? answer(...args);

  const carryOut = (order: ActivationOrder, appearsAt = clock(), isAccepted = false): void => {
    suspended.delete(order.carrierRef);
    set.push(order);
    book.carryOut(order, appearsAt, isAccepted);
  };

  const referenceOf = ({ carrierRef, targetEnd, reference }: ActivationOrder): string =>
    (kind === 'A' ? `${carrierRef}@${targetEnd}` : reference).slice(-64);

  const confirmed = (order: ActivationOrder): Confirmed => {
    const endsAt = book.endOf(order.carrierRef);
    return {
      kind: 'confirmed',
      reference: referenceOf(order),
      confirmedAt: clock(),
      ...(endsAt !== undefined && { endsAt }),
    };
  };

  /** What this order gave, as a carrier of this class can tell. */
  const changeOf = (order: ActivationOrder): BookedChange | undefined =>
    book
      .changesOf(order.carrierRef)
      .findLast((change) => !change.undone && (kind === 'C' ? isAfter(order, change) : isSame(kind, order, change)));

  const lookUp = (order: ActivationOrder): CarrierLookUp => {
    if (recycled.has(order.carrierRef)) return { kind: 'absent' };
    if (kind === 'C' && order.baseline === undefined) return { kind: 'unavailable', code: 'no_baseline' };
    const change = changeOf(order);
    if (change && !book.hasAppeared(change)) return { kind: change.isAccepted ? 'processing' : 'absent' };
    const isThere = kind === 'A' ? book.endOf(order.carrierRef) === order.targetEnd : change !== undefined;
    return isThere ? confirmed(order) : { kind: 'absent' };
  };

  const periodOf = (change: BookedChange): readonly CarrierPeriod[] => {
    const { order, number, undone, isAccepted } = change;
    if (!book.hasAppeared(change) && !isAccepted) return [];
    const status = undone ? 'revoked' : book.hasAppeared(change) ? 'active' : 'processing';
    return [
      {
        reference: `${order.carrierRef}.${number}`,
        status: status === 'active' && clock() >= order.targetEnd ? 'expired' : status,
        ...(status === 'active' && { endsAt: order.targetEnd }),
        ...(kind === 'B' && { ours: order.reference }),
      },
    ];
  };

  const quote = (carrierRef: string, product: string): CarrierQuote => {
    if (recycled.has(carrierRef)) return { kind: 'not_available', code: 'recycled', recycled: true };
    if (!book.knows(carrierRef)) return { kind: 'not_available', code: 'unknown_sim' };
    if (products.size > 0 && !products.has(product)) return { kind: 'not_available', code: 'unknown_product' };
    const cost = products.get(product);
    return { kind: 'available', ...(cost && { cost }) };
  };

  const abilities = {
    quote: asking(({ carrierRef }, product) => quote(carrierRef, product)),
    offers: asking(() => ({
      kind: 'offers',
      products: [...products].map(([product, cost]) => ({ product, ...(cost && { cost }) })),
    })),
    readUsage: asking(({ carrierRef }) =>
      recycled.has(carrierRef) ? { kind: 'recycled' } : (usages.get(carrierRef) ?? { kind: 'no_figure' }),
    ),
    readFloat: asking(() => ({ kind: 'float', float })),
    undo: asking((order, restoredEnd) => {
      const reference = referenceOf(order);
      if (recycled.has(order.carrierRef)) return { kind: 'stays', code: 'recycled' };
      const change = changeOf(order);
      const end = book.endOf(order.carrierRef);
      if (kind === 'A' && end !== undefined && end > order.targetEnd) return { kind: 'stays', code: 'later_end' };
      if (kind !== 'A' && change) change.undone = true;
      if (kind === 'A' && end === order.targetEnd) book.setEnd(order.carrierRef, restoredEnd);
      return { kind: 'undone', reference };
    }),
    withdraw: asking((order) => {
      const change = changeOf(order);
      if (change && (book.hasAppeared(change) || !change.isAccepted)) return { kind: 'stays', code: 'done' };
      if (change) {
        change.undone = true;
        set.splice(set.lastIndexOf(change.order), 1);
      }
      return { kind: 'undone', reference: referenceOf(order) };
    }),
    suspend: asking(({ carrierRef }) => {
      suspended.add(carrierRef);
      return { kind: 'undone', reference: carrierRef };
    }),
  } satisfies Pick<Carrier, Ability>;

  return {
    ...Object.fromEntries(Object.entries(abilities).filter(([ability]) => !without.some((name) => name === ability))),
    ...(kind === 'C' && {
      baseline: asking(({ carrierRef }: ActivationOrder) => ({
        kind: 'baseline' as const,
        baseline: String(book.changesOf(carrierRef).filter(book.hasAppeared).length),
      })),
    }),
    class: kind,
    settlingMs,
    pollMs,
    serves,
    script: (...more) => void steps.push(...more),
    unreachable: (times) => {
      unreachableTimes = times;
    },
    addSim: book.addSim,
    recycle: (carrierRef) => void recycled.add(carrierRef),
    sell: (product, cost) => void products.set(product, cost),
    tellUsage: (carrierRef, usage) => void usages.set(carrierRef, usage),
    tellFloat: (told) => {
      float = told;
    },
    endOf: book.endOf,
    activations,
    lookUps,
    set,
    suspended,
    async activate(order): Promise<CarrierOutcome> {
      activations.push(order);
      const step = steps.shift() ?? 'confirm';
      if (step !== 'confirm') {
        if (step.carriedOut) carryOut(order, step.appearsAt, step.outcome.kind === 'accepted');
        return step.outcome;
      }
      const answer = quote(order.carrierRef, order.product);
      if (answer.kind === 'not_available') return { ...answer, kind: 'refused' };
      if (answer.kind === 'available' && isTooDear(answer.cost, order.maxCost))
        return { kind: 'refused', code: 'price_changed' };
      carryOut(order);
      return confirmed(order);
    },
    lookUp: async (order) => {
      lookUps.push(order);
      return cannotAsk() ?? lookUp(order);
    },
    readRecord: asking(({ carrierRef }) => {
      if (recycled.has(carrierRef)) return { kind: 'recycled' };
      if (!book.knows(carrierRef)) return { kind: 'absent' };
      const endsAt = book.endOf(carrierRef);
      const periods = kind === 'A' ? [] : book.changesOf(carrierRef).flatMap(periodOf);
      return { kind: 'record', periods, readAt: clock(), ...(endsAt !== undefined && { endsAt }) };
    }),
  };
};

const isSame = (kind: CarrierClass, order: ActivationOrder, change: BookedChange): boolean =>
  kind === 'A' ? change.order.targetEnd === order.targetEnd : change.order.reference === order.reference;

const isAfter = ({ baseline }: ActivationOrder, { number }: BookedChange): boolean =>
  baseline !== undefined && number > Number(baseline);

const isTooDear = (cost: CarrierMoney | undefined, maxCost: CarrierMoney | undefined): boolean =>
  cost !== undefined && maxCost !== undefined && cost.currency === maxCost.currency && cost.amountE4 > maxCost.amountE4;
