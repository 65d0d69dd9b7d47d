import type { PaymentReport } from '../../domain/payment/payment.ts';
import { MINUTE_MS } from '../../domain/values/instant.ts';
import type { Clock } from '../../runtime/deps.ts';
import type { PaymentSession } from '../provider.ts';
import { requestId } from './open-order.ts';
import { orMissing, type PaypalCall, PaypalRefused } from './paypal-calls.ts';
import { unavailable, understood } from './paypal-fetch.ts';
import { type OrderReply, orderReply } from './replies.ts';
import { orderReports } from './reports.ts';

const orderPath = (sessionId: string): string => `/v2/checkout/orders/${encodeURIComponent(sessionId)}`;

/** `undefined` once PayPal has forgotten it: an order that nobody approved lives for hours. */
export const readOrder = async (call: PaypalCall, sessionId: string): Promise<OrderReply | undefined> => {
  const reply = await orMissing(call({ method: 'GET', path: orderPath(sessionId) }));
  return reply === undefined ? undefined : understood(orderReply, reply);
};

export const lookUpOrder = async (
  call: PaypalCall,
  { sessionId }: PaymentSession,
  merchantId: string | undefined,
): Promise<readonly PaymentReport[]> => {
  const order = await readOrder(call, sessionId);
  return order ? orderReports(order, merchantId) : [{ kind: 'expired' }];
};

/** Captures that come at once share a request id; no decline is repeated for longer than this. */
const REQUEST_ID_LIFE_MS = MINUTE_MS;

/**
 * Captures what was approved. PayPal captures an order once, whoever asks how often, so the request id need not
 * outlive a moment. And it must not: PayPal may answer an id with its first decline for hours, while the payer has
 * agreed to another way to pay long since.
 */
export const captureOrder = async (
  call: PaypalCall,
  clock: Clock,
  session: PaymentSession,
  merchantId: string | undefined,
): Promise<readonly PaymentReport[]> => {
  const { sessionId, reference } = session;
  const order = await readOrder(call, sessionId);
  if (order?.status !== 'APPROVED') return order ? orWaiting(orderReports(order, merchantId)) : [{ kind: 'expired' }];
  const moment = Math.floor(clock() / REQUEST_ID_LIFE_MS);
  try {
    const reply = await call({
      method: 'POST',
      path: `${orderPath(sessionId)}/capture`,
      body: '{}',
      requestId: requestId('capture', reference, sessionId, order.update_time ?? '', moment),
    });
    return orWaiting(orderReports(understood(orderReply, reply), merchantId));
  } catch (error) {
    if (!(error instanceof PaypalRefused)) throw error;
    return refused(error) ?? orWaiting(await lookUpOrder(call, session, merchantId));
  }
};

/** Nothing happened and nothing is under way: the payer has to agree anew, or may pay another way. */
const orWaiting = (reports: readonly PaymentReport[]): readonly PaymentReport[] =>
  reports.length > 0 ? reports : [{ kind: 'requires_action' }];

/**
 * What a refused capture means (developer.paypal.com/api/rest/reference/orders/v2/errors, "Capture order"); nothing
 * where the order itself tells it. The reasons behind a decline are between PayPal and the payer.
 */
const refused = (error: PaypalRefused): readonly PaymentReport[] | undefined => {
  const { status, issues } = error;
  if (status === 404) return [{ kind: 'expired' }];
  for (const issue of issues) {
    switch (issue) {
      // `ORDER_NOT_APPROVED`: taken back meanwhile.
      case 'ORDER_ALREADY_CAPTURED':
      case 'ORDER_NOT_APPROVED':
        return undefined;
      case 'PAYER_ACTION_REQUIRED':
        return [{ kind: 'requires_action' }];
      case 'CARD_EXPIRED':
        return [{ kind: 'declined', reason: 'expired_card' }];
      case 'TRANSACTION_LIMIT_EXCEEDED':
        return [{ kind: 'declined', reason: 'limit_exceeded' }];
      case 'INSTRUMENT_DECLINED':
      case 'REDIRECT_PAYER_FOR_ALTERNATE_FUNDING':
      case 'PAYER_CANNOT_PAY':
      case 'PAYER_ACCOUNT_RESTRICTED':
      case 'PAYER_ACCOUNT_LOCKED_OR_CLOSED':
      case 'TRANSACTION_REFUSED':
        return [{ kind: 'declined', reason: 'try_another_method' }];
      // No further try is let through, or the same reference was captured under another order.
      case 'MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED':
        return [{ kind: 'failed', reason: 'limit_exceeded' }];
      case 'DUPLICATE_INVOICE_ID':
      case 'COMPLIANCE_VIOLATION':
      case 'ORDER_EXPIRED':
        return [{ kind: 'failed', reason: 'try_another_method' }];
    }
  }
  // Above all what is wrong with the merchant's own account: not the payer's fault, and it may pass.
  throw unavailable('did not capture', error);
};
