import type { Fence, Line } from '../../../../shared/domain/line/line.ts';
import type { Plan } from '../../../../shared/domain/plan/plan.ts';
import { effectsOf, owes } from '../../../../shared/domain/renewal/effects.ts';
import { isTerminal, MAX_TRAIL_ENTRIES, type Renewal } from '../../../../shared/domain/renewal/renewal.ts';
import type { RenewalId } from '../../../../shared/domain/values/ids.ts';
import { type Instant, latest } from '../../../../shared/domain/values/instant.ts';
import type { Store, StoredRenewal } from '../../../../shared/table/store.ts';
import { createFacts } from './facts.ts';
import type { Turn } from './turns.ts';

type WorkerStore = Pick<
  Store,
  | 'renewal'
  | 'saveRenewal'
  | 'saveWithFence'
  | 'activationContext'
  | 'plan'
  | 'holdFence'
  | 'releaseFence'
  | 'settleLine'
  | 'markRecycled'
>;

/** An attempt that was begun, and what its renewal may not forget before its next one. */
interface OpenAttempt {
  readonly submittedAt: Instant;
  emptyLookUps: number;
}

/** What is stored, and what the test knows besides. Every write checks what must hold after any step. */
export const createWorld = (first: Line, plans: readonly Plan[], renewals: readonly Renewal[]) => {
  const world = {
    now: renewals.reduce((now, { createdAt }) => latest(now, createdAt), first.initial.startsAt),
    line: first,
    renewals: new Map<RenewalId, StoredRenewal>(renewals.map((renewal) => [renewal.renewalId, { renewal, rev: 1 }])),
    /** In the order in which the line took them in. */
    settled: [] as RenewalId[],
    commands: [] as { readonly kind: 'activate' | 'refund'; readonly renewalId: RenewalId }[],
    violations: [] as string[],
    /** A period that had waited for the data before it has begun. */
    began: (_end: Instant): void => {},
  };
  const attempts = new Map<RenewalId, OpenAttempt>();

  const must = (holds: boolean, rule: string): void => {
    if (!holds) world.violations.push(rule);
  };

  const facts = createFacts(first, plans, must);

  const put = (seen: StoredRenewal, next: Renewal): void => {
    const before = world.renewals.get(next.renewalId)?.renewal;
    if (!before) throw new Error('no such renewal');
    if (isTerminal(before.status)) must(next.status === before.status, 'a terminal status was left');
    const added = next.trail.length - before.trail.length;
    must(added === 1 || next.trail.length === MAX_TRAIL_ENTRIES, 'a change has not exactly one trail entry');
    const emitted = effectsOf(before, next);
    for (const work of owes(next)) {
      const known = owes(before).some(({ kind, notBefore }) => kind === work.kind && notBefore === work.notBefore);
      must(known || emitted.some(({ kind }) => kind === work.kind), 'owed work was not set in motion');
    }
    for (const effect of emitted)
      if (effect.kind === 'activate' || effect.kind === 'refund')
        world.commands.push({ kind: effect.kind, renewalId: effect.renewalId });
    world.renewals.set(next.renewalId, { renewal: next, rev: seen.rev + 1 });
  };

  const isFresh = (seen: StoredRenewal): boolean => world.renewals.get(seen.renewal.renewalId)?.rev === seen.rev;

  const changeFence = (fence: Fence | undefined): void => {
    const { fence: former, ...rest } = world.line;
    if (former && former.renewalId !== fence?.renewalId) attempts.delete(former.renewalId);
    world.line = { ...rest, ...(fence && { fence }), fenceRev: rest.fenceRev + 1 };
  };

  const storeFor = (turn: Turn): WorkerStore => {
    const atomic = async <T>(write: () => T): Promise<T> => {
      await turn();
      const answer = write();
      await turn();
      return answer;
    };
    const ifUnchanged = (seen: Line, write: () => void): Promise<boolean> =>
      atomic(() => {
        if (world.line.fenceRev !== seen.fenceRev) return false;
        write();
        return true;
      });
    return {
      renewal: (id) => atomic(() => world.renewals.get(id)),
      plan: async ({ planId }) => plans.find((plan) => plan.planId === planId),
      activationContext: (id) =>
        atomic(() => {
          const stored = world.renewals.get(id);
          return stored && { line: world.line, stored };
        }),
      saveRenewal: (seen, next) =>
        atomic(() => {
          if (!isFresh(seen)) return false;
          put(seen, next);
          return true;
        }),
      saveWithFence: ({ line, stored }, next, _due, fence) =>
        atomic(() => {
          if (!isFresh(stored) || world.line.fenceRev !== line.fenceRev) return false;
          put(stored, next);
          changeFence(fence);
          return true;
        }),
      holdFence: (seen, fence) => ifUnchanged(seen, () => changeFence(fence)),
      releaseFence: (seen) => ifUnchanged(seen, () => changeFence(undefined)),
      markRecycled: async () => true,
      settleLine: (seen, next) =>
        ifUnchanged(seen, () => {
          const { fence } = world.line;
          if (fence) {
            world.settled.push(fence.renewalId);
            facts.take(world.line, next, fence, world.renewals.get(fence.renewalId)?.renewal);
          } else {
            facts.begin(world.line, next);
            world.began(next.endsAt);
          }
          changeFence(undefined);
          world.line = { ...next, fenceRev: world.line.fenceRev };
        }),
    };
  };

  return { world, facts, must, attempts, storeFor };
};

export type World = ReturnType<typeof createWorld>;
