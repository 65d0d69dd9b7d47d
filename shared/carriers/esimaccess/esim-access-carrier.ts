import * as z from 'zod/mini';
import type { Clock } from '../../runtime/deps.ts';
import type { Secret } from '../../runtime/secrets.ts';
import { type Carrier, MAX_HOLD_MS } from '../carrier.ts';
import { SERVES } from '../serves.ts';
import type { RateBudget } from '../shared-state.ts';
import type { EsimAccessAccount } from './esim-access-account.ts';
import { esimAccessApi } from './esim-access-api.ts';
import { baselineText, topUpIn } from './esim-access-baseline.ts';
import { finding } from './esim-access-find.ts';
import { purchasing } from './esim-access-purchase.ts';
import { quoting } from './esim-access-quote.ts';
import { cannotAsk, readReply } from './esim-access-reply.ts';
import { recordOf } from './esim-access-sim.ts';
import { suspending } from './esim-access-suspend.ts';
import { usageOf, usageQuery, usageReply } from './esim-access-usage.ts';

/** Most calls are answered within a second; a top-up has been seen to take four. */
const CALL_TIMEOUT_MS = 8_000;
/** For all requests of one operation together: the function's own time-out must never be what ends an attempt. */
const OPERATION_TIMEOUT_MS = 15_000;
/** How long the record may be behind a call that we gave up on. Our assumption: as long as a new SIM takes to be made. */
const RECORD_LAG_MS = 30_000;

const BALANCE_CURRENCY = 'USD';
const balanceReply = z.object({ balance: z.number().check(z.int()) });

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
  const { find, findHolder } = finding({ api, clock });
  const { quote, offers } = quoting({ api, clock, findHolder });
  const suspend = suspending({ api, clock, find });
  const deadline = (): AbortSignal => AbortSignal.timeout(OPERATION_TIMEOUT_MS);

  return {
    class: 'B',
    serves: SERVES.esimaccess,
    pollMs: 30_000,
    settlingMs: MAX_HOLD_MS + OPERATION_TIMEOUT_MS + RECORD_LAG_MS,

    activate: (order) => buy(order, deadline()),
    quote: (sim, product) => quote(sim, product, deadline()),
    offers: (sim) => offers(sim, deadline()),
    suspend: (sim) => suspend(sim, deadline()),

    async lookUp(order) {
      const found = await find(order, deadline());
      return found.kind === 'found' ? topUpIn(found.sim, order, clock()) : found;
    },

    async baseline(order) {
      const found = await find(order, deadline());
      if (found.kind === 'unavailable') return found;
      const sim = found.kind === 'found' ? found.sim : undefined;
      return { kind: 'baseline', baseline: baselineText(sim, order.reference) };
    },

    async readRecord(sim) {
      const found = await findHolder(sim, deadline());
      return found.kind === 'found' ? recordOf(found.sim, clock()) : found;
    },

    async readUsage(sim) {
      const until = deadline();
      const found = await findHolder(sim, until);
      if (found.kind === 'absent') return { kind: 'no_figure' };
      if (found.kind !== 'found') return found;
      const reply = readReply(await api.call('/esim/usage/query', usageQuery(sim), until), usageReply, clock());
      return usageOf(reply, found.sim, clock());
    },

    async readFloat() {
      const reply = readReply(await api.call('/balance/query', {}, deadline()), balanceReply, clock());
      if (reply.kind !== 'ok') return cannotAsk(reply);
      return { kind: 'float', float: { amountE4: reply.value.balance, currency: BALANCE_CURRENCY } };
    },
  };
};
