import type { PaymentMethod, PaymentReport } from '../../shared/domain/payment/payment.ts';
import { type Instant, instant } from '../../shared/domain/values/instant.ts';
import { type Money, money, sameMoney } from '../../shared/domain/values/money.ts';
import { Refusal } from '../../shared/errors.ts';
import type {
  BookedPayment,
  PaymentAccounts,
  PaymentOrder,
  PaymentProvider,
  PaymentSession,
  RefundOrder,
} from '../../shared/payments/provider.ts';

/** One session as the provider holds it. */
export interface FakeSession {
  readonly sessionId: string;
  readonly account: string;
  readonly order: PaymentOrder;
  readonly openedAt: Instant;
  readonly captureId: string;
  captured?: Money;
  captures: number;
  approved: boolean;
  /** The payer was turned down, or the next capture will be. */
  declined: boolean;
  declinesCapture: boolean;
  processing: boolean;
  closed: boolean;
  readonly refundsMinor: number[];
}

export interface FakePayments extends PaymentAccounts {
  /** The payer pays in this session. @throws when the page does not let them */
  readonly pay: (sessionId: string, amount: Money) => void;
  /** The payer agrees to pay; the money waits to be captured. @throws when the page does not let them */
  readonly approve: (sessionId: string) => void;
  /** The payer is turned down, and may try again. */
  readonly decline: (sessionId: string) => void;
  /** The payer agrees, and the money will not come. @throws when the page does not let them */
  readonly declineCapture: (sessionId: string) => void;
  /** The payer has done their part, and it takes time. */
  readonly process: (sessionId: string) => void;
  /** The provider loses a payment from its books. */
  readonly forget: (sessionId: string) => void;
  /** The next calls of any kind find nobody. */
  readonly unreachable: (times: number) => void;
  /** This account cannot be reached until it is told otherwise. */
  readonly setDown: (account: string, isDown: boolean) => void;
  /** The next call that changes something does what it is asked for, and its answer is lost. */
  readonly loseNextAnswer: () => void;
  /** Without those that met a session that was there. */
  readonly opened: readonly PaymentOrder[];
  readonly sessions: readonly FakeSession[];
  /** What has really gone back, by reference. */
  readonly refunded: ReadonlyMap<string, number>;
  readonly refundOrders: readonly RefundOrder[];
  readonly isClosed: (sessionId: string) => boolean;
  /** How often money was really taken in this session. */
  readonly captures: (sessionId: string) => number;
  /** Somebody changes the books of this account behind our back. */
  readonly books: (BookedPayment & { readonly account?: string })[];
}

interface Options {
  readonly clock?: () => Instant;
  /** What a webhook would tell. */
  readonly tell?: (reference: string, report: PaymentReport) => void;
}

const METHODS: readonly PaymentMethod[] = ['card', 'paypal', 'konbini'];
const ACCOUNTS: readonly string[] = ['stripe', 'paypal'];

/**
 * Two accounts at payment providers in memory (`paypal` takes PayPal, `stripe` the rest): idempotent by key, as every
 * real one is asked to be, and held to the contract of those.
 */
