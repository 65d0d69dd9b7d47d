import { activateRenewal } from '../../../../shared/app/activation/activate-renewal.ts';
import { applyEvent } from '../../../../shared/app/apply-event.ts';
import type { CarrierGuard } from '../../../../shared/app/carriers/guard.ts';
import { refundRenewal } from '../../../../shared/app/refund-renewal.ts';
import { WELL } from '../../../../shared/domain/carrier/health.ts';
import type { Line } from '../../../../shared/domain/line/line.ts';
import { startNext } from '../../../../shared/domain/line/settle.ts';
import { timeline } from '../../../../shared/domain/line/timeline.ts';
import type { PaymentReport } from '../../../../shared/domain/payment/payment.ts';
import type { Plan } from '../../../../shared/domain/plan/plan.ts';
import { decide } from '../../../../shared/domain/renewal/decide.ts';
import { owes } from '../../../../shared/domain/renewal/effects.ts';
import type { RenewalEvent } from '../../../../shared/domain/renewal/event.ts';
import { type RenewalId, renewalId } from '../../../../shared/domain/values/ids.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../../shared/domain/values/instant.ts';
import { money } from '../../../../shared/domain/values/money.ts';
import type { StoredRenewal } from '../../../../shared/table/store.ts';
import { PRICE } from '../given.ts';
import { checkAtRest } from './at-rest.ts';
import { createOutside, FUNCTION_LIMIT_MS } from './outside.ts';
import { given, ids, type Setting } from './setting.ts';
import { createStage } from './turns.ts';
import { createWorld } from './world.ts';

/** Of five minutes, or of an hour while the carrier stays down: deadline, last looks and all refunds lie within. */
const ROUNDS_TO_REST = 70;
/** Work under way is settled by then; what was given up is looked for during the next days. */
const ROUNDS_OF_WORK = 40;
/** How far the clock moves at once: also past the settling time, a deadline, and the last look. */
const STEPS_MS = [
  SECOND_MS,
  SECOND_MS,
  20 * SECOND_MS,
  20 * SECOND_MS,
  40 * SECOND_MS,
  2 * MINUTE_MS,
  2 * MINUTE_MS,
  2 * MINUTE_MS,
  2 * MINUTE_MS,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
  26 * HOUR_MS,
  // Clocks are set back as well.
  -10 * MINUTE_MS,
];

/** The circuit is tried by itself: here every call is let through, so that the rules alone keep order. */
const anyCall: CarrierGuard = {
  health: async () => WELL,
  permit: async () => ({ ok: true }),
  note: async () => {},
};

export interface Played {
  /** Every rule that did not hold. */
  readonly broken: readonly string[];
  /** How the renewals ended: status and reason. */
  readonly ends: readonly string[];
}

