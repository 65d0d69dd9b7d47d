import type { Plan } from '../plan/plan.ts';
import { nextReminder } from '../reminder/threshold.ts';
import { type Instant, latest } from '../values/instant.ts';
import type { Line } from './line.ts';

/** The line after the attempt behind its fence was confirmed: new end, new reminders, fence released. */
export const settleLine = (line: Line, endsAt: Instant, plan: Plan, now: Instant): Line => {
  const { fence: _released, nextReminder: _void, ...rest } = line;
  const end = latest(line.endsAt, endsAt);
  const reminder = nextReminder(end, plan.reminders, now);
  return {
    ...rest,
    endsAt: end,
    expiryVersion: line.expiryVersion + 1,
    plan: { planId: plan.planId, version: plan.version },
    graceMs: plan.graceMs,
    reminders: plan.reminders,
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
