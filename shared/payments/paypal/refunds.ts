import type { PaymentReport } from '../../domain/payment/payment.ts';
import { type Money, money } from '../../domain/values/money.ts';
import type { RefundOrder } from '../provider.ts';
import { paypalAmount } from './amount.ts';
import { readOrder } from './capture-order.ts';
import { requestId } from './open-order.ts';
import { type PaypalCall, PaypalRefused } from './paypal-calls.ts';
import { unavailable, understood } from './paypal-fetch.ts';
import { captureReply, orderIdOf, type RefundReply, refundReply } from './replies.ts';
import { isUnderWay, refundsOf, sumOf } from './reports.ts';

const capturePath = (captureId: string): string => `/v2/payments/captures/${encodeURIComponent(captureId)}`;

/** All refunds of a capture, failed ones too: only its order lists them. */
const listRefunds = async (call: PaypalCall, captureId: string): Promise<readonly RefundReply[]> => {
  const reply = await call({ method: 'GET', path: capturePath(captureId) });
  const orderId = orderIdOf(understood(captureReply, reply));
  const order = orderId === undefined ? undefined : await readOrder(call, orderId);
  if (!order) throw unavailable('names no order that lists the refunds of the capture');
  return refundsOf(order, captureId);
};

/**
 * Asks only for what no earlier refund covers. The request id says what went back before, what is missing, and after
 * how many failures: so ten who see the same list ask for one refund, a second part is another one, and a refund that
 * failed can be asked for again.
 *
 * @throws Refusal `payment_provider_unavailable`
 */
export const refundMissing = async (call: PaypalCall, order: RefundOrder): Promise<PaymentReport> => {
  const { captureId, amount } = order;
  const before = await listRefunds(call, captureId);
  const sum = sumOf(before, amount.currency);
  const missing = amount.amountMinor - sum.amountMinor;
  if (missing <= 0) return { kind: 'refunded', captureId, refunded: sum };

  const asked = await ask(call, order, money(missing, amount.currency), before);
  const seen = await listRefunds(call, captureId);
  // The list may lag behind the answer that has just come.
  const known = seen.filter(({ id }) => asked === undefined || id !== asked.id);
  const refunded = sumOf(asked ? [...known, asked] : known, amount.currency);
  if (refunded.amountMinor >= amount.amountMinor || (asked && isUnderWay(asked)))
    return { kind: 'refunded', captureId, refunded };
  // Refused outright there is none that failed: it is told each time that somebody asks.
  const failures = [...known, ...(asked ? [asked] : [])].filter((refund) => !isUnderWay(refund)).length;
  return { kind: 'refund_failed', captureId, refunded, ...(asked && { failures }) };
};

/** `undefined` when it was refused for good: a dispute, a time limit, an account that takes nothing back. */
const ask = async (
  call: PaypalCall,
  { reference, captureId }: RefundOrder,
  missing: Money,
  before: readonly RefundReply[],
): Promise<RefundReply | undefined> => {
  const failures = before.filter((refund) => !isUnderWay(refund)).length;
  const earlier = sumOf(before, missing.currency).amountMinor;
  try {
    const reply = await call({
      method: 'POST',
      path: `${capturePath(captureId)}/refund`,
      body: JSON.stringify({ amount: paypalAmount(missing), custom_id: reference }),
      requestId: requestId('refund', reference, captureId, earlier, missing.amountMinor, failures),
    });
    return understood(refundReply, reply);
  } catch (error) {
    if (!(error instanceof PaypalRefused)) throw error;
    if (error.issues.some((issue) => PASSES.has(issue))) throw unavailable('cannot refund for now', error);
    if (error.status === 422) return undefined;
    throw error;
  }
};

/** An empty balance fills again; a pending capture is decided some day. */
const PASSES = new Set(['REFUND_FAILED_INSUFFICIENT_FUNDS', 'PENDING_CAPTURE']);