/** Plays one history: faults for as long as there are choices, then none until all is at rest. */
export const play = async (setting: Setting): Promise<Played> => {
  const { plans, line, renewals } = given(setting);
  const picks = [...setting.picks];
  const choose = (options: number): number => (picks.shift() ?? 0) % options;
  const stage = createStage();
  const model = createWorld(line, plans, renewals);
  const { world, must, storeFor } = model;
  const { outside, carrierFor, providerFor, advance } = createOutside(model, choose);
  // Only carriers that count data sell periods that wait for its end: they know of the new one before we do.
  world.began = (end) => {
    outside.carrierEnd = end;
  };
  let elapsedMs = 0;
  const clock = () => world.now;
  const random = () => 0;
  const told: { readonly id: RenewalId; readonly event: RenewalEvent }[] = [];

  const work = (kind: 'activate' | 'refund', id: RenewalId): void =>
    stage.start(elapsedMs, (turn) => {
      const store = storeFor(turn);
      if (kind === 'activate') {
        const carriers = { of: () => carrierFor(turn) };
        return activateRenewal({ store, carriers, guard: anyCall, clock, random })(id);
      }
      const payments = { of: () => providerFor(turn) };
      return refundRenewal({ store, payments, clock, random })(id);
    });

  const tell = (id: RenewalId, event: RenewalEvent): void =>
    stage.start(elapsedMs, async (turn) => {
      const decision = await applyEvent(storeFor(turn), id, event);
      if (!decision.ok) return;
      const again = decide(decision.next, event);
      must(!again.ok && again.refusal !== 'unknown_payment', 'the same event changed something twice');
    });

  const capturedOf = new Map<string, PaymentReport>();
  const reportOf = (id: RenewalId, number: number): PaymentReport => {
    const captureId = `pi_${number}`;
    switch (choose(8)) {
      case 0:
        return { kind: 'processing' };
      case 1:
        return { kind: 'declined', reason: choose(2) === 0 ? 'insufficient_funds' : 'expired_card' };
      case 2:
        return { kind: 'expired' };
      case 3:
        return { kind: 'refunded', captureId, refunded: money(choose(2) === 0 ? 500 : PRICE.amountMinor, 'JPY') };
      case 4:
        return { kind: 'refund_failed', captureId, refunded: money(choose(2) === 0 ? 0 : 500, 'JPY') };
      default: {
        const amount = choose(8) === 1 ? money(1_000, choose(2) === 0 ? 'JPY' : 'CNY') : PRICE;
        const report = capturedOf.get(`${id}.${number}`) ?? { kind: 'captured', captureId, amount };
        capturedOf.set(`${id}.${number}`, report);
        return report;
      }
    }
  };

  /** The carrier tells that nothing is left: what waits for that begins. */
  const useUpData = (): void =>
    stage.start(elapsedMs, async (turn) => {
      const { line: seen, now } = world;
      const plan = waitingPlan(seen, plans);
      const next = plan && startNext(seen, now, plan, now);
      if (next) await storeFor(turn).settleLine(seen, next);
    });

  /** A function that has run for too long is killed; its limit does not go by the clock. */
  const pass = (ms: number): void => {
    advance(ms);
    elapsedMs += Math.max(0, ms);
    for (const worker of [...stage.waiting]) if (elapsedMs - worker.startedAtMs > FUNCTION_LIMIT_MS) worker.crash();
  };

  outside.letPass = pass;

  const take = <T>(list: readonly T[]): T | undefined => list[choose(list.length || 1)];

  const act = (): void => {
    const id = take(ids.slice(0, setting.count)) ?? renewalId('');
    switch (choose(26)) {
      case 0:
        take(stage.waiting)?.crash();
        break;
      case 1:
        pass(take(STEPS_MS) ?? 0);
        break;
      case 2:
      case 3: {
        const number = 1 + choose(2);
        const event = { type: 'payment_reported', number, report: reportOf(id, number), at: world.now } as const;
        told.push({ id, event });
        tell(id, event);
        break;
      }
      case 4: {
        const again = take(told);
        if (again) tell(again.id, { ...again.event, at: world.now });
        break;
      }
      case 5:
        tell(id, { type: 'pay_by_passed', at: world.now });
        break;
      case 6:
      case 7: {
        const [command] = world.commands.splice(choose(world.commands.length || 1), 1);
        if (command) work(command.kind, command.renewalId);
        break;
      }
      case 8:
        work('activate', id);
        break;
      case 9:
        useUpData();
        break;
      default:
        take(stage.waiting)?.go();
    }
  };

  for (const [index, id] of ids.slice(0, setting.count).entries())
    if (setting.paid[index]) {
      const report = { kind: 'captured', captureId: 'pi_1', amount: PRICE } as const;
      capturedOf.set(`${id}.1`, report);
      tell(id, { type: 'payment_reported', number: 1, report, at: world.now });
    }
  while (picks.length > 0) {
    act();
    await stage.settle();
  }

  const drain = async (): Promise<void> => {
    while (stage.waiting.length > 0) {
      stage.waiting[0]?.go();
      await stage.settle();
    }
  };
  await drain();
  must(stage.isIdle(), 'a worker never ended');
  // When faults stop, the sweeper repeats what is owed until nothing is.
  outside.carrier = setting.staysDown ? 'down' : 'well';
  outside.isProviderWell = true;
  for (let round = 0; round < ROUNDS_TO_REST; round += 1) {
    for (const [id, { renewal }] of world.renewals) {
      if (renewal.status === 'awaiting_payment') tell(id, { type: 'pay_by_passed', at: world.now });
      for (const { kind } of owes(renewal)) work(kind, id);
      await drain();
    }
    const fence = world.line.fence?.renewalId;
    if (fence) work('activate', fence);
    await drain();
    advance(setting.staysDown || round >= ROUNDS_OF_WORK ? HOUR_MS : 5 * MINUTE_MS);
  }
  checkAtRest(model, outside);
  return { broken: [...new Set(world.violations)], ends: [...world.renewals.values()].map(endOf) };
};

/** Each plan of this model is bought once. */
const waitingPlan = ({ initial, grants }: Line, plans: readonly Plan[]): Plan | undefined => {
  const waiting = timeline(initial, grants).find(({ state }) => state === 'waiting');
  return plans.find((_plan, index) => waiting?.grant?.renewalId === ids[index]);
};

const endOf = ({ renewal }: StoredRenewal): string =>
  'reason' in renewal ? `${renewal.status}: ${renewal.reason}` : renewal.status;
