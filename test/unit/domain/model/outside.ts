import type { Carrier, CarrierOutcome } from '../../../../shared/carriers/carrier.ts';
import { SERVES } from '../../../../shared/carriers/serves.ts';
import { type Instant, plusMs, SECOND_MS } from '../../../../shared/domain/values/instant.ts';
import { money } from '../../../../shared/domain/values/money.ts';
import { Refusal } from '../../../../shared/errors.ts';
import type { PaymentProvider } from '../../../../shared/payments/provider.ts';
import type { Turn } from './turns.ts';
import type { World } from './world.ts';

export const SETTLING_MS = 60 * SECOND_MS;
/** With the longest delay at the carrier it stays below the settling time: who called is gone before absence counts. */
export const FUNCTION_LIMIT_MS = 30 * SECOND_MS;
const LONGEST_CARRIER_DELAY_MS = 29 * SECOND_MS;
const SLOW_ANSWER_MS = 20 * SECOND_MS;

/** What is true at carrier and provider: the workers only learn it by asking. `choose` decides how both behave. */
/** The workers of this model only send money back. */
const notAsked: Omit<PaymentProvider, 'refund'> = (() => {
  const refuse = (): never => {
    throw new Error('nobody asks for this here');
  };
  return { open: refuse, lookUp: refuse, capture: refuse, close: refuse, list: refuse };
})();

export const createOutside = ({ world, must, attempts }: World, choose: (options: number) => number) => {
  const outside = {
    /** `well` answers everything. */
    carrier: 'moody' as 'moody' | 'well' | 'down',
    isProviderWell: false,
    carrierEnd: world.line.endsAt,
    /** What a slow answer costs: time for everybody. */
    letPass: (_ms: number): void => {},
  };
  const refundedMinor = new Map<string, number>();
  const arrivals: { readonly at: Instant; readonly end: Instant }[] = [];

  /** Calls are absolute: whatever comes last holds. */
  const arrive = (end: Instant): void => {
    outside.carrierEnd = end;
  };

  const answer = (end: Instant): CarrierOutcome => {
    const mood = outside.carrier === 'moody' ? choose(9) : outside.carrier === 'well' ? 0 : 7;
    switch (mood) {
      case 1:
        return { kind: 'refused', code: 'REFUSED' };
      case 2:
        return { kind: 'not_sent', code: 'busy', retryAfterMs: 90_000 };
      case 3:
        return { kind: 'unknown', code: 'timeout' };
      case 4:
        arrive(end);
        return { kind: 'unknown', code: 'timeout' };
      case 5:
        arrivals.push({ at: plusMs(world.now, LONGEST_CARRIER_DELAY_MS), end });
        return { kind: 'unknown', code: 'timeout' };
      case 7:
        return { kind: 'not_sent', code: 'down' };
      default:
        arrive(end);
        return { kind: 'confirmed', reference: `at-${end}`, confirmedAt: world.now };
    }
  };

  const carrierFor = (turn: Turn): Carrier => ({
    class: 'A',
    settlingMs: SETTLING_MS,
    pollMs: SETTLING_MS,
    serves: SERVES.soracom,
    async readRecord() {
      return { kind: 'record', endsAt: outside.carrierEnd, periods: [], readAt: world.now };
    },
    async activate({ targetEnd }) {
      const { fence } = world.line;
      const open = fence && attempts.get(fence.renewalId);
      if (fence) {
        must(open === undefined || open.emptyLookUps >= 2, 'an attempt was repeated before two empty look-ups');
        attempts.set(fence.renewalId, { submittedAt: fence.submittedAt, emptyLookUps: 0 });
      }
      try {
        await turn();
      } catch (crash) {
        // The request may have left before the worker died.
        if (choose(2) === 1) arrive(targetEnd);
        throw crash;
      }
      const outcome = answer(targetEnd);
      // What was certainly not sent leaves an earlier attempt as it was, if there was one.
      if (fence && outcome.kind === 'not_sent') {
        if (open) attempts.set(fence.renewalId, open);
        else attempts.delete(fence.renewalId);
      }
      await turn();
      return outcome;
    },
    async lookUp({ targetEnd }) {
      const asked = world.now;
      await turn();
      if (outside.carrier === 'down' || (outside.carrier === 'moody' && choose(4) === 1))
        return { kind: 'unavailable', code: 'down' };
      const isThere = outside.carrierEnd === targetEnd;
      if (outside.carrier === 'moody' && choose(3) === 1) outside.letPass(SLOW_ANSWER_MS);
      for (const attempt of attempts.values())
        if (!isThere && asked >= attempt.submittedAt + SETTLING_MS) attempt.emptyLookUps += 1;
      await turn();
      return isThere ? { kind: 'confirmed', reference: 'looked-up', confirmedAt: asked } : { kind: 'absent' };
    },
  });

  const providerFor = (turn: Turn): PaymentProvider => ({
    ...notAsked,
    async refund({ reference, captureId, amount }) {
      await turn();
      const mood = outside.isProviderWell ? 0 : choose(4);
      if (mood === 1) throw new Refusal('payment_provider_unavailable');
      const failed = mood === 2;
      if (!failed) refundedMinor.set(reference, amount.amountMinor);
      await turn();
      const refunded = money(refundedMinor.get(reference) ?? 0, amount.currency);
      return { kind: failed ? 'refund_failed' : 'refunded', captureId, refunded };
    },
  });

  return {
    outside,
    carrierFor,
    providerFor,
    advance(ms: number): void {
      world.now = plusMs(world.now, ms);
      for (const { end } of arrivals.filter(({ at }) => at <= world.now)) arrive(end);
      arrivals.splice(0, arrivals.length, ...arrivals.filter(({ at }) => at > world.now));
    },
  };
};

export type Outside = ReturnType<typeof createOutside>['outside'];
