import { isSameEnd } from '../carrier/record.ts';
import { isCaptured } from '../payment/payment.ts';
import type { Instant } from '../values/instant.ts';
import type { Decision, RenewalEvent } from './event.ts';
import type { Checked, RecordDifference, Renewal, RenewalIn } from './renewal.ts';
import { replacePayment } from './replace-payment.ts';
import { withTrail } from './trail.ts';
import { withHold } from './verdict.ts';

type EventOf<T extends RenewalEvent['type']> = Extract<RenewalEvent, { type: T }>;

const isAsPromised = ({ period }: RenewalIn<'active'>, { endsAt }: Checked): boolean =>
  endsAt === undefined || isSameEnd(endsAt, period.endsAt);

/** What the carrier's record shows is compared with what was promised; a difference is for a person. */
export const checkActivation = (
  renewal: RenewalIn<'active'>,
  { at, checked }: EventOf<'activation_checked'>,
): Decision<Renewal> => {
  if (renewal.checked) return { ok: false, refusal: 'nothing_new' };
  const isFine = isAsPromised(renewal, checked);
  const noted = withTrail(renewal, at, isFine ? 'checked' : 'check.differs');
  return { ok: true, next: isFine ? withRecord(noted, checked) : heldFor(withRecord(noted, checked), at) };
};

/** The same, of a renewal whose record was read before anything was written. */
export const activeWith = (renewal: RenewalIn<'active'>, checked: Checked, at: Instant): RenewalIn<'active'> =>
  isAsPromised(renewal, checked)
    ? withTrail(withRecord(renewal, checked), at, 'active')
    : heldFor(withTrail(withRecord(renewal, checked), at, 'active.differs'), at);

/** It was confirmed, and the record does not show it: nobody is told "all is well" on the strength of a reply alone. */
export const missActivation = (
  renewal: RenewalIn<'active'>,
  { at, code }: EventOf<'activation_not_found'>,
): Decision<Renewal> => {
  if (renewal.checked) return { ok: false, refusal: 'nothing_new' };
  return { ok: true, next: heldFor(withRecord(withTrail(renewal, at, `check.${code}`), { at }), at) };
};

/** How the daily comparison, or a check before it, told the same. */
const TOLD_AS: Readonly<Record<RecordDifference, readonly string[]>> = {
  end: ['record.end', 'check.differs', 'active.differs'],
  missing: ['record.missing', 'check.absent'],
  twice: ['record.twice'],
  recycled: ['record.recycled'],
  sim_absent: ['record.sim_absent'],
};

/** Days later the record does not show what it should. A person is asked once: what they have settled stays settled. */
export const differFromRecord = (
  renewal: RenewalIn<'active'>,
  { at, code, checked }: EventOf<'record_differs'>,
): Decision<Renewal> => {
  const paid = renewal.payments.filter(isCaptured).find(({ number }) => number === renewal.paidBy);
  const wasTold = renewal.trail.some(({ what }) => TOLD_AS[code].includes(what));
  if (paid?.verdict !== 'keep' || wasTold || isProvenByPerson(renewal, code))
    return { ok: false, refusal: 'nothing_new' };
  const noted = withTrail(renewal, at, `record.${code}`);
  return { ok: true, next: heldFor(withRecord(noted, renewal.checked ?? checked), at) };
};

/** Whoever marked it active has read the record: what they bought by hand carries no reference of ours. */
const isProvenByPerson = ({ resolutions = [] }: RenewalIn<'active'>, code: RecordDifference): boolean =>
  (code === 'missing' || code === 'end') && resolutions.some(({ exit }) => exit === 'mark_active');

const withRecord = (renewal: RenewalIn<'active'>, checked: Checked): RenewalIn<'active'> => {
  const { baseline: _done, ...rest } = renewal;
  return { ...rest, checked };
};

const heldFor = (renewal: RenewalIn<'active'>, at: Instant): RenewalIn<'active'> => {
  const paid = renewal.payments.filter(isCaptured).find(({ number }) => number === renewal.paidBy);
  return paid?.verdict === 'keep' ? replacePayment(renewal, withHold(paid, 'carrier_record_differs', at)) : renewal;
};
