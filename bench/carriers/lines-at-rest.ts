import { isCaptured } from '../../shared/domain/payment/payment.ts';
import type { Renewal } from '../../shared/domain/renewal/renewal.ts';
import type { LineId } from '../../shared/domain/values/ids.ts';
import { brokenRules, type LineAtRest } from './at-rest.ts';
import type { Product } from './product.ts';
import type { JournalCall, SimulatorControl } from './simulator-control.ts';
import type { Stage } from './stage.ts';
import type { Ordered } from './travellers.ts';
import type { Trouble } from './trouble.ts';

/** One line, what was to go wrong with its renewals, what the carrier's journal says of its SIM, and the rules it breaks. */
export interface LineProof {
  readonly at: LineAtRest;
  readonly ordered: readonly Ordered[];
  readonly journal: readonly JournalCall[];
  readonly broken: readonly string[];
}

interface Everything {
  readonly stage: Stage;
  readonly product: Product;
  readonly control: SimulatorControl;
  readonly trouble: Trouble;
  /** Ends that calls have asked for, by SIM, in the order in which they left. */
  readonly endsSet: ReadonlyMap<string, readonly number[]>;
}

/** Reads what has become of every line that was renewed. */
export const linesAtRest = async (
  { stage, product, control, trouble, endsSet }: Everything,
  ordered: readonly Ordered[],
): Promise<readonly LineProof[]> => {
  const { store, payments } = product;
  const sims = new Map((await control.sims()).map((sim) => [sim.carrierRef, sim]));
  const journals = Map.groupBy(control.journal(), ({ carrierRef }) => carrierRef);
  const capturedMinor = new Map(
    payments.sessions.map(({ order, captured }) => [order.reference, captured?.amountMinor ?? 0] as const),
  );
  const byLine = Map.groupBy(ordered, ({ line }) => line.lineId);

  const look = async (lineId: LineId, all: readonly Ordered[]): Promise<LineProof> => {
    const line = await store.line(lineId);
    const stored = await Promise.all(all.map(({ renewalId }) => store.renewal(renewalId)));
    const renewals = stored.flatMap((each): Renewal[] => (each ? [each.renewal] : []));
    if (!line || renewals.length < all.length) throw new Error(`something of line ${lineId} is not stored`);
    const { carrierRef } = line;
    const journal = journals.get(carrierRef) ?? [];
    const at: LineAtRest = {
      line,
      renewals,
      sim: sims.get(carrierRef),
      endsSet: carriedOut(endsSet.get(carrierRef) ?? [], journal),
      refundedMinor: payments.refunded,
      capturedMinor,
      isRecycled: trouble.recycled.has(carrierRef) && renewals.some(({ payments: of }) => of.some(isCaptured)),
    };
    return { at, ordered: all, journal, broken: brokenRules(stage, at) };
  };

  const proofs: LineProof[] = [];
  for (const [lineId, all] of byLine) proofs.push(await look(lineId, all));
  return proofs;
};

/** Of the ends that were asked for, those that the carrier has really set: its journal lists the same calls. */
const carriedOut = (asked: readonly number[], journal: readonly JournalCall[]): readonly number[] => {
  const calls = journal.filter(({ path }) => path.endsWith('/set_expiry_time'));
  return asked.filter((_end, index) => calls[index]?.carriedOut === true);
};
