import { isCaptured, owedBackMinor } from '../payment/payment.ts';
import type { Renewal } from './renewal.ts';

export const NOTICES = [
  'renewal_active',
  'renewal_refunded',
  'renewal_in_review',
  'renewal_closed',
  'refund_needs_details',
] as const;
/** A notice that the traveller gets about this renewal. */
export type Notice = (typeof NOTICES)[number];

/** Whether what the notice says is so. It is sent only as long as that holds. */
export const saysTrue = (notice: Notice, renewal: Renewal): boolean => {
  switch (notice) {
    case 'renewal_active':
      return renewal.status === 'active';
    case 'renewal_refunded':
      return renewal.status === 'refunded';
    case 'renewal_in_review':
      return renewal.status === 'needs_review';
    case 'renewal_closed':
      return renewal.status === 'closed';
    case 'refund_needs_details':
      return renewal.payments.some(
        (payment) => isCaptured(payment) && payment.detailsAskedAt !== undefined && owedBackMinor(payment) > 0,
      );
  }
};
