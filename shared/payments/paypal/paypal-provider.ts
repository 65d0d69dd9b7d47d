import type { Clock } from '../../runtime/deps.ts';
import type { Secret } from '../../runtime/secrets.ts';
import type { PaymentProvider } from '../provider.ts';
import { bookedPayments } from './booked-payments.ts';
import { captureOrder, lookUpOrder } from './capture-order.ts';
import { openOrder } from './open-order.ts';
import type { PaypalAccount } from './paypal-account.ts';
import { paypalCalls } from './paypal-calls.ts';
import type { PaypalFetch } from './paypal-fetch.ts';
import { refundMissing } from './refunds.ts';

/** PayPal's Orders API v2, paid on PayPal's page and captured by us. `fetch` replaces Node's own, for tests. */
export const paypalProvider = ({
  account,
  fetch = globalThis.fetch,
  clock,
}: {
  readonly account: Secret<PaypalAccount>;
  readonly fetch?: PaypalFetch;
  readonly clock: Clock;
}): PaymentProvider => {
  const call = paypalCalls({ account, fetch, clock });
  return {
    open: async (order) => openOrder(call, await account(), order),
    lookUp: async (payment) => lookUpOrder(call, payment, (await account()).merchantId),
    capture: async (payment) => captureOrder(call, clock, payment, (await account()).merchantId),
    // PayPal voids no order that waits for its payer. The payer may still approve it; without our capture nothing
    // is paid, and PayPal drops it after some hours.
    close: async () => {},
    refund: (order) => refundMissing(call, order),
    list: (from, until) => bookedPayments(call, clock, from, until),
  };
};
