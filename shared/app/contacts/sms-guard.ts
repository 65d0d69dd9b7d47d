import {
  dayCount,
  type SmsPolicy,
  type SmsRefusal,
  smsCountryOf,
  usedPercent,
  velocityCount,
} from '../../domain/spend/sms-policy.ts';
import type { Clock, Log } from '../../runtime/deps.ts';
import type { Counters } from '../../table/contact-store.ts';

export type Admission = { readonly kind: 'admitted' } | { readonly kind: 'refused'; readonly reason: SmsRefusal };

/** E-mail costs next to nothing. */
export const admitAll = async (): Promise<Admission> => ({ kind: 'admitted' });

interface Deps {
  readonly counters: Counters;
  readonly policy: SmsPolicy;
  /** How many SMS a text makes: each is paid for. */
  readonly segmentsOf: (text: string) => number;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Counts an SMS just before it is sent, and holds it back where it is not ours to pay for: another country, a block of
 * numbers that gets too many, a day that has cost enough. What was counted and then not sent stays counted: the
 * figures err on the dear side. Blocks are counted apart, so that a flood in one of them does not touch the day's item.
 */
export const smsGuard =
  ({ counters, policy, segmentsOf, clock, log }: Deps) =>
  async ({ to, text }: { readonly to: string; readonly text: string }): Promise<Admission> => {
    const now = clock();
    const verdict = smsCountryOf(to, policy);
    if (verdict.kind === 'refused') return refused(log, verdict.reason);
    const velocity = await counters.take(velocityCount(to, policy, now));
    if (velocity.kind === 'full') return refused(log, 'prefix_velocity');
    const day = await counters.take(dayCount(segmentsOf(text), verdict.country, policy, now));
    if (day.kind === 'full') {
      log.warn('sms spend', { usedPercent: 100 });
      return refused(log, day.full === 'segments' ? 'daily_segments' : 'daily_spend');
    }
    // The alarms count on this line.
    log.info('sms spend', { usedPercent: usedPercent(day.figures, policy) });
    return { kind: 'admitted' };
  };

const refused = (log: Log, reason: SmsRefusal): Admission => {
  log.warn('sms held back', { reason });
  return { kind: 'refused', reason };
};
