import { isDisputed, owedBackMinor, type Payment } from '../payment/payment.ts';
import { HOUR_MS, type Instant, MINUTE_MS, plusMs } from '../values/instant.ts';
import type { Renewal } from './renewal.ts';

/** How long work may lie before the sweeper looks at it: messages normally move it within seconds. */
export const SWEEP_AFTER_MS = 10 * MINUTE_MS;
/** How long the provider is left alone with a payer who has to say where the money goes. */
const ASK_AGAIN_AFTER_MS = 24 * HOUR_MS;

/**
 * When a renewal wants attention if nothing else happens to it; `undefined` when it never will. A pure function of
 * the state and the former due instant: while that still lies within the bound it is kept, because moving an index
 * key costs two writes.
 */
export const dueOf = (renewal: Renewal, now: Instant, former?: Instant): Instant | undefined => {
  const afterMs = soonest([attentionAfterMs(renewal), lookAfterMs(renewal, now)]);
  if (afterMs === undefined) return undefined;
  const bound = plusMs(now, afterMs);
  return former !== undefined && former > now && former <= bound ? former : bound;
};

const attentionAfterMs = (renewal: Renewal): number | undefined => {
  switch (renewal.status) {
    case 'awaiting_payment':
    case 'activating':
      return SWEEP_AFTER_MS;
    // Money that came too late still has to go back, and a payment that was under way may still become money.
    case 'active':
      return soonest([renewal.checked ? undefined : SWEEP_AFTER_MS, ...renewal.payments.map(paymentAttentionMs)]);
    case 'expired':
    case 'cancelled':
    case 'refunding':
    case 'refund_needs_details':
    case 'refunded':
    case 'needs_review':
    case 'closed':
      return soonest(renewal.payments.map(paymentAttentionMs));
  }
};

/** When what was abandoned is looked for; the message for it cannot wait that long. */
const lookAfterMs = ({ abandoned }: Renewal, now: Instant): number | undefined =>
  abandoned && Math.max(abandoned.lookAt - now, SWEEP_AFTER_MS);

/** A payer who has to say where the money goes takes days, not minutes; a bank that decides on a dispute takes weeks. */
const paymentAttentionMs = (payment: Payment): number | undefined => {
  if (payment.status === 'processing' || payment.status === 'capturing') return SWEEP_AFTER_MS;
  if (payment.status !== 'captured') return undefined;
  if (owedBackMinor(payment) > 0 && payment.detailsAskedAt === undefined) return SWEEP_AFTER_MS;
  return owedBackMinor(payment) > 0 || isDisputed(payment) ? ASK_AGAIN_AFTER_MS : undefined;
};

const soonest = (afterMs: readonly (number | undefined)[]): number | undefined =>
  afterMs.reduce(
    (least, each) => (least === undefined || (each !== undefined && each < least) ? each : least),
    undefined,
  );
