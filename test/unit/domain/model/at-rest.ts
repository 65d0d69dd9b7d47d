import { grantOf, periodOf } from '../../../../shared/domain/activation/grant.ts';
import type { Grant } from '../../../../shared/domain/line/grant.ts';
import type { Line } from '../../../../shared/domain/line/line.ts';
import { endOf, timeline } from '../../../../shared/domain/line/timeline.ts';
import type { Plan } from '../../../../shared/domain/plan/plan.ts';
import { owes } from '../../../../shared/domain/renewal/effects.ts';
import type { Renewal, RenewalIn } from '../../../../shared/domain/renewal/renewal.ts';
import type { RenewalId } from '../../../../shared/domain/values/ids.ts';
import { whereMoneyIs } from '../given.ts';
import type { Outside } from './outside.ts';
import type { World } from './world.ts';

/** What must hold when nothing is under way any more. */
export const checkAtRest = (
  { world, must }: World,
  { carrier, carrierEnd }: Outside,
  initial: Line,
  plans: readonly Plan[],
): void => {
  const renewals = [...world.renewals.values()].map(({ renewal }) => renewal);
  for (const renewal of renewals) checkRenewal(renewal, carrier === 'down' || world.line.fence !== undefined, must);
  const active = renewals.filter((renewal) => renewal.status === 'active');
  must(
    world.settled.length === active.length && new Set(world.settled).size === active.length,
    'an active renewal was not settled exactly once',
  );
  const inOrder = world.settled.flatMap((id) => active.filter(({ renewalId }) => renewalId === id));
  checkLine(world.line, initial, grantsOf(world, initial, inOrder, plans, must), must);
  const held = world.line.fence && isHeld(world, world.line.fence.renewalId);
  must(held ?? true, 'a fence is held for nothing');
  must(held === true || !renewals.some(isUnknown), 'a fence was let go while an outcome is unknown');
  must(
    carrierEnd === world.line.endsAt || (held === true && carrierEnd === world.line.fence?.targetEnd),
    'the carrier has another end',
  );
};

type Must = World['must'];

/** `isUnreadable`: the carrier stays down, or its record of the line waits for a person with another renewal. */
const checkRenewal = (renewal: Renewal, isUnreadable: boolean, must: Must): void => {
  const isLook = renewal.abandoned !== undefined || renewal.status === 'active';
  const owed = owes(renewal).filter(({ kind }) => !(isUnreadable && isLook && kind === 'activate'));
  must(owed.length === 0, `still owes: ${renewal.status}`);
  must(renewal.status !== 'awaiting_payment', 'still waits for money');
  const kept = renewal.payments.filter((payment) => payment.status === 'captured' && payment.verdict === 'keep');
  const isKept = renewal.status === 'active' && !renewal.trail.some(({ what }) => what === 'check.unreadable');
  must(kept.length === (isKept ? 1 : 0), `kept payments of one that is ${renewal.status}`);
  for (const place of Object.values(whereMoneyIs(renewal))) {
    const { captured = 0, refunded = 0, keep = 0, send_back = 0, review = 0 } = place;
    must(captured === refunded + keep + send_back + review, 'captured money is neither kept, refunded, owed nor held');
    must(send_back === 0, 'money is still owed');
    must(Math.min(refunded, keep, review) >= 0, 'more money was refunded than captured');
  }
};

const isUnknown = (renewal: Renewal): boolean =>
  renewal.status === 'needs_review' && renewal.reason === 'activation_outcome_unknown';

const isHeld = (world: World['world'], id: RenewalId): boolean => {
  const holder = world.renewals.get(id)?.renewal;
  return holder !== undefined && isUnknown(holder);
};

/** What each active renewal gave, in the order in which the line took them in. */
const grantsOf = (
  world: World['world'],
  initial: Line,
  active: readonly RenewalIn<'active'>[],
  plans: readonly Plan[],
  must: Must,
): readonly Grant[] => {
  const line = { initial: initial.initial, grants: [] as readonly Grant[] };
  for (const renewal of active) {
    const plan = plans.find(({ planId }) => planId === renewal.plan.planId);
    const endBefore = endOf(timeline(line.initial, line.grants));
    const grant = [renewal.createdAt, ...(world.tries.get(renewal.renewalId) ?? [])]
      .flatMap((at) => (plan ? [grantOf(renewal, line, plan, at)] : []))
      .find((each) => JSON.stringify(periodOf(line, each)) === JSON.stringify(renewal.period));
    must(grant !== undefined, 'a period is not what its plan grants after the end before it');
    must(renewal.endBefore === endBefore, 'the end before is not the end before');
    must(renewal.period.endsAt >= renewal.quote.endAfter, 'less was granted than previewed');
    if (grant) line.grants = [...line.grants, grant];
  }
  return line.grants;
};

const checkLine = (line: Line, initial: Line, grants: readonly Grant[], must: Must): void => {
  must(line.endsAt === endOf(timeline(initial.initial, grants)), 'the line is not what its grants make of it');
  must(line.expiryVersion === initial.expiryVersion + grants.length, 'not one version a grant');
  const bytes = grants.reduce((sum, { allowanceBytes }) => sum + allowanceBytes, initial.usage.totalBytes);
  must(line.usage.totalBytes === bytes, 'data granted is not data paid for');
};
