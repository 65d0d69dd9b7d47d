import type { PaymentMethod, PaymentReport } from '../../shared/domain/payment/payment.ts';
import type { Money } from '../../shared/domain/values/money.ts';
import { Refusal } from '../../shared/errors.ts';
import type { BookedPayment, PaymentAccounts, PaymentOrder, PaymentProvider } from '../../shared/payments/provider.ts';

export interface FakePayments extends PaymentAccounts {
  /** The payer pays in this session. */
  readonly pay: (sessionId: string, amount: Money) => void;
  /** The payer agrees to pay; the money waits to be captured. */
  readonly approve: (sessionId: string) => void;
  /** The next calls of any kind find nobody. */
  readonly unreachable: (times: number) => void;
  /** The next call does what it is asked for, and its answer is lost. */
  readonly loseNextAnswer: () => void;
  readonly opened: readonly PaymentOrder[];
  /** What has really gone back, by reference. */
  readonly refunded: ReadonlyMap<string, number>;
  readonly isClosed: (sessionId: string) => boolean;
  /** How often money was really taken in this session. */
  readonly captures: (sessionId: string) => number;
  /** Somebody changes the provider's books behind our back. */
  readonly books: BookedPayment[];
}

const METHODS: readonly PaymentMethod[] = ['card', 'paypal', 'konbini'];

/**
 * Two accounts at payment providers in memory (`paypal` takes PayPal, `stripe` the rest): idempotent by key, as every
 * real one is asked to be.
 */
export const fakePayments = (): FakePayments => {
  const opened: PaymentOrder[] = [];
  const captured = new Map<string, Money>();
  const approved = new Set<string>();
  const closed = new Set<string>();
  const refunded = new Map<string, number>();
  const captures = new Map<string, number>();
  const books: BookedPayment[] = [];
  let unreachableTimes = 0;
  let losesAnswer = false;
  const unavailable = (): never => {
    throw new Refusal('payment_provider_unavailable');
  };
  const reach = (): void => {
    if (unreachableTimes === 0) return;
    unreachableTimes -= 1;
    unavailable();
  };
  const answer = <T>(value: T): T => {
    if (!losesAnswer) return value;
    losesAnswer = false;
    return unavailable();
  };
  const take = (sessionId: string, amount: Money): void => {
    captured.set(sessionId, amount);
    captures.set(sessionId, (captures.get(sessionId) ?? 0) + 1);
  };
  const captureReport = (sessionId: string, amount: Money): PaymentReport => ({
    kind: 'captured',
    captureId: `pi_${sessionId}`,
    amount,
  });
  const orderOf = (sessionId: string): PaymentOrder => {
    const order = opened.find(({ reference }) => `cs_${reference}` === sessionId);
    if (!order) throw new Error(`no such session: ${sessionId}`);
    return order;
  };

  const provider: PaymentProvider = {
    async open(order) {
      reach();
      const same = opened.find(({ key }) => key === order.key) ?? order;
      if (JSON.stringify(same) !== JSON.stringify(order)) throw new Refusal('idempotency_key_reused');
      opened.push(order);
      return answer({ sessionId: `cs_${order.reference}`, url: `https://pay.example/${order.reference}` });
    },
    async lookUp({ sessionId }): Promise<readonly PaymentReport[]> {
      reach();
      const amount = captured.get(sessionId);
      if (amount) return [captureReport(sessionId, amount)];
      if (approved.has(sessionId)) return [{ kind: 'approved' }];
      return closed.has(sessionId) ? [{ kind: 'expired' }] : [];
    },
    async capture({ sessionId }) {
      reach();
      if (!approved.has(sessionId)) throw new Error('captured without the approval of the payer');
      const amount = captured.get(sessionId) ?? orderOf(sessionId).amount;
      if (!captured.has(sessionId)) take(sessionId, amount);
      return answer([captureReport(sessionId, amount)]);
    },
    async close({ sessionId }) {
      reach();
      if (!captured.has(sessionId) && !approved.has(sessionId)) closed.add(sessionId);
    },
    async refund({ reference, captureId, amount }) {
      reach();
      refunded.set(reference, amount.amountMinor);
      return answer({ kind: 'refunded', captureId, refunded: amount });
    },
    async *list() {
      reach();
      for (const { reference } of opened) {
        const amount = captured.get(`cs_${reference}`);
        yield { reference, reports: amount ? [captureReport(`cs_${reference}`, amount)] : [] };
      }
      yield* books;
    },
  };

  return {
    names: ['stripe', 'paypal'],
    of: (account) => (account === 'stripe' || account === 'paypal' ? provider : undefined),
    choose: (method) => (METHODS.includes(method) ? (method === 'paypal' ? 'paypal' : 'stripe') : undefined),
    methods: () => METHODS,
    opened,
    refunded,
    books,
    isClosed: (sessionId) => closed.has(sessionId),
    captures: (sessionId) => captures.get(sessionId) ?? 0,
    unreachable: (times) => {
      unreachableTimes = times;
    },
    loseNextAnswer: () => {
      losesAnswer = true;
    },
    approve(sessionId) {
      if (closed.has(sessionId)) throw new Error('the session is closed');
      approved.add(sessionId);
    },
    pay(sessionId, amount) {
      if (closed.has(sessionId)) throw new Error('the session is closed');
      take(sessionId, amount);
    },
  };
};
