import type { Plan } from '../plan/plan.ts';
import { nextReminder } from '../reminder/next-reminder.ts';
import { type Instant, latest } from '../values/instant.ts';
import type { Line } from './line.ts';

/** The line after the attempt behind its fence was confirmed: new end, new reminders, fence released. */
export const settleLine = (line: Line, endsAt: Instant, plan: Plan, now: Instant): Line => {
  const { fence: _released, nextReminder: _void, dataReminder: _armed, quietHours: _replaced, ...rest } = line;
  const end = latest(line.endsAt, endsAt);
  const { graceMs, reminders, quietHours } = plan;
  const hours = quietHours ? { quietHours } : {};
  const reminder = nextReminder({ endsAt: end, graceMs, reminders, zone: line.zone, ...hours }, now);
  return {
    ...rest,
    ...hours,
    endsAt: end,
    expiryVersion: line.expiryVersion + 1,
    plan: { planId: plan.planId, version: plan.version },
    graceMs,
    reminders,
    ...(reminder && { nextReminder: reminder }),
    usage: {
      ...line.usage,
      remainingBytes: line.usage.remainingBytes + plan.allowanceBytes,
      totalBytes: line.usage.totalBytes + plan.allowanceBytes,
    },
    claims: {},
    fenceRev: line.fenceRev + 1,
  };
};
