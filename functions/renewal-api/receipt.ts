import type { Line } from '../../shared/domain/line/line.ts';
import { isCaptured } from '../../shared/domain/payment/payment.ts';
import type { Language, Plan } from '../../shared/domain/plan/plan.ts';
import type { Promotion } from '../../shared/domain/promotion/promotion.ts';
import type { Seller } from '../../shared/domain/receipt/tax.ts';
import type { Renewal, RenewalIn } from '../../shared/domain/renewal/renewal.ts';
import { paymentReference } from '../../shared/domain/values/ids.ts';
import { formatInstant, formatInZone, type Instant } from '../../shared/domain/values/instant.ts';
import { Refusal } from '../../shared/errors.ts';
import type { ReceiptAnswer } from './answers.ts';
import { takenOff } from './promotion-view.ts';
import { taxView } from './receipt-tax.ts';
import { WORDS } from './words/words.ts';

/** What a receipt tells of beside the renewal. */
interface Receipted {
  readonly plan: Plan;
  readonly line: Pick<Line, 'carrier' | 'iccid' | 'zone'>;
  readonly seller: Seller;
  readonly promotion?: Promotion;
}

/**
 * Proof of what was paid and what came of it.
 *
 * @throws Refusal `receipt_not_ready` while it is neither active nor refunded
 */
export const receiptView = (
  renewal: Renewal,
  { plan, line, seller, promotion }: Receipted,
  language: Language,
): ReceiptAnswer => {
  if (renewal.status !== 'active' && renewal.status !== 'refunded')
    throw new Refusal('receipt_not_ready', { renewalStatus: renewal.status });
  const kept = renewal.payments.filter(isCaptured).find(({ number }) => number === renewal.paidBy);
  if (!kept) throw new Error('a paid renewal without its payment');
  const sale = {
    paid: kept.captured,
    sentBackMinor: kept.refundedMinor,
    paidAt: renewal.paidAt,
    isUndone: renewal.status === 'refunded',
  };
  const facts = {
    renewalId: renewal.renewalId,
    lineId: renewal.lineId,
    iccid: line.iccid,
    planId: plan.planId,
    planVersion: plan.version,
    planName: plan.names[language],
    orderedAt: formatInstant(renewal.createdAt),
    paidAt: formatInstant(renewal.paidAt),
    allowanceBytes: plan.allowanceBytes,
    paid: kept.captured,
    ...(promotion && withName(takenOff(renewal), promotion.names[language])),
    ...taxView(seller, plan, sale, language),
    paymentReference: paymentReference(renewal.renewalId, kept.number),
    zone: line.zone,
  };
  if (renewal.status === 'refunded')
    return {
      ...facts,
      status: 'refunded',
      endBefore: formatInstant(renewal.quote.endBefore),
      endBeforeLocal: formatInZone(renewal.quote.endBefore, line.zone),
      refundedAt: formatInstant(renewal.refundedAt),
      refundReason: renewal.reason,
    };
  return {
    ...facts,
    status: 'active',
    endBefore: formatInstant(renewal.endBefore),
    endBeforeLocal: formatInZone(renewal.endBefore, line.zone),
    endAfter: formatInstant(renewal.period.endsAt),
    endAfterLocal: formatInZone(renewal.period.endsAt, line.zone),
    activatedAt: formatInstant(renewal.activatedAt),
    carrier: line.carrier,
    carrierReference: renewal.carrierReference,
    ...confirmation(renewal, line.zone, language),
  };
};

const withName = ({ promotion }: ReturnType<typeof takenOff>, name: string) =>
  promotion ? { promotion: { ...promotion, name } } : {};

/** A record that was read and does not show it confirms nothing: a person looks at it. */
const confirmation = ({ checked, payments, paidBy }: RenewalIn<'active'>, zone: string, language: Language) => {
  const paid = payments.filter(isCaptured).find(({ number }) => number === paidBy);
  if (!checked || paid?.held?.reason === 'carrier_record_differs') return {};
  return {
    carrierConfirmedAt: formatInstant(checked.at),
    carrierConfirmedText: WORDS[language].confirmedByCarrier(minuteInZone(checked.at, zone)),
  };
};

/** `2026-10-01 12:00 (Asia/Tokyo)`. */
const minuteInZone = (at: Instant, zone: string): string =>
  `${formatInZone(at, zone).slice(0, 16).replace('T', ' ')} (${zone})`;
