import type { Preview } from '../../shared/app/read-lines.ts';
import { isRenewable, type Line, type Usage } from '../../shared/domain/line/line.ts';
import { usageAt } from '../../shared/domain/line/usage.ts';
import type { PaymentMethod } from '../../shared/domain/payment/payment.ts';
import type { Language, Plan } from '../../shared/domain/plan/plan.ts';
import { formatMoney } from '../../shared/domain/values/format-money.ts';
import { formatInstant, formatInZone, type Instant, MINUTE_MS } from '../../shared/domain/values/instant.ts';
import type { LineAnswer, PlanAnswer, PreviewAnswer } from './answers.ts';
import { messagesView } from './messages-view.ts';
import { namedInOrder, offeredView, priceToPay } from './promotion-view.ts';
import { WORDS } from './words/words.ts';

/** From the words of the domain to those of the interface. Nothing internal passes: revisions, fences, claims, hashes. */
export const lineView = (line: Line, now: Instant, home?: string): LineAnswer => ({
  lineId: line.lineId,
  ...(line.name !== undefined && { name: line.name }),
  iccid: line.iccid,
  carrier: line.carrier,
  form: line.form,
  endsAt: formatInstant(line.endsAt),
  endsAtLocal: formatInZone(line.endsAt, line.zone),
  ...(home !== undefined && { endsAtHome: formatInZone(line.endsAt, home) }),
  zone: line.zone,
  renewable: isRenewable(line, now),
  usage: usageView(usageAt(line, now)),
  messages: messagesView(line.claims, now),
});

const usageView = ({ remainingBytes, totalBytes, asOf }: Usage): LineAnswer['usage'] => ({
  remainingBytes,
  totalBytes,
  asOf: formatInstant(asOf),
});

export const planView = (plan: Plan, language: Language, methods: readonly PaymentMethod[]): PlanAnswer => ({
  planId: plan.planId,
  version: plan.version,
  names: plan.names,
  ...(plan.terms && { terms: plan.terms }),
  kind: plan.kind,
  length: plan.length,
  startsWith: plan.startsWith,
  rule: plan.stacking,
  allowanceBytes: plan.allowanceBytes,
  ...(plan.fairUse && { fairUse: plan.fairUse }),
  prices: plan.prices.map((price) => ({ ...price, text: formatMoney(price, language) })),
  activationDeadlineMs: plan.activationDeadlineMs,
  methods: [...methods],
});

export const previewView = (
  preview: Preview,
  language: Language,
  methods: readonly PaymentMethod[],
  home?: string,
): PreviewAnswer => {
  const words = WORDS[language];
  const { line, plan, quote, notBefore, startsEarly } = preview;
  const price = priceToPay(preview);
  const { planId, version: planVersion, activationDeadlineMs } = plan;
  const { endBefore, startsAt, periodEndsAt, endAfter, rule, allowanceBytes } = quote;
  const warnings = [...quote.warnings, ...(notBefore === undefined ? [] : (['carrier_maintenance'] as const))];
  const newEnd = formatInstant(endAfter);
  return {
    planId,
    planVersion,
    planName: plan.names[language],
    endBefore: formatInstant(endBefore),
    endBeforeLocal: formatInZone(endBefore, line.zone),
    ...(startsAt !== undefined && {
      startsAt: formatInstant(startsAt),
      startsAtLocal: formatInZone(startsAt, line.zone),
    }),
    ...(periodEndsAt !== undefined && {
      periodEndsAt: formatInstant(periodEndsAt),
      periodEndsAtLocal: formatInZone(periodEndsAt, line.zone),
    }),
    endAfter: newEnd,
    endAfterLocal: formatInZone(endAfter, line.zone),
    ...(home !== undefined && {
      endBeforeHome: formatInZone(endBefore, home),
      endAfterHome: formatInZone(endAfter, home),
    }),
    zone: line.zone,
    queuedBefore: quote.queuedBefore,
    rule,
    ruleText: words.rules[rule],
    warnings,
    warningTexts: warnings.map((warning) => words.warnings[warning]),
    ...(notBefore !== undefined && { activationNotBefore: formatInstant(notBefore) }),
    allowanceBytes,
    price,
    priceText: formatMoney(price, language),
    ...offeredView(preview, language),
    activationDeadlineMs,
    refunds: plan.refunds,
    refundText: words.refunds[plan.refunds],
    promise: words.promise(Math.round(activationDeadlineMs / MINUTE_MS)),
    methods: [...methods],
    order: {
      lineId: line.lineId,
      planId,
      planVersion,
      price,
      newEnd,
      ...(quote.isLossy && { endBefore: formatInstant(endBefore) }),
      ...(startsEarly && { startsEarly }),
      ...namedInOrder(preview),
      method: methods[0] ?? 'card',
    },
  };
};
