import { isSameEnd, isServedInFull } from '../../domain/carrier/record.ts';
import { type Instant, plusMs, ROLLING_DAY_MS, SECOND_MS } from '../../domain/values/instant.ts';
import type { Clock } from '../../runtime/deps.ts';
import type { Secret } from '../../runtime/secrets.ts';
import { type ActivationOrder, type Carrier, type CarrierSim, MAX_HOLD_MS } from '../carrier.ts';
import { SERVES } from '../serves.ts';
import type { RateBudget, TokenStore } from '../shared-state.ts';
import type { AiraloAccount } from './airalo-account.ts';
import { airaloApi, type SimView } from './airalo-api.ts';
import { float } from './airalo-balance.ts';
import { cannotAsk, malformed, meaningOf } from './airalo-error.ts';
import { offers, quote } from './airalo-offer.ts';
import { topUpOutcome, topUpRequest } from './airalo-order.ts';
import { findOrder } from './airalo-order-search.ts';
import { type PackageHistory, packageHistory } from './airalo-packages.ts';
import { usage } from './airalo-usage.ts';

/** An order waits for the operator behind Airalo; a second or two is usual. */
const CALL_TIMEOUT_MS = 8 * SECOND_MS;
/** For the token and all calls together: the function's own time-out must never be what ends an attempt. */
const OPERATION_TIMEOUT_MS = 14 * SECOND_MS;
/**
 * How long an order that we gave up on may still be on its way at Airalo. It documents 504, so a gateway of its own
 * waits for what is behind it; such a wait is a minute as a rule, and half of it again is for the list. Our assumption.
 */
const RECORD_LAG_MS = 90 * SECOND_MS;

/** The list of packages may be behind the list of orders: an end that lacks just what was bought is not the order's. */
const isWithout = ({ targetEnd, days }: ActivationOrder, end: Instant): boolean =>
  isSameEnd(end, plusMs(targetEnd, -days * ROLLING_DAY_MS));

/** The package that was added last is the order's; one that runs for all its days ends as it began. */
const endToTell = ({ endsAt, periods }: PackageHistory, order: ActivationOrder): Instant | undefined => {
  const last = periods.at(-1);
  if (endsAt === undefined || isSameEnd(endsAt, order.targetEnd)) return endsAt;
  return isWithout(order, endsAt) || (last && isServedInFull(last, order.days)) ? undefined : endsAt;
};

/**
 * eSIMs of Airalo (class B), whose own name of an eSIM is its ICCID. A top-up cannot be repeated safely: our reference
 * is its description, and an order is looked for by it before anything else. What is bought cannot be taken back.
 */
export const airaloCarrier = (deps: {
  readonly account: Secret<AiraloAccount>;
  readonly clock: Clock;
  readonly tokens: TokenStore;
  readonly budget?: RateBudget;
  readonly fetch?: typeof fetch;
  /** Shorter in tests only. */
  readonly callTimeoutMs?: number;
  readonly tokenWaitMs?: number;
}): Carrier => {
  const { clock, callTimeoutMs = CALL_TIMEOUT_MS } = deps;
  // Read at each call: what replaces the global afterwards (tracing) is used as well.
  const send: typeof fetch = deps.fetch ?? ((input, init) => fetch(input, init));
  const api = airaloApi({ ...deps, send, callTimeoutMs });
  const deadline = (): AbortSignal => AbortSignal.timeout(OPERATION_TIMEOUT_MS);
  const view = ({ carrierRef }: CarrierSim, name: SimView, until = deadline()) => api.readSim(carrierRef, name, until);

  return {
    class: 'B',
    serves: SERVES.airalo,
    pollMs: 30 * SECOND_MS,
    settlingMs: MAX_HOLD_MS + OPERATION_TIMEOUT_MS + RECORD_LAG_MS,

    async activate(order) {
      return topUpOutcome(await api.call(topUpRequest(order), deadline()), order, clock());
    },

    async lookUp(order) {
      const until = deadline();
      const found = await findOrder(api, order, order.reference, until);
      if (found.kind !== 'found') return found;
      // The order is the proof; its end is told where it can be read.
      const packages = await view(order, 'packages', until);
      const history = packages.kind === 'body' ? packageHistory(packages.body, clock()) : undefined;
      const end = history && endToTell(history, order);
      return {
        kind: 'confirmed',
        reference: found.code,
        confirmedAt: clock(),
        ...(end !== undefined && { endsAt: end }),
      };
    },

    async readRecord(sim) {
      const until = deadline();
      const packages = await view(sim, 'packages', until);
      if (packages.kind === 'absent') return packages;
      if (packages.kind === 'error' && meaningOf(packages.error) === 'recycled') return { kind: 'recycled' };
      if (packages.kind !== 'body') return cannotAsk(packages);
      const history = packageHistory(packages.body, clock());
      if (!history) return malformed;
      const { isInUse, ...record } = history;
      // Only the usage of a number that was given away is documented to say so.
      if (!isInUse && usage(await view(sim, 'usage', until), clock()).kind === 'recycled') return { kind: 'recycled' };
      return { kind: 'record', ...record, readAt: clock() };
    },

    quote: async (sim, product) => quote(await view(sim, 'topups'), product),
    offers: async (sim) => offers(await view(sim, 'topups')),
    readUsage: async (sim) => usage(await view(sim, 'usage'), clock()),
    readFloat: async () => float(await api.call({ method: 'GET', path: '/balance' }, deadline())),
  };
};
