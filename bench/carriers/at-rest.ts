import { END_TOLERANCE_MS } from '../../shared/domain/carrier/record.ts';
import type { Line } from '../../shared/domain/line/line.ts';
import { isCaptured } from '../../shared/domain/payment/payment.ts';
import type { Renewal, RenewalIn } from '../../shared/domain/renewal/renewal.ts';
import { paymentReference, type RenewalId } from '../../shared/domain/values/ids.ts';
import type { ShownSim } from './simulator-control.ts';
import type { Stage } from './stage.ts';

/** Everything that is known of one line when nothing is under way any more. */
export interface LineAtRest {
  readonly line: Line;
  readonly renewals: readonly Renewal[];
  /** By the carrier's own record. */
  readonly sim: ShownSim | undefined;
  /** The ends that calls have set there, in order; only where a call is absolute. */
  readonly endsSet: readonly number[];
  /** What has really gone back, and what was really taken, in minor units, by payment reference. */
  readonly refundedMinor: ReadonlyMap<string, number>;
  readonly capturedMinor: ReadonlyMap<string, number>;
  readonly isRecycled: boolean;
}

export type Outcome = 'active' | 'refunded' | 'in review' | 'not paid' | 'silent';

/** Where a renewal has ended, and why it waits for a person. */
export const outcomeOf = (renewal: Renewal): { readonly outcome: Outcome; readonly reason?: string } => {
  const held = renewal.payments.filter(isCaptured).find(({ verdict }) => verdict === 'review')?.held;
  if (renewal.servedForNothing) return { outcome: 'in review', reason: 'served_for_nothing' };
  if (renewal.status === 'needs_review') return { outcome: 'in review', reason: renewal.reason };
  if (held) return { outcome: 'in review', reason: held.reason };
  switch (renewal.status) {
    case 'active':
    case 'refunded':
      return { outcome: renewal.status };
    case 'expired':
    case 'cancelled':
      return { outcome: 'not paid' };
    case 'awaiting_payment':
    case 'activating':
    case 'refunding':
    case 'refund_needs_details':
    case 'closed':
      return { outcome: 'silent' };
  }
};

/** The rules that this line breaks; none, if all is well. */
export const brokenRules = (stage: Stage, at: LineAtRest): readonly string[] => {
  const broken = at.renewals.flatMap((renewal) => brokenByRenewal(renewal, at));
  const isInReview = at.renewals.some((renewal) => outcomeOf(renewal).outcome === 'in review');
  // What the carrier did for a line that a person looks at is for that person to find out.
  return isInReview ? broken : [...broken, ...brokenByLine(stage, at)];
};

const brokenByRenewal = (renewal: Renewal, { refundedMinor, capturedMinor }: LineAtRest): readonly string[] => {
  const { renewalId } = renewal;
  const { outcome } = outcomeOf(renewal);
  const captured = capturedOf(renewalId, capturedMinor);
  const refunded = refundedMinor.get(paymentReference(renewalId, 1)) ?? 0;
  const ours = renewal.payments.filter(isCaptured).reduce((sum, payment) => sum + payment.refundedMinor, 0);
  const rules: (readonly [holds: boolean, rule: string])[] = [
    [outcome !== 'silent', `${renewalId} is still ${renewal.status}`],
    [ours === refunded, `${renewalId} says ${ours} was refunded; the provider gave back ${refunded}`],
  ];
  if (outcome === 'not paid') rules.push([captured === 0, `${renewalId} was paid and is ${renewal.status}`]);
  if (renewal.status === 'active') {
    rules.push([renewal.checked !== undefined, `${renewalId} is active, and nobody has read the carrier's record`]);
    rules.push([
      refunded === 0 && captured > 0,
      `${renewalId} is active with ${captured} taken and ${refunded} given back`,
    ]);
  }
  if (renewal.status === 'refunded')
    rules.push([refunded === captured && captured > 0, `${renewalId}: ${refunded} of ${captured} was given back`]);
  return rules.flatMap(([holds, rule]) => (holds ? [] : [rule]));
};

const capturedOf = (id: RenewalId, captured: ReadonlyMap<string, number>): number =>
  captured.get(paymentReference(id, 1)) ?? 0;

const brokenByLine = (stage: Stage, at: LineAtRest): readonly string[] => {
  const { line, renewals, sim, isRecycled } = at;
  const active = renewals.filter((renewal) => renewal.status === 'active');
  const rules: (readonly [holds: boolean, rule: string])[] = [
    [line.fence === undefined, `a fence is left for ${line.fence?.renewalId}`],
    [line.expiryVersion === 1 + active.length, `${line.expiryVersion - 1} ends for ${active.length} active renewals`],
    [endAfter(line, active) === line.endsAt, 'the end is not what the active renewals make of it'],
  ];
  if (isRecycled && stage.tellsRecycled)
    rules.push([line.recycledAt !== undefined, 'its number is another SIM’s, and it is not set aside']);
  if (!isRecycled) {
    const isSame = sim?.endsAt != null && Math.abs(sim.endsAt - line.endsAt) < END_TOLERANCE_MS;
    rules.push([isSame, `the carrier's end is ${shown(sim?.endsAt)}, ours ${shown(line.endsAt)}`]);
  }
  const served = servedTimes(stage, at, active);
  rules.push([served === active.length, `the carrier has carried out ${served}, and ${active.length} are active`]);
  return rules.flatMap(([holds, rule]) => (holds ? [] : [rule]));
};

/** Each active renewal continues at the end before it; `undefined` where one does not. */
const endAfter = ({ initial }: Line, active: readonly RenewalIn<'active'>[]): number | undefined =>
  active
    .toSorted((a, b) => a.period.endsAt - b.period.endsAt)
    .reduce<number | undefined>(
      (end, { endBefore, period }) => (end === endBefore && period.endsAt > endBefore ? period.endsAt : undefined),
      initial.endsAt,
    );

/** Activations that were carried out and not taken back. */
const servedTimes = (
  { counts }: Stage,
  { sim, endsSet }: LineAtRest,
  active: readonly RenewalIn<'active'>[],
): number => {
  switch (counts) {
    case 'orders': {
      const takenBack = (sim?.bundles ?? []).filter(({ state }) => state === 'revoked').length;
      return (sim?.changes ?? 0) - takenBack;
    }
    case 'ends':
      return active.filter(({ period }) => endsSet.includes(period.endsAt)).length;
  }
};

const shown = (at: number | null | undefined): string => (at == null ? 'none' : new Date(at).toISOString());
