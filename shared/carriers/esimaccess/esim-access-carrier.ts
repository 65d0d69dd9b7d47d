import * as z from 'zod/mini';
import type { Clock } from '../../runtime/deps.ts';
import type { Secret } from '../../runtime/secrets.ts';
import { type Carrier, type CarrierOffers, type CarrierQuote, type CarrierSim, MAX_HOLD_MS } from '../carrier.ts';
import type { RateBudget } from '../shared-state.ts';
import type { EsimAccessAccount } from './esim-access-account.ts';
import { esimAccessApi } from './esim-access-api.ts';
import { baselineText, topUpIn } from './esim-access-baseline.ts';
import { costOf, isCalled, packageReply, packagesOf, topUpQuery } from './esim-access-packages.ts';
import { purchasing } from './esim-access-purchase.ts';
import { cannotAsk, readReply } from './esim-access-reply.ts';
import {
  type Found,
  foundSim,
  holderOf,
  iccidQuery,
  isOver,
  isSuspended,
  mayBeReused,
  queryReply,
  recordOf,
  simQuery,
} from './esim-access-sim.ts';
import { usageOf, usageQuery, usageReply } from './esim-access-usage.ts';

/** Most calls are answered within a second; a top-up has been seen to take four. */
const CALL_TIMEOUT_MS = 8_000;
/** For all requests of one operation together: the function's own time-out must never be what ends an attempt. */
const OPERATION_TIMEOUT_MS = 15_000;
/** How long the record may be behind a call that we gave up on. Our assumption: as long as a new SIM takes to be made. */
const RECORD_LAG_MS = 30_000;

const BALANCE_CURRENCY = 'USD';
const balanceReply = z.object({ balance: z.number().check(z.int()) });
const emptyReply = z.unknown();

/**
 * SIMs of eSIM Access (class B): they are topped up, and a top-up carries our reference as its transaction id. The
 * carrier's own name of a SIM is its `esimTranNo`, because it gives numbers to other SIMs later. A top-up cannot be
 * taken back: `/esim/cancel` and `/esim/revoke` end the whole SIM. Day passes, which are topped up by `periodNum`, are
 * not bought.
 */
export const esimAccessCarrier = (deps: {
  readonly account: Secret<EsimAccessAccount>;
  readonly clock: Clock;
  /** 8 requests a second for the account. */
  readonly budget?: RateBudget;
  readonly fetch?: typeof fetch;
  /** Shorter in tests only. */
  readonly callTimeoutMs?: number;
}): Carrier => {
  const { account, clock, budget, callTimeoutMs = CALL_TIMEOUT_MS } = deps;
  // Read at each call: what replaces the global afterwards (tracing) is used as well.
  const send: typeof fetch = deps.fetch ?? ((input, init) => fetch(input, init));
  const api = esimAccessApi({ account, clock, budget, send, callTimeoutMs });
  const buy = purchasing({ api, clock });
  const deadline = (): AbortSignal => AbortSignal.timeout(OPERATION_TIMEOUT_MS);

  const find = async (sim: CarrierSim, until: AbortSignal): Promise<Found> =>
    foundSim(readReply(await api.call('/esim/query', simQuery(sim), until), queryReply, clock()), sim);

  /** Also asks by the number where it may belong to another SIM now. */
  const findHolder = async (sim: CarrierSim, until: AbortSignal): Promise<Found | { readonly kind: 'recycled' }> => {
    const found = await find(sim, until);
    if (found.kind === 'unavailable') return found;
    if (found.kind === 'found' && !mayBeReused(found.sim, clock())) return found;
    const reply = readReply(await api.call('/esim/query', iccidQuery(sim), until), queryReply, clock());
    const holder = holderOf(reply, sim, clock());
    if (holder === 'another') return { kind: 'recycled' };
    return holder === 'ours' ? found : holder;
  };

  const listed = async (sim: CarrierSim, until: AbortSignal) =>
    readReply(await api.call('/package/list', topUpQuery(sim), until), packageReply, clock());

  return {
    class: 'B',
    pollMs: 30_000,
    settlingMs: MAX_HOLD_MS + OPERATION_TIMEOUT_MS + RECORD_LAG_MS,

    activate: (order) => buy(order, deadline()),

    async lookUp(order) {
      const found = await find(order, deadline());
      return found.kind === 'found' ? topUpIn(found.sim, order, clock()) : found;
    },

    async baseline(order) {
      const found = await find(order, deadline());
      if (found.kind === 'unavailable') return found;
      return {
        kind: 'baseline',
        baseline: baselineText(found.kind === 'found' ? found.sim : undefined, order.reference),
      };
    },

    async readRecord(sim) {
      const found = await findHolder(sim, deadline());
      return found.kind === 'found' ? recordOf(found.sim, clock()) : found;
    },

    async quote(sim, product): Promise<CarrierQuote> {
      const until = deadline();
      const found = await findHolder(sim, until);
      if (found.kind === 'unavailable') return found;
      if (found.kind === 'recycled') return { kind: 'not_available', code: 'recycled', recycled: true };
      if (found.kind === 'absent') return { kind: 'not_available', code: 'no_such_sim' };
      if (isOver(found.sim, clock())) return { kind: 'not_available', code: 'expired' };
      const reply = await listed(sim, until);
      if (reply.kind === 'refused') return { kind: 'not_available', code: reply.code };
      if (reply.kind !== 'ok') return cannotAsk(reply);
      const offered = packagesOf(reply.value).find((each) => isCalled(each, product));
      return offered ? { kind: 'available', cost: costOf(offered) } : { kind: 'not_available', code: 'not_offered' };
    },

    async offers(sim): Promise<CarrierOffers> {
      const reply = await listed(sim, deadline());
      if (reply.kind !== 'ok') return cannotAsk(reply);
      const products = packagesOf(reply.value).map((each) => ({ product: each.packageCode, cost: costOf(each) }));
      return { kind: 'offers', products };
    },

    async readUsage(sim) {
      const until = deadline();
      const found = await findHolder(sim, until);
      if (found.kind === 'absent') return { kind: 'no_figure' };
      if (found.kind !== 'found') return found;
      const reply = readReply(await api.call('/esim/usage/query', usageQuery(sim), until), usageReply, clock());
      return usageOf(reply, found.sim, clock());
    },

    async suspend(sim) {
      const until = deadline();
      const reply = readReply(
        await api.call('/esim/suspend', { esimTranNo: sim.carrierRef }, until),
        emptyReply,
        clock(),
      );
      if (reply.kind === 'ok') return { kind: 'undone', reference: sim.carrierRef };
      if (reply.kind !== 'refused') return cannotAsk(reply);
      const found = await find(sim, until);
      if (found.kind === 'unavailable') return found;
      const isStill = found.kind === 'absent' || isSuspended(found.sim) || isOver(found.sim, clock());
      return isStill ? { kind: 'undone', reference: sim.carrierRef } : { kind: 'stays', code: reply.code };
    },

    async readFloat() {
      const reply = readReply(await api.call('/balance/query', {}, deadline()), balanceReply, clock());
      if (reply.kind !== 'ok') return cannotAsk(reply);
      return { kind: 'float', float: { amountE4: reply.value.balance, currency: BALANCE_CURRENCY } };
    },
  };
};
