import type { Contacts } from '../../shared/domain/contact/contact.ts';
import type { Line, Period } from '../../shared/domain/line/line.ts';
import type { Plan } from '../../shared/domain/plan/plan.ts';
import { nextReminder } from '../../shared/domain/reminder/threshold.ts';
import type { Iccid } from '../../shared/domain/values/iccid.ts';
import type { LineId, PersonId } from '../../shared/domain/values/ids.ts';
import type { Instant } from '../../shared/domain/values/instant.ts';
import { JAPAN } from './catalogue.ts';

export interface NewLine {
  readonly lineId: LineId;
  readonly ownerId: PersonId;
  readonly iccid: Iccid;
  readonly contacts: Contacts;
  /** The plan that its first period was sold under. */
  readonly plan: Plan;
  readonly initial: Period;
  /** Of the data of its first period. */
  readonly remainingBytes: number;
}

/** A line as a brand's shop hands it over: in its first period, never renewed. */
export const newLine = ({ plan, initial, remainingBytes, ...given }: NewLine, now: Instant): Line => {
  const reminder = nextReminder(initial.endsAt, plan.reminders, now);
  return {
    ...given,
    carrier: plan.carrier,
    carrierRef: carrierRefOf(plan.carrier, given.iccid),
    form: 'esim',
    family: plan.family,
    zone: JAPAN,
    usage: { remainingBytes, totalBytes: plan.allowanceBytes, asOf: now },
    initial,
    endsAt: initial.endsAt,
    expiryVersion: 1,
    plan: { planId: plan.planId, version: plan.version },
    graceMs: plan.graceMs,
    reminders: plan.reminders,
    ...(reminder && { nextReminder: reminder }),
    claims: {},
    fenceRev: 0,
  };
};

/**
 * What the carrier calls the SIM. Soracom takes the ICCID of its primary subscription, Airalo and eSIM Go know no other
 * name; eSIM Access numbers what it sells, with fourteen digits.
 */
const carrierRefOf = (carrier: string, iccid: Iccid): string => (carrier === 'esimaccess' ? iccid.slice(4, 18) : iccid);
