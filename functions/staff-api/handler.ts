import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import type { Verdict } from '../../shared/app/reviews.ts';
import type { Reconciliation } from '../../shared/domain/reconciliation/reconciliation.ts';
import type { Renewal } from '../../shared/domain/renewal/renewal.ts';
import { inReviewSince } from '../../shared/domain/renewal/resolve-review.ts';
import { isRenewalId, type PersonId, type RenewalId } from '../../shared/domain/values/ids.ts';
import { Refusal } from '../../shared/errors.ts';
import { jsonBody } from '../../shared/http/body.ts';
import { chain } from '../../shared/http/chain.ts';
import { lowerCaseHeaders } from '../../shared/http/headers.ts';
import { parse } from '../../shared/http/parse.ts';
import type { Caller } from '../../shared/http/token.ts';
import type { Log } from '../../shared/runtime/deps.ts';
import { reconciliationsAnswer, resolvedAnswer, reviewAnswer, reviewsAnswer } from './answers.ts';
import { reconciliationsPage, reconciliationsView } from './reconciliation-view.ts';
import { opening, resolution, reviewCursor, reviewsQuery } from './requests.ts';
import { resolvedView, reviewView } from './review-view.ts';

interface Deps {
  readonly verify: (authorization: string | undefined) => Promise<Caller>;
  readonly reviews: (cursor?: string) => Promise<{ readonly renewals: readonly Renewal[]; readonly cursor?: string }>;
  readonly renewal: (id: RenewalId) => Promise<{ readonly renewal: Renewal } | undefined>;
  readonly open: (by: PersonId, id: RenewalId, note: string) => Promise<Renewal>;
  readonly resolve: (by: PersonId, id: RenewalId, verdict: Verdict) => Promise<Renewal>;
  readonly reconciliations: () => Promise<readonly Reconciliation[]>;
  readonly log: Log;
}

/** Whoever the issuer gives this role works for the brand. */
const STAFF_ROLE = 'staff';

type Route = (event: APIGatewayProxyEventV2, staff: PersonId) => Promise<APIGatewayProxyStructuredResultV2>;

/** What the brand's people see and decide. Nobody passes without the role, whatever the route. */
export const staffApi = (deps: Deps) => {
  const routes = new Map(Object.entries(routesOf(deps)));
  return chain(deps.log, async (event) => {
    const { person, roles } = await deps.verify(lowerCaseHeaders(event)['authorization']);
    if (!roles.includes(STAFF_ROLE)) throw new Refusal('forbidden');
    const route = routes.get(event.routeKey);
    if (!route) throw new Refusal('not_found');
    return route(event, person);
  });
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
    const page = await reviews(cursor && decodeCursor(cursor));
    return json(reviewsAnswer, {
      reviews: page.renewals.map(reviewView),
      ...(page.cursor !== undefined && { cursor: Buffer.from(page.cursor).toString('base64url') }),
    });
  },

  'GET /v1/reviews/{renewalId}': async (event) => {
    const found = await renewal(idIn(event));
    if (!found || !wasReviewed(found.renewal)) throw new Refusal('renewal_not_found');
    return json(reviewAnswer, reviewView(found.renewal));
  },

  'POST /v1/reviews/{renewalId}': async (event, staff) => {
    const id = idIn(event);
    const opened = await open(staff, id, parse(opening, jsonBody(event)).note);
    log.info('review opened', { renewalId: id, by: staff });
    return json(reviewAnswer, reviewView(opened));
  },

  'POST /v1/reviews/{renewalId}/resolution': async (event, staff) => {
    const id = idIn(event);
    const verdict = parse(resolution, jsonBody(event));
    const resolved = await resolve(staff, id, verdict);
    log.info('review resolved', { renewalId: id, exit: verdict.exit, by: staff });
    return json(resolvedAnswer, resolvedView(resolved));
  },

  'GET /v1/reconciliations': async (event) => {
    const view = reconciliationsView(await reconciliations());
    const accepts = lowerCaseHeaders(event)['accept'] ?? '';
    if (!accepts.includes('text/html')) return json(reconciliationsAnswer, view);
    return {
      statusCode: 200,
      headers: { ...HEADERS, 'content-type': 'text/html; charset=utf-8' },
      body: reconciliationsPage(z.parse(reconciliationsAnswer, view)),
    };
  },
});

/** What waits for a person now, or has before. */
const wasReviewed = (renewal: Renewal): boolean =>
  inReviewSince(renewal) !== undefined || renewal.resolutions !== undefined;

const HEADERS = { 'cache-control': 'no-store', vary: 'accept' } as const;

const json = <Schema extends z.ZodMiniType>(
  schema: Schema,
  value: z.input<Schema>,
): APIGatewayProxyStructuredResultV2 => ({
  statusCode: 200,
  headers: { ...HEADERS, 'content-type': 'application/json' },
  body: JSON.stringify(z.parse(schema, value)),
});

const idIn = ({ pathParameters }: APIGatewayProxyEventV2): RenewalId => {
  const id = pathParameters?.['renewalId'] ?? '';
  if (!isRenewalId(id)) throw new Refusal('renewal_not_found');
  return id;
};

/** A cursor is ours to read: one that somebody made up is refused before the table sees it. */
const decodeCursor = (text: string): string => {
  const cursor = Buffer.from(text, 'base64url').toString();
  try {
    reviewCursor.parse(JSON.parse(cursor));
    return cursor;
  } catch (error) {
    throw new Refusal(
      'bad_request',
      { errors: [{ field: 'cursor', problem: 'not a cursor of this list' }] },
      { cause: error },
    );
  }
};
