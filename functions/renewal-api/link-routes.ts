import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type LinkVisit, renewalOfLink } from '../../shared/app/open-link.ts';
import { plansForLine } from '../../shared/app/read-lines.ts';
import type { Language } from '../../shared/domain/plan/plan.ts';
import type { Renewal } from '../../shared/domain/renewal/renewal.ts';
import type { RenewalId } from '../../shared/domain/values/ids.ts';
import { Refusal } from '../../shared/errors.ts';
import { jsonBody } from '../../shared/http/body.ts';
import type { lowerCaseHeaders } from '../../shared/http/headers.ts';
import { parse } from '../../shared/http/parse.ts';
import { endingOf, linkView } from './link-view.ts';
import type { PayingDeps } from './paying-routes.ts';
import { type ReadingDeps, receiptOf } from './reading-routes.ts';
import {
  paymentRequest,
  previewQuery,
  renewalOrder,
  requireIdempotencyKey,
  requireRenewalId,
  wishesIn,
} from './requests.ts';
import { answer, methodsFor, show } from './route.ts';
import { planView, previewView } from './views.ts';

export type LinkDeps = Pick<ReadingDeps, 'preview' | 'seller'> &
  Pick<PayingDeps, 'order' | 'payAgain' | 'lookAgain' | 'methods' | 'clock'> & {
    readonly store: ReadingDeps['store'] & PayingDeps['store'];
  };

/** Somebody who came by a renewal link, whoever that is. */
export interface LinkRequest {
  readonly event: APIGatewayProxyEventV2;
  readonly headers: ReturnType<typeof lowerCaseHeaders>;
  readonly visit: LinkVisit;
  readonly language: Language;
}

export type LinkRoute = (request: LinkRequest) => Promise<APIGatewayProxyStructuredResultV2>;

/** Whatever page asked, what it asked for is told to nobody. */
const NO_REFERRER = { 'referrer-policy': 'no-referrer' };

/** What a renewal link opens: one line, seen from outside, and what was ordered through the link itself. */
export const linkRoutes = (deps: LinkDeps): Readonly<Record<string, LinkRoute>> => ({
  'GET /v1/link': async ({ visit, language }) => answer(200, linkView(visit, deps.clock()), language, NO_REFERRER),

  ...choosing(deps),

  'POST /v1/link/renewals': async ({ event, headers, visit, language }) => {
    const { line, owner, link } = visit;
    const key = requireIdempotencyKey(headers['idempotency-key']);
    const { lineId, ...order } = parse(renewalOrder, jsonBody(event));
    if (lineId !== line.lineId) throw new Refusal('line_not_found');
    const ordered = await deps.order(owner, key, { ...order, lineId: line.lineId }, link);
    return showOutside(deps)(ordered.renewal, language, ordered.replayed ? 200 : 201, {
      location: `${event.rawPath}/${ordered.renewal.renewalId}`,
    });
  },

  'GET /v1/link/renewals/{renewalId}': async ({ event, visit, language }) =>
    showOutside(deps)(await renewalOfLink(deps.store, visit, renewalIn(event)), language),

  'GET /v1/link/renewals/{renewalId}/receipt': async ({ event, visit, language }) => {
    const renewal = await renewalOfLink(deps.store, visit, renewalIn(event));
    const told = await receiptOf(deps, renewal, visit.line, language);
    const receipt = { ...told, iccid: endingOf(visit.line) };
    return answer(200, receipt, language, NO_REFERRER);
  },

  'POST /v1/link/renewals/{renewalId}/payments': async ({ event, headers, visit, language }) => {
    const { renewalId } = await renewalOfLink(deps.store, visit, renewalIn(event));
    const key = requireIdempotencyKey(headers['idempotency-key']);
    const { method } = parse(paymentRequest, jsonBody(event));
    return showOutside(deps)(await deps.payAgain(visit.owner, key, renewalId, method), language);
  },

  'POST /v1/link/renewals/{renewalId}/look-up': async ({ event, visit, language }) => {
    const known = await renewalOfLink(deps.store, visit, renewalIn(event));
    return showOutside(deps)(await deps.lookAgain(known), language);
  },
});

const choosing = ({ store, methods, clock, preview }: LinkDeps): Readonly<Record<string, LinkRoute>> => ({
  'GET /v1/link/plans': async ({ visit: { line, owner }, language }) => {
    const plans = await plansForLine({ store, clock })(owner, line.lineId);
    const views = plans.map((plan) => planView(plan, language, methodsFor(plan, methods)));
    return answer(200, { plans: views }, language, NO_REFERRER);
  },

  'GET /v1/link/preview': async ({ event, visit: { line, owner }, language }) => {
    const { planId, wishes } = wishesIn(parse(previewQuery, event.queryStringParameters ?? {}));
    const shown = await preview(owner, line.lineId, planId, wishes);
    return answer(200, previewView(shown, language, methods(shown.quote.price.currency)), language, NO_REFERRER);
  },
});

/** To whom the owner is written, and how, is nobody else's business. */
const showOutside =
  (deps: LinkDeps) =>
  (renewal: Renewal, language: Language, statusCode = 200, headers: Readonly<Record<string, string>> = {}) =>
    show(deps)({ ...renewal, claims: {} }, language, statusCode, { ...NO_REFERRER, ...headers });

const renewalIn = ({ pathParameters }: APIGatewayProxyEventV2): RenewalId =>
  requireRenewalId(pathParameters?.['renewalId']);
