import type { Line } from '../../shared/domain/line/line.ts';
import { paymentReference, type RenewalId } from '../../shared/domain/values/ids.ts';
import { type Instant, instant, MINUTE_MS, plusMs, SECOND_MS } from '../../shared/domain/values/instant.ts';
import { Refusal } from '../../shared/errors.ts';
import type { Case, LineCase } from './cases.ts';
import type { Draws } from './draws.ts';
import type { Mishap } from './mishaps.ts';
import type { Product } from './product.ts';
import type { Tally } from './tally.ts';
import type { Arranged } from './trouble.ts';
import type { VirtualTime } from './virtual-time.ts';

/** Refused for now: the traveller tries again a little later, for some hours. */
const FOR_NOW = new Set(['carrier_unavailable', 'carrier_maintenance', 'carrier_float_low']);
const TRY_AGAIN_MS = 5 * MINUTE_MS;
const MAX_TRIES = 40;
/** Between order and payment. */
const PAY_AFTER_MS = 40 * SECOND_MS;
/** Those of one burst pay at the same instant. */
const PAY_STEP_MS = 30 * SECOND_MS;
const WEBHOOK_LOST_SHARE = 0.03;
const WEBHOOK_TWICE_SHARE = 0.1;
const WEBHOOK_AGAIN_MS = MINUTE_MS;

export interface Ordered {
  readonly renewalId: RenewalId;
  readonly line: Line;
  readonly case: Case;
}

interface Options {
  readonly time: VirtualTime;
  readonly draws: Draws;
  readonly product: Product;
  readonly refusals: Tally;
  /** Before an order is made for the first time, and before the payment; in a quiet moment. */
  readonly prepare: (mishap: Mishap, line: Line, of: Arranged) => Promise<void>;
  readonly onOrdered: (ordered: Ordered) => void;
  readonly onRefused: (code: string) => void;
}

/** Orders and pays all renewals of a line: each at its own time until it is sold, all paid together. */
export const travel = (options: Options, { line, orderedAt, cases }: LineCase): void => {
  const { time, prepare } = options;
  const sold: Ordered[] = [];
  let open = cases.length;
  const settle = (ordered: Ordered | undefined): void => {
    if (ordered) sold.push(ordered);
    open -= 1;
    if (open === 0) payTogether(options, sold);
  };
  for (const each of cases) {
    time.quietlyAt(orderedAt, async () => {
      for (const mishap of each.mishaps) if (mishap.before === 'order') await prepare(mishap, line, { case: each });
    });
    time.at(orderedAt, async () => order(options, line, each, settle));
  }
};

const order = (
  options: Options,
  line: Line,
  each: Case,
  settle: (ordered: Ordered | undefined) => void,
  tries = 1,
): void => {
  const { time, product, refusals, onOrdered, onRefused } = options;
  const {
    planId,
    version,
    prices: [price],
  } = product.plan;
  product.order(async (place) => {
    try {
      const wanted = {
        lineId: line.lineId,
        planId,
        planVersion: version,
        price,
        newEnd: instant(0),
        method: 'card' as const,
      };
      const { renewal } = await place(line.ownerId, each.key, wanted);
      const ordered = { renewalId: renewal.renewalId, line, case: each };
      onOrdered(ordered);
      settle(ordered);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusals.add(error.code);
      if (FOR_NOW.has(error.code) && tries < MAX_TRIES) {
        time.at(plusMs(time.now(), TRY_AGAIN_MS), async () => order(options, line, each, settle, tries + 1));
        return;
      }
      onRefused(error.code);
      settle(undefined);
    }
  });
};

const payTogether = (options: Options, sold: readonly Ordered[]): void => {
  const { time, prepare } = options;
  const soonest = plusMs(time.now(), PAY_AFTER_MS);
  const paidAt = instant(Math.ceil(soonest / PAY_STEP_MS) * PAY_STEP_MS);
  for (const ordered of sold) {
    const { renewalId, line } = ordered;
    time.quietlyAt(paidAt, async () => {
      for (const mishap of ordered.case.mishaps) if (mishap.before === 'payment') await prepare(mishap, line, ordered);
    });
    time.at(paidAt, async () => pay(options, renewalId, paidAt));
  }
};

const pay = ({ time, draws, product }: Options, renewalId: RenewalId, at: Instant): void => {
  const { payments, plan } = product;
  const reference = paymentReference(renewalId, 1);
  const session = payments.sessions.find(({ order }) => order.reference === reference);
  if (!session) throw new Error(`no session for ${reference}`);
  // Whoever waits for hours until the other renewal of the line is sold as well has come too late for the first one.
  if (session.closed) return;
  payments.pay(session.sessionId, plan.prices[0]);
  // The sweeper asks the provider about it.
  if (draws.happens(WEBHOOK_LOST_SHARE)) return;
  const report = { kind: 'captured', captureId: session.captureId, amount: plan.prices[0] } as const;
  const deliver = (): void =>
    product.webhook(async (take) => {
      await take([{ reference, report }]).catch(() => {
        time.at(plusMs(time.now(), WEBHOOK_AGAIN_MS), async () => deliver());
      });
    });
  const deliveries = draws.happens(WEBHOOK_TWICE_SHARE) ? 2 : 1;
  for (let count = 0; count < deliveries; count += 1) time.at(at, async () => deliver());
};
