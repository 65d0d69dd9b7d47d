import type { Line } from '../../shared/domain/line/line.ts';
import { periodsOf, type ShownPeriod } from '../../shared/domain/line/periods.ts';
import type { Language } from '../../shared/domain/plan/plan.ts';
import type { Renewal } from '../../shared/domain/renewal/renewal.ts';
import type { TripAdvice } from '../../shared/domain/renewal/trip-advice.ts';
import { formatMoney } from '../../shared/domain/values/format-money.ts';
import { formatInstant, formatInZone, type Instant } from '../../shared/domain/values/instant.ts';
import type { AdviceAnswer, PeriodsAnswer, RenewalsAnswer } from './line-answers.ts';
import { statusText } from './renewal-view.ts';
import { WORDS } from './words/words.ts';

export const periodsView = (line: Line, now: Instant): PeriodsAnswer => ({
  zone: line.zone,
  periods: periodsOf(line, now).map((period) => periodView(period, line.zone)),
});

const periodView = (
  { renewalId, state, startsAt, endsAt, lapsesAt, allowanceBytes }: ShownPeriod,
  zone: string,
): PeriodsAnswer['periods'][number] => ({
  ...(renewalId !== undefined && { renewalId }),
  state,
  ...(startsAt !== undefined && { startsAt: formatInstant(startsAt), startsAtLocal: formatInZone(startsAt, zone) }),
  ...(endsAt !== undefined && { endsAt: formatInstant(endsAt), endsAtLocal: formatInZone(endsAt, zone) }),
  ...(lapsesAt !== undefined && { lapsesAt: formatInstant(lapsesAt) }),
  ...(allowanceBytes !== undefined && { allowanceBytes }),
});

export const renewalSummary = (
  renewal: Renewal,
  language: Language,
  now: Instant,
): RenewalsAnswer['renewals'][number] => ({
  renewalId: renewal.renewalId,
  planId: renewal.plan.planId,
  planVersion: renewal.plan.version,
  status: renewal.status,
  statusText: statusText(renewal, language, now),
  price: renewal.price,
  createdAt: formatInstant(renewal.createdAt),
  promisedEnd: formatInstant(renewal.quote.endAfter),
});

export const adviceView = (
  advice: TripAdvice & { readonly zone: string },
  currency: string,
  language: Language,
  home?: string,
): AdviceAnswer => {
  const { kind, zone } = advice;
  const text = WORDS[language].advice[kind];
  switch (advice.kind) {
    case 'out_of_reach':
      return { advice: kind, text, plans: [], zone };
    case 'covered':
      return { advice: kind, text, plans: [], ...endIn(advice.endsAt, zone, home), zone };
    case 'buy':
      return {
        advice: kind,
        text,
        plans: advice.plans.map(({ planId, version, names, prices }) => ({
          planId,
          planVersion: version,
          name: names[language],
          price: prices.find((price) => price.currency === currency) ?? prices[0],
        })),
        total: advice.total,
        totalText: formatMoney(advice.total, language),
        ...endIn(advice.endAfter, zone, home),
        zone,
      };
  }
};

const endIn = (at: Instant, zone: string, home: string | undefined) => ({
  endAfter: formatInstant(at),
  endAfterLocal: formatInZone(at, zone),
  ...(home !== undefined && { endAfterHome: formatInZone(at, home) }),
});
