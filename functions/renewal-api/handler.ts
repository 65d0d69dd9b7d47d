import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import type { RenewalOrder } from '../../shared/app/order-renewal.ts';
import { ownLine, ownRenewal, plansForLine, previewRenewal } from '../../shared/app/read-lines.ts';
import type { PaymentMethod } from '../../shared/domain/payment/payment.ts';
import type { Language } from '../../shared/domain/plan/plan.ts';
import type { Renewal } from '../../shared/domain/renewal/renewal.ts';
import type { PersonId, RenewalId } from '../../shared/domain/values/ids.ts';
import { Refusal } from '../../shared/errors.ts';
import { jsonBody } from '../../shared/http/body.ts';
import { chain } from '../../shared/http/chain.ts';
import { lowerCaseHeaders } from '../../shared/http/headers.ts';
import { acceptedLanguage } from '../../shared/http/language.ts';
import { parse } from '../../shared/http/parse.ts';
import type { Caller } from '../../shared/http/token.ts';
import type { Clock, Log } from '../../shared/runtime/deps.ts';
import type { Store } from '../../shared/table/store.ts';
import { lineAnswer, plansAnswer, previewAnswer, receiptAnswer, renewalAnswer } from './answers.ts';
import { receiptView } from './receipt.ts';
import { renewalView } from './renewal-view.ts';
import {
  paymentRequest,
  previewQuery,
  renewalOrder,
  requireIdempotencyKey,
  requireLineId,
  requireRenewalId,
} from './requests.ts';
import { lineView, planView, previewView } from './views.ts';

interface Deps {
  readonly store: Pick<Store, 'line' | 'renewal' | 'plan' | 'plansOnSale'>;
  readonly verify: (authorization: string | undefined) => Promise<Caller>;
  readonly order: (
    owner: PersonId,
    idempotencyKey: string,
    order: RenewalOrder,
  ) => Promise<{ readonly renewal: Renewal; readonly replayed: boolean }>;
  readonly payAgain: (
    owner: PersonId,
    idempotencyKey: string,
    id: RenewalId,
    method: PaymentMethod,
  ) => Promise<Renewal>;
  readonly cancel: (owner: PersonId, id: RenewalId) => Promise<Renewal>;
  readonly lookAgain: (renewal: Renewal) => Promise<Renewal>;
  /** How this price may be paid. */
  readonly methods: (currency: string) => readonly PaymentMethod[];
  readonly clock: Clock;
  readonly log: Log;
}

interface Request {
  readonly event: APIGatewayProxyEventV2;
  readonly headers: ReturnType<typeof lowerCaseHeaders>;
  readonly person: PersonId;
  readonly language: Language;
}

type Route = (request: Request) => Promise<APIGatewayProxyStructuredResultV2>;

/** The traveller's interface. Every route begins with who is calling; every answer is written through its schema. */
export const renewalApi = (deps: Deps) => {
  const routes = new Map(Object.entries(routesOf(deps)));
  return chain(deps.log, async (event) => {
    const route = routes.get(event.routeKey);
    if (!route) throw new Refusal('not_found');
    const headers = lowerCaseHeaders(event);
    const { person } = await deps.verify(headers['authorization']);
    return route({ event, headers, person, language: acceptedLanguage(headers['accept-language']) });
  });
};

const routesOf = ({
  store,
  order,
  payAgain,
  cancel,
  lookAgain,
  methods,
  clock,
}: Deps): Readonly<Record<string, Route>> => ({
  'GET /v1/lines/{lineId}': async ({ event, person, language }) => {
    const line = await ownLine(store, person, requireLineId(event.pathParameters?.['lineId']));
    return answer(200, lineAnswer, lineView(line, clock()), language);
  },

  'GET /v1/lines/{lineId}/plans': async ({ event, person, language }) => {
    const lineId = requireLineId(event.pathParameters?.['lineId']);
    const plans = await plansForLine({ store, clock })(person, lineId);
    return answer(
      200,
      plansAnswer,
      { plans: plans.map((plan) => planView(plan, language, methods(plan.price.currency))) },
      language,
    );
  },

  'GET /v1/lines/{lineId}/preview': async ({ event, person, language }) => {
    const lineId = requireLineId(event.pathParameters?.['lineId']);
    const { planId } = parse(previewQuery, event.queryStringParameters ?? {});
    const preview = await previewRenewal({ store, clock })(person, lineId, planId);
    const offered = methods(preview.quote.price.currency);
    return answer(200, previewAnswer, previewView(preview, language, offered), language);
  },

  'POST /v1/renewals': async ({ event, headers, person, language }) => {
    const key = requireIdempotencyKey(headers['idempotency-key']);
    const { lineId, ...body } = parse(renewalOrder, jsonBody(event));
    const { renewal, replayed } = await order(person, key, { ...body, lineId: requireLineId(lineId) });
    return answer(replayed ? 200 : 201, renewalAnswer, renewalView(renewal, language, clock()), language, {
      // The path as it was called: a stage or a mapped domain may stand in front of it.
      location: `${event.rawPath}/${renewal.renewalId}`,
    });
  },

  'GET /v1/renewals/{renewalId}': async ({ event, person, language }) => {
    const renewal = await ownRenewal(store, person, requireRenewalId(event.pathParameters?.['renewalId']));
    return answer(200, renewalAnswer, renewalView(renewal, language, clock()), language);
  },

  'POST /v1/renewals/{renewalId}/payments': async ({ event, headers, person, language }) => {
    const id = requireRenewalId(event.pathParameters?.['renewalId']);
    const key = requireIdempotencyKey(headers['idempotency-key']);
    const { method } = parse(paymentRequest, jsonBody(event));
    const renewal = await payAgain(person, key, id, method);
    return answer(200, renewalAnswer, renewalView(renewal, language, clock()), language);
  },

  'POST /v1/renewals/{renewalId}/cancellation': async ({ event, person, language }) => {
    const renewal = await cancel(person, requireRenewalId(event.pathParameters?.['renewalId']));
    return answer(200, renewalAnswer, renewalView(renewal, language, clock()), language);
  },

  'POST /v1/renewals/{renewalId}/look-up': async ({ event, person, language }) => {
    const known = await ownRenewal(store, person, requireRenewalId(event.pathParameters?.['renewalId']));
    const renewal = await lookAgain(known);
    return answer(200, renewalAnswer, renewalView(renewal, language, clock()), language);
  },

  'GET /v1/renewals/{renewalId}/receipt': async ({ event, person, language }) => {
    const renewal = await ownRenewal(store, person, requireRenewalId(event.pathParameters?.['renewalId']));
    const [line, plan] = await Promise.all([store.line(renewal.lineId), store.plan(renewal.plan)]);
    if (!line || !plan) throw new Error('a renewal whose line or plan is not stored');
    return answer(200, receiptAnswer, receiptView(renewal, plan, line, language), language);
  },
});

/** @throws when the answer does not fit its schema: a defect, told to nobody but the log */
const answer = <Schema extends z.ZodMiniType>(
  statusCode: number,
  schema: Schema,
  value: z.input<Schema>,
  language: Language,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: {
    'content-type': 'application/json',
    'content-language': language,
    'cache-control': 'no-store',
    vary: 'accept-language',
    ...headers,
  },
  body: JSON.stringify(z.parse(schema, value)),
});
