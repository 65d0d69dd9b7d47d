import type { Line } from '../../domain/line/line.ts';
import type { CarrierDifference } from '../../domain/reconciliation/carrier-reconciliation.ts';
import type { RecordFinding } from '../../domain/reconciliation/carrier-record.ts';
import type { RenewalEvent } from '../../domain/renewal/event.ts';
import type { RecordDifference, Renewal } from '../../domain/renewal/renewal.ts';
import { inReviewSince } from '../../domain/renewal/resolve-review.ts';
import type { RenewalId } from '../../domain/values/ids.ts';
import { Refusal } from '../../errors.ts';
import type { Clock } from '../../runtime/deps.ts';
import type { Store } from '../../table/store.ts';
import { applyEvent } from '../apply-event.ts';

export interface SettleDeps {
  readonly store: Pick<Store, 'renewal' | 'saveRenewal' | 'markRecycled'>;
  readonly clock: Clock;
}

/** What a carrier calls a period may be of any length. */
const MAX_PERIOD_LENGTH = 64;

/** Writes down what a comparison found, by the transitions that there are for it, and answers what the report says. */
export const settleFinding = async (
  deps: SettleDeps,
  line: Line,
  known: readonly Renewal[],
  finding: RecordFinding,
): Promise<CarrierDifference> => {
  const { lineId } = line;
  const at = deps.clock();
  switch (finding.kind) {
    case 'recycled':
      await deps.store.markRecycled(line, at);
      return { kind: 'repaired', reference: lineId, what: ['recycled'] };
    case 'line_differs':
      return { kind: 'line_differs', reference: lineId, code: finding.code };
    case 'unknown_period':
      return { kind: 'unknown_to_us', reference: lineId, period: finding.period.slice(0, MAX_PERIOD_LENGTH) };
    case 'shown': {
      const { renewalId, checked } = finding;
      const outcome = await apply(deps, renewalId, { type: 'activation_checked', checked, at });
      return outcome.kind === 'failed'
        ? { ...outcome, reference: renewalId }
        : { kind: 'repaired', reference: renewalId, what: ['checked'] };
    }
    case 'differs': {
      const { renewalId, code, checked } = finding;
      const outcome = await apply(deps, renewalId, { type: 'record_differs', code, checked, at });
      return told(outcome, known, renewalId, code) ?? { kind: 'record_differs', reference: renewalId, code };
    }
    case 'served': {
      const { renewalId } = finding;
      const outcome = await apply(deps, renewalId, { type: 'found_served', at });
      // The change of the renewal is what wakes the worker.
      if (outcome.kind !== 'failed' && known.some((each) => each.renewalId === renewalId && each.abandoned))
        return { kind: 'repaired', reference: renewalId, what: ['taking_back'] };
      return told(outcome, known, renewalId, 'served') ?? { kind: 'served_for_nothing', reference: renewalId };
    }
  }
};

type Applied = { readonly kind: 'news' | 'known' } | { readonly kind: 'failed'; readonly code: string };

const apply = async ({ store }: SettleDeps, id: RenewalId, event: RenewalEvent): Promise<Applied> => {
  try {
    const decision = await applyEvent(store, id, event);
    if (decision.ok) return { kind: 'news' };
    return decision.refusal === 'nothing_new' ? { kind: 'known' } : { kind: 'failed', code: decision.refusal };
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'failed', code: error.code };
    throw error;
  }
};

/** What was told before stays open for as long as it waits for a person; `undefined` while it is open. */
const told = (
  outcome: Applied,
  known: readonly Renewal[],
  reference: RenewalId,
  code: RecordDifference | 'served',
): CarrierDifference | undefined => {
  if (outcome.kind === 'failed') return { ...outcome, reference };
  const renewal = known.find(({ renewalId }) => renewalId === reference);
  const isWaiting = renewal !== undefined && inReviewSince(renewal) !== undefined;
  return outcome.kind === 'news' || isWaiting ? undefined : { kind: 'settled', reference, code };
};