export const fakePayments = ({ clock, tell = () => {} }: Options = {}): FakePayments => {
  const sessions: FakeSession[] = [];
  const refunded = new Map<string, number>();
  const refundOrders: RefundOrder[] = [];
  const books: (BookedPayment & { readonly account?: string })[] = [];
  const down = new Set<string>();
  let unreachableTimes = 0;
  let losesAnswer = false;
  const unavailable = (): never => {
    throw new Refusal('payment_provider_unavailable');
  };
  const reach = (account: string): void => {
    if (down.has(account)) unavailable();
    if (unreachableTimes === 0) return;
    unreachableTimes -= 1;
    unavailable();
  };
  const answer = <T>(value: T): T => {
    if (!losesAnswer) return value;
    losesAnswer = false;
    return unavailable();
  };

  const sessionOf = (id: string): FakeSession => {
    const session = sessions.find(({ sessionId }) => sessionId === id);
    if (!session) throw new Error(`no such session: ${id}`);
    return session;
  };
  /** As the payment page finds it. */
  const payable = (id: string): FakeSession => {
    const session = sessionOf(id);
    if (session.closed) throw new Error('the session is closed');
    return session;
  };
  const captureReport = ({ captureId }: FakeSession, amount: Money): PaymentReport => ({
    kind: 'captured',
    captureId,
    amount,
  });
  const take = (session: FakeSession, amount: Money): void => {
    session.captured = amount;
    session.captures += 1;
    tell(session.order.reference, captureReport(session, amount));
  };
  const turnDown = (session: FakeSession): PaymentReport => {
    const report = { kind: 'declined', reason: 'insufficient_funds' } as const;
    Object.assign(session, { declined: true, approved: false, declinesCapture: false });
    tell(session.order.reference, report);
    return report;
  };

  const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);
  const reportsOf = (session: FakeSession): readonly PaymentReport[] => {
    const { captured, captureId, refundsMinor } = session;
    if (captured)
      return [
        captureReport(session, captured),
        ...(refundsMinor.length > 0
          ? [{ kind: 'refunded' as const, captureId, refunded: money(sumOf(refundsMinor), captured.currency) }]
          : []),
      ];
    if (session.approved) return [{ kind: 'approved' }];
    if (session.processing) return [{ kind: 'processing' }];
    if (session.closed) return [{ kind: 'expired' }];
    return session.declined ? [{ kind: 'declined', reason: 'insufficient_funds' }] : [];
  };

  const sameOrder = (a: PaymentOrder, b: PaymentOrder): boolean => JSON.stringify(a) === JSON.stringify(b);
  const open = (account: string, order: PaymentOrder): FakeSession => {
    const same = sessions.find(({ order: { key } }) => key === order.key);
    if (same && !sameOrder(same.order, order)) throw new Refusal('idempotency_key_reused');
    if (same) return same;
    const twins = sessions.filter(({ order: { reference } }) => reference === order.reference).length;
    const sessionId = `cs_${order.reference}${twins > 0 ? `.${twins + 1}` : ''}`;
    const session: FakeSession = {
      sessionId,
      account,
      order,
      openedAt: clock?.() ?? instant(0),
      captureId: `pi_${sessionId}`,
      captures: 0,
      approved: false,
      declined: false,
      declinesCapture: false,
      processing: false,
      closed: false,
      refundsMinor: [],
    };
    sessions.push(session);
    return session;
  };

  /** What is asked for is a sum: an earlier refund counts. */
  const refund = ({ reference, captureId, amount }: RefundOrder): PaymentReport => {
    const session = sessions.find((each) => each.captureId === captureId);
    const before = session ? sumOf(session.refundsMinor) : (refunded.get(reference) ?? 0);
    const missing = amount.amountMinor - before;
    const sum = money(before + Math.max(0, missing), amount.currency);
    const report = { kind: 'refunded', captureId, refunded: sum } as const;
    refunded.set(reference, sum.amountMinor);
    if (missing <= 0) return report;
    session?.refundsMinor.push(missing);
    tell(reference, report);
    return report;
  };

  const providerOf = (account: string): PaymentProvider => ({
    async open(order) {
      reach(account);
      const { sessionId } = open(account, order);
      return answer({ sessionId, url: `https://pay.example/${sessionId}` });
    },
    async lookUp({ sessionId }: PaymentSession) {
      reach(account);
      const session = sessions.find((each) => each.sessionId === sessionId);
      return session ? reportsOf(session) : [];
    },
    async capture({ sessionId }) {
      reach(account);
      const session = sessionOf(sessionId);
      if (session.captured) return answer(reportsOf(session));
      if (!session.approved) throw new Error('captured without the approval of the payer');
      if (session.declinesCapture) return answer([turnDown(session)]);
      take(session, session.order.amount);
      return answer(reportsOf(session));
    },
    async close({ sessionId }) {
      reach(account);
      const session = sessions.find((each) => each.sessionId === sessionId);
      if (session && !session.captured && !session.approved && !session.processing) session.closed = true;
      answer(undefined);
    },
    async refund(order) {
      reach(account);
      refundOrders.push(order);
      return answer(refund(order));
    },
    async *list(from, until) {
      reach(account);
      for (const session of sessions) {
        const isListed = clock === undefined || (session.openedAt >= from && session.openedAt < until);
        if (session.account === account && isListed)
          yield { reference: session.order.reference, reports: reportsOf(session) };
      }
      for (const { account: owner = account, ...booked } of books) if (owner === account) yield booked;
    },
  });
  const providers = new Map(ACCOUNTS.map((account) => [account, providerOf(account)]));

  return {
    names: ACCOUNTS,
    of: (account) => providers.get(account),
    choose: (method) => (METHODS.includes(method) ? (method === 'paypal' ? 'paypal' : 'stripe') : undefined),
    methods: () => METHODS,
    get opened() {
      return sessions.map(({ order }) => order);
    },
    sessions,
    refunded,
    refundOrders,
    books,
    isClosed: (sessionId) => sessionOf(sessionId).closed,
    captures: (sessionId) => sessionOf(sessionId).captures,
    unreachable: (times) => {
      unreachableTimes = times;
    },
    setDown: (account, isDown) => {
      if (isDown) down.add(account);
      else down.delete(account);
    },
    loseNextAnswer: () => {
      losesAnswer = true;
    },
    approve(sessionId) {
      const session = payable(sessionId);
      if (session.captured || session.approved) throw new Error('the payer has agreed already');
      session.approved = true;
      tell(session.order.reference, { kind: 'approved' });
    },
    decline: (sessionId) => {
      turnDown(payable(sessionId));
    },
    declineCapture(sessionId) {
      Object.assign(payable(sessionId), { approved: true, declinesCapture: true });
    },
    process(sessionId) {
      payable(sessionId).processing = true;
    },
    forget(sessionId) {
      sessions.splice(sessions.indexOf(sessionOf(sessionId)), 1);
    },
    pay(sessionId, amount) {
      const session = payable(sessionId);
      if (!session.captured) take(session, amount);
      else if (!sameMoney(session.captured, amount)) throw new Error('the session is paid');
    },
  };
};
