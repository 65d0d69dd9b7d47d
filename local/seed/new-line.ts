import { possessionHash } from '../../shared/app/own-lines.ts';
import type { Contacts } from '../../shared/domain/contact/contact.ts';
import type { Line } from '../../shared/domain/line/line.ts';
import type { Period } from '../../shared/domain/line/timeline.ts';
import type { Plan } from '../../shared/domain/plan/plan.ts';
import { nextReminder } from '../../shared/domain/reminder/next-reminder.ts';
import type { Iccid } from '../../shared/domain/values/iccid.ts';
import type { LineId, PersonId } from '../../shared/domain/values/ids.ts';
import type { Instant } from '../../shared/domain/values/instant.ts';
import { JAPAN } from './catalogue.ts';

export interface NewLine {
  readonly lineId: LineId;
  /** Absent for one that is still to be bound. */
  readonly ownerId?: PersonId;
  /** What whoever holds the SIM can read on its card. */
  readonly code?: string;
  readonly iccid: Iccid;
  readonly contacts: Contacts;
  /** The plan that its first period was sold under. */
  readonly plan: Plan;
  readonly initial: Period;
  /** Of the data of its first period. */
  readonly remainingBytes: number;
}

/** A line as a brand's shop hands it over: in its first period, never renewed. */
export const newLine = ({ plan, initial, remainingBytes, code, ...given }: NewLine, now: Instant): Line => {
  const { graceMs, reminders, quietHours } = plan;
  const hours = quietHours ? { quietHours } : {};
  const reminder = nextReminder({ endsAt: initial.endsAt, graceMs, reminders, zone: JAPAN, ...hours }, now);
  return {
    ...given,
    ...(code !== undefined && { possession: possessionHash({ iccid: given.iccid, code }) }),
    carrier: plan.carrier,
    carrierRef: carrierRefOf(plan.carrier, given.iccid),
    form: 'esim',
    family: plan.family,
    zone: JAPAN,
    usage: { remainingBytes, totalBytes: plan.allowanceBytes, asOf: now },
    initial,
    grants: [],
    endsAt: initial.endsAt,
    expiryVersion: 1,
    plan: { planId: plan.planId, version: plan.version },
    graceMs,
    reminders,
    ...hours,
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
