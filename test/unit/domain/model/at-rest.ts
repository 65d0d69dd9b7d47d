import { owes } from '../../../../shared/domain/renewal/effects.ts';
import type { Renewal } from '../../../../shared/domain/renewal/renewal.ts';
import type { RenewalId } from '../../../../shared/domain/values/ids.ts';
import { whereMoneyIs } from '../given.ts';
import type { Outside } from './outside.ts';
import type { World } from './world.ts';

/** What must hold when nothing is under way any more. */
export const checkAtRest = ({ world, facts, must }: World, { carrier, carrierEnd }: Outside): void => {
  const renewals = [...world.renewals.values()].map(({ renewal }) => renewal);
  for (const renewal of renewals) checkRenewal(renewal, carrier === 'down' || world.line.fence !== undefined, must);
  const active = renewals.filter((renewal) => renewal.status === 'active');
  must(
    world.settled.length === active.length && new Set(world.settled).size === active.length,
    'an active renewal was not settled exactly once',
  );
  must(world.line.endsAt === facts.end(), 'the line is not what its grants make of it');
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
  // Nothing comes so late here: whatever was there was somebody else's, and rightly so.
  must(!renewal.trail.some(({ what }) => what === 'late.stays'), 'service was taken for what had been given up');
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
