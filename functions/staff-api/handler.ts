import type { Verdict } from '../../shared/app/reviews.ts';
import type { ReconciliationReport } from '../../shared/domain/reconciliation/reconciliation.ts';
import type { Renewal } from '../../shared/domain/renewal/renewal.ts';
import { inReviewSince } from '../../shared/domain/renewal/resolve-review.ts';
import type { PersonId, RenewalId } from '../../shared/domain/values/ids.ts';
import { Refusal } from '../../shared/errors.ts';
import { jsonBody } from '../../shared/http/body.ts';
import { chain } from '../../shared/http/chain.ts';
import { lowerCaseHeaders } from '../../shared/http/headers.ts';
import { parse } from '../../shared/http/parse.ts';
import { inTheirLanguage } from '../../shared/http/spoken-problem.ts';
import { type Caller, STAFF_ROLE } from '../../shared/http/token.ts';
import { REVIEW_PK } from '../../shared/table/keys.ts';
import type { ReconciliationsAnswer, ResolvedAnswer, ReviewAnswer, ReviewsAnswer } from './answers.ts';
import { type CarrierDeps, carrierRoutes } from './carrier-routes.ts';
import { type JobDeps, jobRoutes } from './job-routes.ts';
import { reconciliationsPage } from './reconciliation-page.ts';
import { reconciliationsView } from './reconciliation-view.ts';
import { opening, resolution, reviewsQuery } from './requests.ts';
import { resolvedView, reviewView } from './review-view.ts';
import { decodeCursor, encodeCursor, HEADERS, json, type Route, renewalIn } from './route.ts';

interface Deps extends JobDeps, CarrierDeps {
  readonly verify: (authorization: string | undefined) => Promise<Caller>;
  readonly reviews: (cursor?: string) => Promise<{ readonly renewals: readonly Renewal[]; readonly cursor?: string }>;
  readonly renewal: (id: RenewalId) => Promise<{ readonly renewal: Renewal } | undefined>;
  readonly open: (by: PersonId, id: RenewalId, note: string) => Promise<Renewal>;
  readonly resolve: (by: PersonId, id: RenewalId, verdict: Verdict) => Promise<Renewal>;
  readonly reconciliations: () => Promise<readonly ReconciliationReport[]>;
}

/** What the brand's people see and decide. Nobody passes without the role, whatever the route. */
export const staffApi = (deps: Deps) => {
  const routes = new Map(Object.entries({ ...routesOf(deps), ...jobRoutes(deps), ...carrierRoutes(deps) }));
  return chain(
    deps.log,
    async (event) => {
      const { person, roles } = await deps.verify(lowerCaseHeaders(event)['authorization']);
      if (!roles.includes(STAFF_ROLE)) throw new Refusal('forbidden');
      const route = routes.get(event.routeKey);
      if (!route) throw new Refusal('not_found');
      return route(event, person);
    },
    inTheirLanguage,
  );
};

const routesOf = ({
  reviews,
  renewal,
  open,
  resolve,
  reconciliations,
  log,
}: Deps): Readonly<Record<string, Route>> => ({
  'GET /v1/reviews': async (event) => {
    const { cursor } = parse(reviewsQuery, event.queryStringParameters ?? {});
    const page = await reviews(cursor && decodeCursor(cursor, REVIEW_PK));
    return json<ReviewsAnswer>({
      reviews: page.renewals.map(reviewView),
      ...(page.cursor !== undefined && { cursor: encodeCursor(page.cursor) }),
    });
  },

  'GET /v1/reviews/{renewalId}': async (event) => {
    const found = await renewal(renewalIn(event, 'renewal_not_found'));
    if (!found || !wasReviewed(found.renewal)) throw new Refusal('renewal_not_found');
    return json<ReviewAnswer>(reviewView(found.renewal));
  },

  'POST /v1/reviews/{renewalId}': async (event, staff) => {
    const id = renewalIn(event, 'renewal_not_found');
    const opened = await open(staff, id, parse(opening, jsonBody(event)).note);
    log.info('review opened', { renewalId: id, by: staff });
    return json<ReviewAnswer>(reviewView(opened));
  },

  'POST /v1/reviews/{renewalId}/resolution': async (event, staff) => {
    const id = renewalIn(event, 'renewal_not_found');
    const verdict = parse(resolution, jsonBody(event));
    const resolved = await resolve(staff, id, verdict);
    log.info('review resolved', { renewalId: id, exit: verdict.exit, by: staff });
    return json<ResolvedAnswer>(resolvedView(resolved));
  },

  'GET /v1/reconciliations': async (event) => {
    const view = reconciliationsView(await reconciliations());
    const accepts = lowerCaseHeaders(event)['accept'] ?? '';
    if (!accepts.includes('text/html')) return json<ReconciliationsAnswer>(view);
    return {
      statusCode: 200,
      headers: { ...HEADERS, 'content-type': 'text/html; charset=utf-8' },
      body: reconciliationsPage(view),
    };
  },
});

/** What waits for a person now, or has before. */
const wasReviewed = (renewal: Renewal): boolean =>
  inReviewSince(renewal) !== undefined || renewal.resolutions !== undefined;
