import type { PaymentReport } from '../../shared/domain/payment/payment.ts';
import { withoutLine } from '../../shared/domain/values/ids.ts';
import type { Money } from '../../shared/domain/values/money.ts';
import { Refusal } from '../../shared/errors.ts';
import type { PaymentOrder, PaymentProvider } from '../../shared/payments/provider.ts';

export interface FakePayments extends Omit<PaymentProvider, 'verify'> {
  /** The payer pays in this session. */
  readonly capture: (sessionId: string, amount: Money) => void;
  /** The next calls of any kind find nobody. */
  readonly unreachable: (times: number) => void;
  readonly opened: readonly PaymentOrder[];
  /** What has really gone back, by reference. */
  readonly refunded: ReadonlyMap<string, number>;
  readonly isClosed: (sessionId: string) => boolean;
}

/** A payment provider in memory: idempotent by reference, as every real one is asked to be. */
export const fakePayments = (): FakePayments => {
  const opened: PaymentOrder[] = [];
  const captured = new Map<string, Money>();
  const closed = new Set<string>();
  const refunded = new Map<string, number>();
  let unreachableTimes = 0;
  const reach = (): void => {
    if (unreachableTimes === 0) return;
    unreachableTimes -= 1;
    throw new Refusal('payment_provider_unavailable');
  };
  return {
    opened,
    refunded,
    isClosed: (sessionId) => closed.has(sessionId),
    unreachable: (times) => {
      unreachableTimes = times;
    },
    capture(sessionId, amount) {
      if (closed.has(sessionId)) throw new Error('the session is closed');
      captured.set(sessionId, amount);
    },
    async open(order) {
      reach();
      const key = withoutLine(order.reference);
      const same = opened.find(({ reference }) => withoutLine(reference) === key) ?? order;
      if (JSON.stringify(same) !== JSON.stringify(order)) throw new Refusal('idempotency_key_reused');
      opened.push(order);
      return { sessionId: `cs_${order.reference}`, url: `https://pay.example/${order.reference}` };
    },
    async lookUp({ sessionId }): Promise<readonly PaymentReport[]> {
      reach();
      const amount = captured.get(sessionId);
      if (amount) return [{ kind: 'captured', captureId: `pi_${sessionId}`, amount }];
      return closed.has(sessionId) ? [{ kind: 'expired' }] : [];
    },
    async close({ sessionId }) {
      reach();
      if (!captured.has(sessionId)) closed.add(sessionId);
    },
    async refund({ reference, captureId, amount }) {
      reach();
      refunded.set(reference, amount.amountMinor);
      return { kind: 'refunded', captureId, refunded: amount };
    },
  };
};
