import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { paymentWebhook } from '../../functions/payment-webhook/handler.ts';
import { takePaymentNotices } from '../../shared/app/take-payment-notices.ts';
import { effectsOf } from '../../shared/domain/renewal/effects.ts';
import type { Renewal } from '../../shared/domain/renewal/renewal.ts';
import { instant, SECOND_MS } from '../../shared/domain/values/instant.ts';
import { rawBody } from '../../shared/http/body.ts';
import type { PaymentNotice } from '../../shared/payments/webhook.ts';
import type { Log } from '../../shared/runtime/deps.ts';
import type { Store } from '../../shared/table/store.ts';
import { memoryStore } from '../fakes/memory-store.ts';
import { agreeingProvider, delivered } from './adapter/agreeing-provider.ts';
import type { FixtureOrder, LambdaAnswer, Receiver, ReceiverContext } from './adapter/context.ts';
import {
  callsCarrier,
  type EarlierIds,
  idsIn,
  isOfOurForm,
  NUMBER,
  refundedMinorOf,
  renewalFor,
  renewalOf,
  wordFor,
} from './adapter/order.ts';
import { connect } from './adapter/receivers.ts';

/**
 * The product's receiving end as the runners of webhook fixtures drive it: the real handler, receivers, use case and
 * decisions over a store in memory. Translated are only the fixtures' words: an order id that is not of our form, and
 * what our state is called there.
 *
 * @see docs/webhooks.md
 */
export const create = async (context: ReceiverContext): Promise<Receiver> => {
  const { provider: account } = context;
  const clock = () => instant(context.clock * SECOND_MS);
  const store = memoryStore();
  let order: FixtureOrder | null = null;
  const createOrder = async (next: FixtureOrder | null): Promise<void> => {
    order = next;
    if (next) await store.createRenewal(renewalFor(next, account, clock()), undefined);
  };
  await createOrder(context.order);

  /** Before anything has changed it, the stored order is one that was paid, or disputed, under these ids. */
  const nameEarlier = async (ids: EarlierIds): Promise<void> => {
    const stored = order && (await store.renewal(renewalOf(order.id)));
    if (!order || stored?.rev !== 1 || ids.captureId === undefined) return;
    const renewal = renewalFor(order, account, clock(), ids);
    await store.saveRenewal(stored, renewal, stored.due);
  };

  const agreeing = agreeingProvider(context, () => order);
  const { receiver, provider } = connect(context, agreeing.api, clock);
  const writes = watched(store);
  const take = takePaymentNotices({
    store: writes.store,
    // Which session was approved, the fixture's order does not say and the delivery does.
    payments: {
      of: () =>
        provider && {
          ...provider,
          capture: (session) =>
            provider.capture({ ...session, sessionId: agreeing.approvedOrder() ?? session.sessionId }),
        },
    },
    account,
    identify: (reference) =>
      isOfOurForm(reference, order) ? { renewalId: renewalOf(reference), number: NUMBER } : undefined,
    clock,
  });
  const takeNotices = async (notices: readonly PaymentNotice[]): Promise<void> => {
    for (const { report } of notices) await nameEarlier(idsIn(report));
    await take(notices);
  };
  const handler = paymentWebhook({ receiver, takeNotices, clock, log: silent });

  return {
    async deliver(lambdaEvent) {
      const event = lambdaEvent as APIGatewayProxyEventV2;
      const told = delivered(rawBody(event, Number.POSITIVE_INFINITY));
      agreeing.stand(told);
      const answer = (await handler(event, {} as Context)) as LambdaAnswer;
      if (answer.statusCode >= 300) agreeing.retract(told);
      return answer;
    },
    async state() {
      const renewal = order && (await store.renewal(renewalOf(order.id)))?.renewal;
      return {
        order_status: renewal ? wordFor(renewal) : 'unpaid',
        fulfilments: writes.activations(),
        ...(renewal && { refunded_amount: refundedMinorOf(renewal) }),
      };
    },
    createOrder,
    failStoreOnce: async () => writes.failOnce(),
  };
};

/**
 * After each write: whether the dispatcher would send for the activation worker, and whether that one would call the
 * carrier, which it does not for money that has gone back meanwhile. And a write that fails when asked to.
 */
const watched = (inner: Pick<Store, 'renewal' | 'saveRenewal'>) => {
  let activations = 0;
  let failing = false;
  const note = (before: Renewal, after: Renewal): void => {
    const sentFor = effectsOf(before, after).filter(({ kind }) => kind === 'activate').length;
    if (callsCarrier(after)) activations += sentFor;
  };
  const store: Pick<Store, 'renewal' | 'saveRenewal'> = {
    renewal: inner.renewal,
    async saveRenewal(seen, next, due) {
      if (failing) {
        failing = false;
        throw new Error('the store is out of order');
      }
      const saved = await inner.saveRenewal(seen, next, due);
      if (saved) note(seen.renewal, next);
      return saved;
    },
  };
  return {
    store,
    activations: () => activations,
    failOnce: () => {
      failing = true;
    },
  };
};

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };
