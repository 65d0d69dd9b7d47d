import type { RenewalOrder } from '../../shared/app/order-renewal.ts';
import { ownRenewal } from '../../shared/app/read-lines.ts';
import type { PaymentMethod } from '../../shared/domain/payment/payment.ts';
import type { Renewal } from '../../shared/domain/renewal/renewal.ts';
import type { PersonId, RenewalId } from '../../shared/domain/values/ids.ts';
import { jsonBody } from '../../shared/http/body.ts';
import { parse } from '../../shared/http/parse.ts';
import type { Store } from '../../shared/table/store.ts';
import { paymentRequest, renewalOrder, requireIdempotencyKey, requireLineId, requireRenewalId } from './requests.ts';
import { type Routes, type ShowingDeps, show } from './route.ts';

export interface PayingDeps extends ShowingDeps {
  readonly store: Pick<Store, 'renewal'>;
  readonly order: (
    owner: PersonId,
    idempotencyKey: string,
    order: RenewalOrder,
    link?: string,
  ) => Promise<{ readonly renewal: Renewal; readonly replayed: boolean }>;
  readonly payAgain: (
    owner: PersonId,
    idempotencyKey: string,
    id: RenewalId,
    method: PaymentMethod,
  ) => Promise<Renewal>;
  readonly cancel: (owner: PersonId, id: RenewalId) => Promise<Renewal>;
  readonly lookAgain: (renewal: Renewal) => Promise<Renewal>;
}

/** Orders, and what may be done with one until it is paid. */
export const payingRoutes = (deps: PayingDeps): Routes => {
  const { store, order, payAgain, cancel, lookAgain } = deps;
  return {
    'POST /v1/renewals': async ({ event, headers, person, language }) => {
      const key = requireIdempotencyKey(headers['idempotency-key']);
      const { lineId, ...body } = parse(renewalOrder, jsonBody(event));
      const { renewal, replayed } = await order(person, key, { ...body, lineId: requireLineId(lineId) });
      return show(deps)(renewal, language, replayed ? 200 : 201, {
        // The path as it was called: a stage or a mapped domain may stand in front of it.
        location: `${event.rawPath}/${renewal.renewalId}`,
      });
    },

    'POST /v1/renewals/{renewalId}/payments': async ({ event, headers, person, language }) => {
      const id = requireRenewalId(event.pathParameters?.['renewalId']);
      const key = requireIdempotencyKey(headers['idempotency-key']);
      const { method } = parse(paymentRequest, jsonBody(event));
      return show(deps)(await payAgain(person, key, id, method), language);
    },

    'POST /v1/renewals/{renewalId}/cancellation': async ({ event, person, language }) =>
      show(deps)(await cancel(person, requireRenewalId(event.pathParameters?.['renewalId'])), language),

    'POST /v1/renewals/{renewalId}/look-up': async ({ event, person, language }) => {
      const known = await ownRenewal(store, person, requireRenewalId(event.pathParameters?.['renewalId']));
      return show(deps)(await lookAgain(known), language);
    },
  };
};
