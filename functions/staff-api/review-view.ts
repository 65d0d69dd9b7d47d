import { disputedMinor, type HoldReason } from '../../shared/domain/payment/payment.ts';
import type { ExitKind, Renewal, Resolution } from '../../shared/domain/renewal/renewal.ts';
import { exitsOf, heldPayments, inReviewSince } from '../../shared/domain/renewal/resolve-review.ts';
import { paymentReference } from '../../shared/domain/values/ids.ts';
import { formatInstant } from '../../shared/domain/values/instant.ts';
import type { ResolvedAnswer, ReviewAnswer } from './answers.ts';

const REASONS: Readonly<Record<HoldReason | 'served_for_nothing', string>> = {
  amount_mismatch: 'Another amount or currency arrived than was asked for. Nothing was activated.',
  merchant_mismatch:
    'The provider says that the money went to another merchant or app than the configured one. Nothing was activated.',
  refund_failed: 'The money was to go back and the provider could not return it.',
  activation_outcome_unknown:
    'The carrier was asked and has not told whether it renewed the SIM. The line takes no other renewal until this is settled.',
  opened_by_staff: 'Support wants to decide anew on the money of this active renewal. The service runs on.',
  missing_at_provider: 'We hold this payment for captured, and the books of the provider do not show it.',
  carrier_record_differs:
    "The carrier confirmed it, and its own record does not show what the traveller was promised. The service runs on; compare the receipt with the carrier's console.",
  served_for_nothing:
    'The money went back because nothing was active, and the carrier did it afterwards, or nobody could read for a day whether it did. It could not be taken back by itself.',
};

const EXITS: Readonly<Record<ExitKind, string>> = {
  activate_again:
    'Keeps the money and asks the carrier (again), with a new deadline. Only when the carrier has certainly not done it: otherwise the traveller gets the days twice.',
  mark_active:
    'Keeps the money, writes the promised end to the line and tells the traveller. Needs `carrierReference`, the proof that the carrier did it.',
  send_back: 'Returns all held money by itself and tells the traveller when it has gone.',
  close:
    'Changes nothing at provider or carrier: the money counts as settled by other means, which the note has to name. The traveller is told that it is settled.',
};

/** Why a renewal waits and what can be done about it, for somebody who has not seen it before. */
export const reviewView = (renewal: Renewal): ReviewAnswer => {
  const since = inReviewSince(renewal);
  const held = heldPayments(renewal);
  return {
    renewalId: renewal.renewalId,
    lineId: renewal.lineId,
    planId: renewal.plan.planId,
    planVersion: renewal.plan.version,
    status: renewal.status,
    ...(since !== undefined && { since: formatInstant(since) }),
    reasons: reasonsOf(renewal).map((reason) => ({ reason, text: REASONS[reason] })),
    price: renewal.price,
    held: held.map((payment) => ({
      reference: paymentReference(renewal.renewalId, payment.number),
      account: payment.account,
      captureId: payment.captureId,
      captured: payment.captured,
      refundedMinor: payment.refundedMinor,
      disputedMinor: disputedMinor(payment),
    })),
    exits: exitsOf(renewal).map((exit) => ({ exit, effect: EXITS[exit] })),
    resolutions: (renewal.resolutions ?? []).map(resolutionView),
    trail: renewal.trail.map(({ at, what }) => ({ at: formatInstant(at), what })),
  };
};

export const resolvedView = (renewal: Renewal): ResolvedAnswer => {
  const resolution = renewal.resolutions?.at(-1);
  if (!resolution) throw new Error('a resolution that was not kept');
  return { renewalId: renewal.renewalId, status: renewal.status, resolution: resolutionView(resolution) };
};

const resolutionView = ({ at, ...rest }: Resolution) => ({ at: formatInstant(at), ...rest });

const reasonsOf = (renewal: Renewal): readonly (keyof typeof REASONS)[] => [
  ...new Set<keyof typeof REASONS>([
    ...(renewal.status === 'needs_review' ? [renewal.reason] : []),
    ...heldPayments(renewal).flatMap(({ held }) => (held ? [held.reason] : [])),
    ...(renewal.servedForNothing ? (['served_for_nothing'] as const) : []),
  ]),
];
