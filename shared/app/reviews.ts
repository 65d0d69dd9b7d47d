import { grantOf, periodOf } from '../domain/activation/grant.ts';
import type { Grant } from '../domain/line/grant.ts';
import type { Fence, Line } from '../domain/line/line.ts';
import { settleLine } from '../domain/line/settle.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { abandonedBy } from '../domain/renewal/abandon.ts';
import { decide } from '../domain/renewal/decide.ts';
import { dueOf } from '../domain/renewal/due.ts';
import type { Exit } from '../domain/renewal/event.ts';
import type { ExitKind, Renewal } from '../domain/renewal/renewal.ts';
import { exitsOf, inReviewSince, isOutcomeOpen } from '../domain/renewal/resolve-review.ts';
import type { PersonId, RenewalId } from '../domain/values/ids.ts';
import { type Instant, plusMs } from '../domain/values/instant.ts';
import { Refusal } from '../errors.ts';
import type { Clock } from '../runtime/deps.ts';
import type { Store } from '../table/store.ts';
import { applyEvent } from './apply-event.ts';

/** Renewals that wait for a person, longest first. The index may lag: each is looked at again. */
export const reviewQueue =
  (store: Pick<Store, 'reviews' | 'renewal'>) =>
  async (cursor?: string): Promise<{ readonly renewals: readonly Renewal[]; readonly cursor?: string }> => {
    const page = await store.reviews(cursor);
    const found = await Promise.all(page.ids.map((id) => store.renewal(id)));
    const renewals = found.flatMap((stored) => (stored ? [stored.renewal] : []));
    return {
      renewals: renewals.filter((renewal) => inReviewSince(renewal) !== undefined),
      ...(page.cursor !== undefined && { cursor: page.cursor }),
    };
  };

/** What a person decided, and why. */
export interface Verdict {
  readonly exit: ExitKind;
  readonly note: string;
  /** The carrier's own proof; needed to mark a renewal active. */
  readonly carrierReference?: string;
}

interface Deps {
  readonly store: Pick<Store, 'activationContext' | 'plan' | 'saveRenewal' | 'saveWithFence' | 'settleLine'>;
  readonly clock: Clock;
}

type Context = NonNullable<Awaited<ReturnType<Store['activationContext']>>>;

/** Two people and a late webhook may meet at one renewal. */
const MAX_ATTEMPTS = 5;

/**
 * Ends a review in the way a person chose. While the outcome of an activation was open the line was held for it: it is
 * let go in the same write, so that the next renewal of the line finds it free, where the money goes back or the renewal
 * is closed. Before the carrier is asked again, the worker looks for the attempt once more.
 *
 * @throws Refusal `renewal_not_found`, `exit_not_open`, `busy`
 */
export const resolveReview =
  ({ store, clock }: Deps) =>
  async (by: PersonId, id: RenewalId, verdict: Verdict): Promise<Renewal> => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const context = await store.activationContext(id);
      if (!context) throw new Refusal('renewal_not_found');
      const { line, stored } = context;
      if (isLatest(stored.renewal, by, verdict) && !exitsOf(stored.renewal).includes(verdict.exit))
        return stored.renewal;
      const plan = await store.plan(stored.renewal.plan);
      if (!plan) throw new Error('a renewal whose plan version is not stored');
      const at = clock();
      const grant = attempted(context, plan);
      const exit = exitOf(verdict, context, grant, { at, deadline: plusMs(at, plan.activationDeadlineMs) });
      const decision = decide(stored.renewal, { type: 'review_resolved', exit, by, note: verdict.note, at });
      if (!decision.ok) throw new Refusal('exit_not_open');
      const { next } = decision;
      const due = dueOf(next, at, stored.due);
      // Otherwise the fence belongs to an attempt, an undoing, or an end that the line has yet to learn: it stays.
      const holdsLine = isOutcomeOpen(stored.renewal) && line.fence?.renewalId === id;
      if (exit.kind === 'mark_active') {
        if (!(await store.saveRenewal(stored, next, due))) continue;
        // Were this write lost, the worker that the change of the renewal wakes would make up for it.
        if (grant) await store.settleLine(line, settleLine(line, grant, plan, at));
        return next;
      }
      const saved = holdsLine
        ? await store.saveWithFence(context, next, due, exit.kind === 'activate_again' ? unlooked(line) : undefined)
        : await store.saveRenewal(stored, next, due);
      if (saved) return next;
    }
    throw new Refusal('busy');
  };

/** The attempt, to be looked for from the start: a person may not have seen what has come since. */
const unlooked = ({ fence }: Line): Fence | undefined => fence && { ...fence, emptyLookUps: 0 };

/** The same decision once more: its answer was lost. */
const isLatest = ({ resolutions = [] }: Renewal, by: PersonId, { exit, note }: Verdict): boolean => {
  const latest = resolutions.at(-1);
  return latest?.by === by && latest.exit === exit && latest.note === note;
};

/**
 * Puts the money of an active renewal up for a decision, where its plan allows for a change of mind.
 *
 * @throws Refusal `renewal_not_found`, `not_refundable`, `exit_not_open`, `busy`
 */
export const openReview =
  ({ store, clock }: { readonly store: Pick<Store, 'renewal' | 'saveRenewal' | 'plan'>; readonly clock: Clock }) =>
  async (by: PersonId, id: RenewalId, note: string): Promise<Renewal> => {
    const stored = await store.renewal(id);
    if (!stored) throw new Refusal('renewal_not_found');
    const plan = await store.plan(stored.renewal.plan);
    if (plan?.refunds !== 'on_request') throw new Refusal('not_refundable');
    const decision = await applyEvent(store, id, { type: 'review_opened', by, note, at: clock() });
    if (!decision.ok) throw new Refusal('exit_not_open');
    return decision.next;
  };

/** What the renewal's own attempt was to give the line. */
const attempted = ({ line, stored: { renewal } }: Context, plan: Plan): Grant | undefined =>
  line.fence?.renewalId === renewal.renewalId ? grantOf(renewal, line, plan, line.fence.grantedAt) : undefined;

/** @throws Refusal `exit_not_open` when nothing was submitted that could be active */
const exitOf = (
  { exit, carrierReference }: Verdict,
  { line, stored }: Context,
  grant: Grant | undefined,
  { at, deadline }: { readonly at: Instant; readonly deadline: Instant },
): Exit => {
  switch (exit) {
    case 'activate_again':
      return { kind: exit, deadline };
    case 'send_back':
      return grant && line.fence && isOutcomeOpen(stored.renewal)
        ? { kind: exit, abandoned: abandonedBy(line.fence, line, at) }
        : { kind: exit };
    case 'close':
      return { kind: exit };
    case 'mark_active':
      if (!grant || carrierReference === undefined) throw new Refusal('exit_not_open');
      return { kind: exit, period: periodOf(line, grant), endBefore: line.endsAt, carrierReference };
  }
};
