import * as z from 'zod/mini';
import type { Clock } from '../../runtime/deps.ts';
import type { ActivationOrder, CarrierMoney, CarrierOutcome } from '../carrier.ts';
import type { EsimAccessApi } from './esim-access-api.ts';
import { type Baseline, readBaseline } from './esim-access-baseline.ts';
import { costOf, isCalled, packageReply, packagesOf, topUpQuery } from './esim-access-packages.ts';
import { type Failed, type Refused, type Reply, readReply } from './esim-access-reply.ts';
import { holderOf, iccidQuery, queryReply } from './esim-access-sim.ts';
import { timeOf } from './esim-access-time.ts';

/**
 * What a top-up answers ("Top Up"). The transaction id is ours where the table describes it, and another one in a
 * published walkthrough: an answer belongs to its request, so it is not compared. Older examples lack the last field.
 */
const topUpReply = z.object({
  transactionId: z.string(),
  expiredTime: z.nullish(z.string()),
  topUpEsimTranNo: z.nullish(z.string()),
});

/** Such a call answers `{}`. */
const emptyReply = z.unknown();

/** What goes before a purchase must leave it the time that it needs: top-ups of several seconds were seen. */
const PREPARATION_TIMEOUT_MS = 5_000;

type Priced = { readonly kind: 'priced'; readonly amount?: string } | Failed;

/**
 * One top-up. That a repeated `transactionId` is the same request is documented for orders, not for top-ups: each call
 * may buy once more, so it is made only after the last one was looked up.
 */
export const purchasing = ({ api, clock }: { readonly api: EsimAccessApi; readonly clock: Clock }) => {
  /** Only SIMs that are new, in use or used up can be topped up: one that was suspended has to run again first. */
  const resume = async ({ carrierRef }: ActivationOrder, deadline: AbortSignal): Promise<Failed | undefined> => {
    const result = await api.call('/esim/unsuspend', { esimTranNo: carrierRef }, deadline);
    const reply = readReply(result, emptyReply, clock());
    // Refused where it runs already; otherwise the top-up will say what is wrong.
    return reply.kind === 'ok' || reply.kind === 'refused' ? undefined : nothingBought(reply, 'resume');
  };

  /**
   * The price as it is listed for this SIM, which asking for first is recommended ("Top Up"). `amount` "will be
   * verified": the top-up is made at exactly this price or not at all, so the price cannot rise in between.
   */
  const priced = async (order: ActivationOrder, maxCost: CarrierMoney, deadline: AbortSignal): Promise<Priced> => {
    const reply = readReply(await api.call('/package/list', topUpQuery(order), deadline), packageReply, clock());
    if (reply.kind !== 'ok') return nothingBought(reply, 'list');
    const found = packagesOf(reply.value).find((each) => isCalled(each, order.product));
    if (!found) return { kind: 'refused', code: 'not_offered' };
    const { amountE4, currency } = costOf(found);
    if (currency !== maxCost.currency) return { kind: 'refused', code: 'other_currency' };
    if (amountE4 > maxCost.amountE4) return { kind: 'refused', code: 'price_changed' };
    return { kind: 'priced', amount: String(amountE4) };
  };

  const topUp = async (
    { carrierRef, product, reference }: ActivationOrder,
    amount: string | undefined,
    deadline: AbortSignal,
  ): Promise<Reply<z.output<typeof topUpReply>>> => {
    const body = {
      esimTranNo: carrierRef,
      packageCode: product,
      transactionId: reference,
      ...(amount !== undefined && { amount }),
    };
    return readReply(await api.call('/esim/topup', body, deadline), topUpReply, clock());
  };

  /** Says of a refusal whether the number belongs to another SIM now. */
  const explained = async (refused: Refused, order: ActivationOrder, deadline: AbortSignal): Promise<Refused> => {
    const reply = readReply(await api.call('/esim/query', iccidQuery(order), deadline), queryReply, clock());
    return holderOf(reply, order, clock()) === 'another' ? { ...refused, recycled: true } : refused;
  };

  const buy = async (
    order: ActivationOrder,
    before: Baseline,
    deadline: AbortSignal,
  ): Promise<Exclude<CarrierOutcome, { kind: 'accepted' }>> => {
    const preparing = AbortSignal.any([deadline, AbortSignal.timeout(PREPARATION_TIMEOUT_MS)]);
    const failed = before.suspended ? await resume(order, preparing) : undefined;
    if (failed) return failed;
    const price: Priced = order.maxCost ? await priced(order, order.maxCost, preparing) : { kind: 'priced' };
    if (price.kind !== 'priced') return price;
    const reply = await topUp(order, price.amount, deadline);
    if (reply.kind !== 'ok') return reply;
    const { topUpEsimTranNo, expiredTime } = reply.value;
    // Before its first use the SIM shows until when it has to be used at all.
    const endsAt = before.endsAt === undefined ? undefined : timeOf(expiredTime);
    return {
      kind: 'confirmed',
      reference: topUpEsimTranNo || order.reference,
      confirmedAt: clock(),
      ...(endsAt !== undefined && { endsAt }),
    };
  };

  return async (order: ActivationOrder, deadline: AbortSignal): Promise<CarrierOutcome> => {
    const before = readBaseline(order.baseline);
    // Without it nobody could tell afterwards whether the top-up was made.
    if (!before) return { kind: 'not_sent', code: 'no_baseline' };
    // An attempt that was given up has been carried out after all.
    if (before.done !== undefined) return { kind: 'confirmed', reference: before.done, confirmedAt: clock() };
    const outcome = await buy(order, before, deadline);
    return outcome.kind === 'refused' ? explained(outcome, order, deadline) : outcome;
  };
};

/** Whatever went wrong before the top-up: it was not sent. */
const nothingBought = (failed: Failed, step: 'list' | 'resume'): Failed =>
  failed.kind === 'unknown' ? { ...failed, kind: 'not_sent', code: `${step}.${failed.code}` } : failed;
