import type { Payment } from '../payment/payment.ts';
import type { Renewal } from './renewal.ts';

/** The renewal with the attempt of the same number changed. */
export const replacePayment = <R extends Renewal>(renewal: R, changed: Payment): R => ({
  ...renewal,
  payments: renewal.payments.map((payment) => (payment.number === changed.number ? changed : payment)),
});
