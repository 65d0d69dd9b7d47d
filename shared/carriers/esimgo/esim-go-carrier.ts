import { MINUTE_MS } from '../../domain/values/instant.ts';
import type { Clock } from '../../runtime/deps.ts';
import type { Secret } from '../../runtime/secrets.ts';
import type { Carrier } from '../carrier.ts';
import { SERVES } from '../serves.ts';
import type { RateBudget } from '../shared-state.ts';
import type { EsimGoAccount } from './esim-go-account.ts';
import { esimGoApi, type Operation } from './esim-go-api.ts';
import { givenSince, UNKNOWN_SIM, writeBaseline } from './esim-go-baseline.ts';
import { readBundles } from './esim-go-bundle-list.ts';
import { cannotAsk } from './esim-go-failure.ts';
import { readFloat } from './esim-go-float.ts';
import { validateOrder } from './esim-go-order.ts';
import { buy } from './esim-go-purchase.ts';
import { lookUpOutcome, recordOutcome, usageOutcome } from './esim-go-reading.ts';
import { undoOrder } from './esim-go-undo.ts';

/** Nothing is documented; orders for one eSIM take a few seconds. */
const CALL_TIMEOUT_MS = 6_000;
/** For all calls of one operation together: the function's own time-out must never be what ends an attempt. */
const OPERATION_TIMEOUT_MS = 14_000;
/** Up to ten minutes of processing ("List Bundles applied to eSIM"), our own time-outs, and a margin of ours. */
const SETTLING_MS = 12 * MINUTE_MS;
const POLL_MS = 30_000;

/**
 * eSIMs of eSIM Go (class C): bundles are bought for an ICCID, which is eSIM Go's name of an eSIM as well. Neither an order
 * nor an assignment takes a reference of ours, so what an attempt gave is known by what was not there before it.
 */
export const esimGoCarrier = (deps: {
  readonly account: Secret<EsimGoAccount>;
  readonly clock: Clock;
  readonly budget?: RateBudget;
  readonly fetch?: typeof fetch;
  /** Shorter in tests only. */
  readonly callTimeoutMs?: number;
}): Carrier => {
  const { clock, callTimeoutMs = CALL_TIMEOUT_MS } = deps;
  // Read at each call: what replaces the global afterwards (tracing) is used as well.
  const send: typeof fetch = deps.fetch ?? ((input, init) => fetch(input, init));
  const api = esimGoApi({ account: deps.account, budget: deps.budget, send, callTimeoutMs });
  const begin = (): Operation => ({ api, clock, deadline: AbortSignal.timeout(OPERATION_TIMEOUT_MS) });
  const bundlesOf = (iccid: string) => readBundles(begin(), iccid);

  return {
    class: 'C',
    settlingMs: SETTLING_MS,
    serves: SERVES.esimgo,
    pollMs: POLL_MS,

    activate: (order) => buy(begin(), order),

    async baseline({ carrierRef, product }) {
      const read = await bundlesOf(carrierRef);
      if (read.kind === 'unavailable') return read;
      const baseline = read.kind === 'not_ours' ? UNKNOWN_SIM : writeBaseline(read.assignments, product);
      return baseline === undefined
        ? { kind: 'unavailable', code: 'too_many_bundles' }
        : { kind: 'baseline', baseline };
    },

    async lookUp(order) {
      const { carrierRef, product, baseline } = order;
      if (baseline === undefined) return { kind: 'unavailable', code: 'no_baseline' };
      const read = await bundlesOf(carrierRef);
      if (read.kind === 'unavailable') return read;
      return read.kind === 'not_ours'
        ? { kind: 'absent' }
        : lookUpOutcome(givenSince(baseline, read, product), order, clock());
    },

    async quote(sim, product) {
      const answer = await validateOrder(begin(), sim, product);
      if (answer.kind === 'valid') return { kind: 'available', cost: answer.cost };
      return answer.kind === 'refused' ? { kind: 'not_available', code: answer.code } : cannotAsk(answer);
    },

    readRecord: async ({ carrierRef }) => recordOutcome(await bundlesOf(carrierRef), clock()),
    readUsage: async ({ carrierRef }) => usageOutcome(await bundlesOf(carrierRef), clock()),
    readFloat: () => readFloat(begin()),
    undo: (order) => undoOrder(begin(), order),
  };
};
