import type { DeclineReason } from '../../../shared/domain/payment/payment.ts';
import type { RefundPolicy } from '../../../shared/domain/plan/plan.ts';
import type { StackingRule, Warning } from '../../../shared/domain/plan/stacking.ts';
import type { RefundReason, RenewalStatus, ReviewReason } from '../../../shared/domain/renewal/renewal.ts';
import type { TripAdvice } from '../../../shared/domain/renewal/trip-advice.ts';

/** What a traveller is told of a status; two of them mean different things for the money. */
export type Situation =
  | RenewalStatus
  | 'payment_under_way'
  | 'activating_slowly'
  | 'activating_overdue'
  | 'expired_paid_late';

/** The entries of a renewal's trail, without numbers and other systems' codes. */
export type TrailKind =
  | 'created'
  | 'opened'
  | 'requires_action'
  | 'processing'
  | 'capturing'
  | 'declined'
  | 'failed'
  | 'closed'
  | 'captured.keep'
  | 'captured.send_back'
  | 'captured.review'
  | 'expired'
  | 'cancelled'
  | 'wait'
  | 'accepted'
  | 'check'
  | 'checked'
  | 'late'
  | 'active'
  | 'refunding'
  | 'refunded'
  | 'refund_failed'
  | 'refund_needs_details'
  | 'disputed'
  | 'dispute_won'
  | 'dispute_lost'
  | 'missing_at_provider'
  | 'opened_by_staff'
  | 'review'
  | 'resolved';

/** Plain words for travellers: what happened, what it means for their money, what to do next. */
export interface Words {
  readonly promise: (minutes: number) => string;
  readonly refunds: Readonly<Record<RefundPolicy, string>>;
  readonly rules: Readonly<Record<StackingRule, string>>;
  readonly warnings: Readonly<Record<Warning | 'carrier_maintenance', string>>;
  readonly advice: Readonly<Record<TripAdvice['kind'], string>>;
  readonly confirmedByCarrier: (when: string) => string;
  readonly receipt: {
    readonly kinds: Readonly<Record<'qualified_invoice' | 'qualified_return_invoice' | 'receipt', string>>;
    readonly included: (percent: number, amount: string) => string;
    readonly returned: (percent: number, amount: string) => string;
    readonly untaxed: string;
  };
  readonly statuses: Readonly<Record<Situation, string>>;
  readonly reasons: Readonly<Record<RefundReason | ReviewReason, string>>;
  readonly declines: Readonly<Record<DeclineReason, string>>;
  readonly trail: Readonly<Record<TrailKind, string>>;
}
