import type { Fence } from '../../domain/line/line.ts';
import { abandonedBy } from '../../domain/renewal/abandon.ts';
import type { RenewalIn } from '../../domain/renewal/renewal.ts';
import { type ActivationDeps, type AttemptContext, saveWithFence } from './attempt-context.ts';

type Deps = Pick<ActivationDeps, 'store' | 'clock'>;

interface Why {
  readonly reason: RenewalIn<'refunding'>['reason'];
  readonly code: string;
  /** Whether the carrier has told that nothing was done; where it has not, a late success is watched for. */
  readonly certain: boolean;
}

/** The money goes back. Leaves the fence alone when another renewal holds it: this one has only waited. */
export const giveBack = ({ store, clock }: Deps, context: AttemptContext, { reason, code, certain }: Why) => {
  const { line, stored } = context;
  const { fence } = line;
  const mine = fence?.renewalId === stored.renewal.renewalId ? fence : undefined;
  const at = clock();
  const abandoned = mine && !certain ? { abandoned: abandonedBy(mine, line, at) } : {};
  return saveWithFence(
    { store },
    context,
    { type: 'activation_failed', reason, code, ...abandoned, at },
    mine ? undefined : fence,
  );
};

/** The fence stays: what the next renewal of this line may ask for depends on what the person finds. */
export const askPerson = ({ store, clock }: Deps, context: AttemptContext, fence: Fence): Promise<boolean> =>
  saveWithFence(
    { store },
    context,
    { type: 'review_needed', reason: 'activation_outcome_unknown', at: clock() },
    fence,
  );
