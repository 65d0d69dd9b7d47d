import type { Compared } from '../../shared/app/compare-plans.ts';
import { listRenewals } from '../../shared/app/list-renewals.ts';
import { nameLine, type Proof, unbindLine } from '../../shared/app/own-lines.ts';
import { ownLine } from '../../shared/app/read-lines.ts';
import type { Line } from '../../shared/domain/line/line.ts';
import type { Language } from '../../shared/domain/plan/plan.ts';
import type { Wishes } from '../../shared/domain/renewal/quote.ts';
import type { TripAdvice } from '../../shared/domain/renewal/trip-advice.ts';
import { type LineId, lineId, type PersonId, renewalId } from '../../shared/domain/values/ids.ts';
import type { Instant } from '../../shared/domain/values/instant.ts';
import { jsonBody } from '../../shared/http/body.ts';
import { parse } from '../../shared/http/parse.ts';
import { PROBLEM_TEXTS } from '../../shared/http/problem-texts/problem-texts.ts';
import type { Store } from '../../shared/table/store.ts';
import { adviceQuery, comparisonQuery, lineBinding, lineChange, linesQuery, renewalsQuery } from './line-requests.ts';
import { adviceView, periodsView, renewalSummary } from './line-views.ts';
import { requireLineId } from './requests.ts';
import { answer, type Routes, type ShowingDeps } from './route.ts';
import { lineView, previewView } from './views.ts';

export interface LineDeps extends ShowingDeps {
  readonly store: Pick<Store, 'line' | 'linesOf' | 'renewalsOf' | 'unbindLine' | 'nameLine'>;
  readonly bind: (
    person: PersonId,
    proof: Proof,
    language: Language,
  ) => Promise<{ readonly line: Line; readonly isNew: boolean }>;
  readonly compare: (
    person: PersonId,
    id: LineId,
    planIds: readonly string[] | undefined,
    wishes: Wishes,
  ) => Promise<readonly Compared[]>;
  readonly advise: (
    person: PersonId,
    id: LineId,
    trip: { readonly until: Instant; readonly currency: string },
  ) => Promise<TripAdvice & { readonly zone: string }>;
}

/** A person's lines: which there are, what they are called, and what each of them has and could have. */
export const lineRoutes = ({ store, methods, clock, bind, compare, advise }: LineDeps): Routes => ({
  'GET /v1/lines': async ({ event, person, language, home }) => {
    const { cursor } = parse(linesQuery, event.queryStringParameters ?? {});
    const { lines, cursor: next } = await store.linesOf(person, cursor === undefined ? undefined : lineId(cursor));
    const views = lines.map((line) => lineView(line, clock(), home));
    return answer(200, { lines: views, ...(next !== undefined && { cursor: next }) }, language);
  },

  'POST /v1/lines': async ({ event, person, language, home }) => {
    const { line, isNew } = await bind(person, parse(lineBinding, jsonBody(event)), language);
    return answer(isNew ? 201 : 200, lineView(line, clock(), home), language, {
      location: `${event.rawPath}/${line.lineId}`,
    });
  },

  'PATCH /v1/lines/{lineId}': async ({ event, person, language, home }) => {
    const id = requireLineId(event.pathParameters?.['lineId']);
    const { name } = parse(lineChange, jsonBody(event));
    return answer(200, lineView(await nameLine(store)(person, id, name ?? undefined), clock(), home), language);
  },

  'DELETE /v1/lines/{lineId}': async ({ event, person }) => {
    await unbindLine(store)(person, requireLineId(event.pathParameters?.['lineId']));
    return { statusCode: 204 };
  },

  'GET /v1/lines/{lineId}/periods': async ({ event, person, language }) => {
    const line = await ownLine(store, person, requireLineId(event.pathParameters?.['lineId']));
    return answer(200, periodsView(line, clock()), language);
  },

  'GET /v1/lines/{lineId}/renewals': async ({ event, person, language }) => {
    const id = requireLineId(event.pathParameters?.['lineId']);
    const { cursor } = parse(renewalsQuery, event.queryStringParameters ?? {});
    const page = await listRenewals(store)(person, id, cursor === undefined ? undefined : renewalId(cursor));
    const renewals = page.renewals.map((renewal) => renewalSummary(renewal, language, clock()));
    return answer(200, { renewals, ...(page.cursor !== undefined && { cursor: page.cursor }) }, language);
  },

  'GET /v1/lines/{lineId}/comparison': async ({ event, person, language, home }) => {
    const id = requireLineId(event.pathParameters?.['lineId']);
    const { planIds, ...wishes } = parse(comparisonQuery, event.queryStringParameters ?? {});
    const compared = await compare(person, id, planIds, wishes);
    return answer(
      200,
      {
        previews: compared.flatMap((each) =>
          each.kind === 'preview' ? [previewView(each, language, methods(each.quote.price.currency), home)] : [],
        ),
        refused: compared.flatMap((each) =>
          each.kind === 'refused'
            ? [{ planId: each.planId, code: each.code, detail: PROBLEM_TEXTS[language][each.code].detail }]
            : [],
        ),
      },
      language,
    );
  },

  'GET /v1/lines/{lineId}/advice': async ({ event, person, language, home }) => {
    const id = requireLineId(event.pathParameters?.['lineId']);
    const trip = parse(adviceQuery, event.queryStringParameters ?? {});
    return answer(200, adviceView(await advise(person, id, trip), trip.currency, language, home), language);
  },
});
