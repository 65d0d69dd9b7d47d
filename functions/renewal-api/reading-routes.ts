import { ownLine, ownRenewal, type Preview, type PreviewWishes, plansForLine } from '../../shared/app/read-lines.ts';
import type { Line } from '../../shared/domain/line/line.ts';
import type { Language } from '../../shared/domain/plan/plan.ts';
import type { Seller } from '../../shared/domain/receipt/tax.ts';
import type { Renewal } from '../../shared/domain/renewal/renewal.ts';
import type { LineId, PersonId } from '../../shared/domain/values/ids.ts';
import { parse } from '../../shared/http/parse.ts';
import type { Store } from '../../shared/table/store.ts';
import type { ReceiptAnswer } from './answers.ts';
import { receiptView } from './receipt.ts';
import { previewQuery, requireLineId, requireRenewalId, wishesIn } from './requests.ts';
import { answer, methodsFor, type Routes, type ShowingDeps, show } from './route.ts';
import { lineView, planView, previewView } from './views.ts';

export interface ReadingDeps extends ShowingDeps {
  readonly store: Pick<Store, 'line' | 'renewal' | 'plan' | 'plansOnSale' | 'promotion'>;
  /** Has old figures read for the next one who looks; never fails, never waits for a carrier. */
  readonly askForUsage: (line: Line) => Promise<void>;
  /** As receipts name it. */
  readonly seller: Seller;
  readonly preview: (owner: PersonId, id: LineId, planId: string, wishes: PreviewWishes) => Promise<Preview>;
}

/** What changes nothing. */
export const readingRoutes = (deps: ReadingDeps): Routes => {
  const { store, methods, clock } = deps;
  return {
    'GET /v1/lines/{lineId}': async ({ event, person, language, home }) => {
      const line = await ownLine(store, person, requireLineId(event.pathParameters?.['lineId']));
      await deps.askForUsage(line);
      return answer(200, lineView(line, clock(), home), language);
    },

    'GET /v1/lines/{lineId}/plans': async ({ event, person, language }) => {
      const lineId = requireLineId(event.pathParameters?.['lineId']);
      const plans = await plansForLine({ store, clock })(person, lineId);
      const views = plans.map((plan) => planView(plan, language, methodsFor(plan, methods)));
      return answer(200, { plans: views }, language);
    },

    'GET /v1/lines/{lineId}/preview': async ({ event, person, language, home }) => {
      const lineId = requireLineId(event.pathParameters?.['lineId']);
      const { planId, wishes } = wishesIn(parse(previewQuery, event.queryStringParameters ?? {}));
      const preview = await deps.preview(person, lineId, planId, wishes);
      const offered = methods(preview.quote.price.currency);
      return answer(200, previewView(preview, language, offered, home), language);
    },

    'GET /v1/renewals/{renewalId}': async ({ event, person, language }) => {
      const renewal = await ownRenewal(store, person, requireRenewalId(event.pathParameters?.['renewalId']));
      return show(deps)(renewal, language);
    },

    'GET /v1/renewals/{renewalId}/receipt': async ({ event, person, language }) => {
      const renewal = await ownRenewal(store, person, requireRenewalId(event.pathParameters?.['renewalId']));
      const line = await store.line(renewal.lineId);
      if (!line) throw new Error('a renewal whose line is not stored');
      return answer(200, await receiptOf(deps, renewal, line, language), language);
    },
  };
};

/** @throws Refusal `receipt_not_ready` while it is neither active nor refunded */
export const receiptOf = async (
  { store, seller }: Pick<ReadingDeps, 'store' | 'seller'>,
  renewal: Renewal,
  line: Line,
  language: Language,
): Promise<ReceiptAnswer> => {
  const [plan, promotion] = await Promise.all([
    store.plan(renewal.plan),
    renewal.promotion && store.promotion(renewal.promotion),
  ]);
  if (!plan) throw new Error('a renewal whose plan is not stored');
  return receiptView(renewal, { plan, line, seller, ...(promotion && { promotion }) }, language);
};
