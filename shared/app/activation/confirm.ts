import type { Confirmed } from '../../carriers/carrier.ts';
import { grantOf, periodOf } from '../../domain/activation/grant.ts';
import type { Fence } from '../../domain/line/line.ts';
import { settleLine } from '../../domain/line/settle.ts';
import type { Checked } from '../../domain/renewal/renewal.ts';
import { type ActivationDeps, type AttemptContext, orderOf, saveEvent } from './attempt-context.ts';

type Deps = Pick<ActivationDeps, 'store' | 'guard' | 'clock'>;

export const checkedBy = ({ confirmedAt, endsAt }: Confirmed): Checked => ({
  at: confirmedAt,
  ...(endsAt !== undefined && { endsAt }),
});

/** A reply is a promise; the record is what the network goes by. Unread here, it is read a little later. */
export const readBack = async (
  { guard }: Pick<Deps, 'guard'>,
  context: AttemptContext,
  fence: Fence,
): Promise<Checked | undefined> => {
  const found = await context.carrier.lookUp(orderOf(context, fence));
  await guard.note(context.line.carrier, found);
  return found.kind === 'confirmed' ? checkedBy(found) : undefined;
};

/** Renewal first, then line: until the line is written the fence keeps every other renewal of it waiting. */
export const confirm = async (
  deps: Deps,
  { line, stored, plan }: AttemptContext,
  fence: Fence,
  { reference }: Confirmed,
  checked: Checked | undefined,
): Promise<boolean> => {
  const at = deps.clock();
  const grant = grantOf(stored.renewal, line, plan, fence.grantedAt);
  const saved = await saveEvent(deps, stored, {
    type: 'activation_confirmed',
    period: periodOf(line, grant),
    endBefore: line.endsAt,
    carrierReference: reference,
    ...(checked ? { checked } : fence.baseline !== undefined && { baseline: fence.baseline }),
    at,
  });
  return saved !== undefined && deps.store.settleLine(line, settleLine(line, grant, plan, at));
};
