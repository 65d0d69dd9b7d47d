import { isCaptured } from '../payment/payment.ts';
import { type Instant, MINUTE_MS } from '../values/instant.ts';
import type { Decision, RenewalEvent } from './event.ts';
import type { Checked, Renewal, RenewalIn } from './renewal.ts';
import { replacePayment } from './replace-payment.ts';
import { withTrail } from './trail.ts';
import { withHold } from './verdict.ts';

/** Carriers keep seconds or minutes where we keep milliseconds. */
const END_TOLERANCE_MS = MINUTE_MS;

type EventOf<T extends RenewalEvent['type']> = Extract<RenewalEvent, { type: T }>;

const isAsPromised = ({ period }: RenewalIn<'active'>, { endsAt }: Checked): boolean =>
  endsAt === undefined || Math.abs(endsAt - period.endsAt) < END_TOLERANCE_MS;

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

const withRecord = (renewal: RenewalIn<'active'>, checked: Checked): RenewalIn<'active'> => {
  const { baseline: _done, ...rest } = renewal;
  return { ...rest, checked };
};

const heldFor = (renewal: RenewalIn<'active'>, at: Instant): RenewalIn<'active'> => {
  const paid = renewal.payments.filter(isCaptured).find(({ number }) => number === renewal.paidBy);
  return paid?.verdict === 'keep' ? replacePayment(renewal, withHold(paid, 'carrier_record_differs', at)) : renewal;
};
