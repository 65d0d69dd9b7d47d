import * as z from 'zod/mini';
import type { Fence, Line, Usage } from '../domain/line/line.ts';
import { FORMS } from '../domain/plan/plan.ts';
import type { DataReminder } from '../domain/reminder/data-reminder.ts';
import type { PlannedReminder } from '../domain/reminder/threshold.ts';
import { iccid } from '../domain/values/iccid.ts';
import { lineId, personId, renewalId } from '../domain/values/ids.ts';
import { earliest, type Instant } from '../domain/values/instant.ts';
import { contactAttributes, contactsFrom, contactsRow } from './contact-fields.ts';
import {
  claimRow,
  claimsField,
  instantField,
  planKeyField,
  quietHoursField,
  quietHoursRow,
  thresholdField,
  thresholdRow,
} from './fields.ts';
import { grantField, grantRow } from './grant-row.ts';
import { dueKey, type Key, lineIdOfKey, lineKey } from './keys.ts';

/** Keeps the place of a baseline where none was read. */
const NO_BASELINE = '';

const fenceField = z.pipe(
  z.tuple([
    z.string(),
    z.number(),
    instantField,
    instantField,
    instantField,
    z.number(),
    z.optional(z.string()),
    z.optional(z.number()),
  ]),
  z.transform(
    ([renewal, attempt, grantedAt, targetEnd, submittedAt, emptyLookUps, baseline, unseen]): Fence => ({
      renewalId: renewalId(renewal),
      attempt,
      grantedAt,
      targetEnd,
      submittedAt,
      emptyLookUps,
      ...(baseline !== undefined && baseline !== NO_BASELINE && { baseline }),
      ...(unseen !== undefined && { unseen }),
    }),
  ),
);

export const fenceRow = (fence: Fence): (string | number)[] => [
  fence.renewalId,
  fence.attempt,
  fence.grantedAt,
  fence.targetEnd,
  fence.submittedAt,
  fence.emptyLookUps,
  ...(fence.baseline === undefined && fence.unseen === undefined ? [] : [fence.baseline ?? NO_BASELINE]),
  ...(fence.unseen === undefined ? [] : [fence.unseen]),
];

/** `[threshold, per cent, allowance, due]`; without the last one it was handed on. */
const dataReminderField = z.pipe(
  z.tuple([z.string(), z.number(), z.number(), z.optional(instantField)]),
  z.transform(
    ([threshold, usedPercent, totalBytes, at]): DataReminder => ({
      threshold,
      usedPercent,
      totalBytes,
      ...(at !== undefined && { at }),
    }),
  ),
);
export const dataReminderRow = ({ threshold, usedPercent, totalBytes, at }: DataReminder): (string | number)[] => [
  threshold,
  usedPercent,
  totalBytes,
  ...(at === undefined ? [] : [at]),
];

const row = z.object({
  owner: z.optional(z.string()),
  name: z.exactOptional(z.string()),
  possession: z.exactOptional(z.string()),
  iccid: z.string(),
  carrier: z.string(),
  carrierRef: z.string(),
  form: z.enum(FORMS),
  family: z.string(),
  zone: z.string(),
  ...contactsRow,
  usage: z.tuple([z.number(), z.number(), instantField]),
  initial: z.tuple([instantField, instantField]),
  /** Lines from before there were several rules know their end, and not what led to it. */
  grants: z.optional(z.array(grantField)),
  endsAt: instantField,
  version: z.number(),
  plan: planKeyField,
  graceMs: z.number(),
  final: z.exactOptional(z.literal(true)),
  reminders: z.array(thresholdField),
  quiet: z.optional(quietHoursField),
  next: z.optional(z.tuple([z.string(), instantField])),
  low: z.optional(dataReminderField),
  links: z.optional(z.number()),
  claims: claimsField,
  fence: z.optional(fenceField),
  fenceRev: z.number(),
  recycledAt: z.optional(instantField),
});

export const lineFromItem = (item: Record<string, unknown> & Key): Line => {
  const {
    owner,
    usage,
    initial,
    version,
    next,
    quiet,
    low,
    links,
    lang,
    toEmail,
    toSms,
    contactRev,
    fence,
    recycledAt,
    grants,
    iccid: card,
    ...rest
  } = row.parse(item);
  return {
    ...rest,
    lineId: lineId(lineIdOfKey(item)),
    ...(owner !== undefined && { ownerId: personId(owner) }),
    iccid: iccid(card),
    contacts: contactsFrom({ lang, toEmail, toSms, contactRev }),
    usage: { remainingBytes: usage[0], totalBytes: usage[1], asOf: usage[2] },
    initial: { startsAt: initial[0], endsAt: grants ? initial[1] : rest.endsAt },
    grants: grants ?? [],
    expiryVersion: version,
    ...(quiet && { quietHours: quiet }),
    ...(next && { nextReminder: { threshold: next[0], at: next[1] } }),
    ...(low && { dataReminder: low }),
    ...(links !== undefined && { linkVersion: links }),
    ...(fence && { fence }),
    ...(recycledAt !== undefined && { recycledAt }),
  };
};

/** The attributes that follow from the line's periods alone; a settled line writes all of them at once. */
export const endAttributes = (line: Line) => ({
  endsAt: line.endsAt,
  initial: [line.initial.startsAt, line.initial.endsAt],
  grants: line.grants.map(grantRow),
  version: line.expiryVersion,
  plan: [line.plan.planId, line.plan.version],
  graceMs: line.graceMs,
  ...(line.final && { final: line.final }),
  reminders: line.reminders.map(thresholdRow),
  ...(line.quietHours && { quiet: quietHoursRow(line.quietHours) }),
  claims: Object.fromEntries(Object.entries(line.claims).map(([id, claim]) => [id, claimRow(claim)])),
  fenceRev: line.fenceRev,
  ...reminderAttributes(line),
});

export const usageRow = ({ remainingBytes, totalBytes, asOf }: Usage): number[] => [remainingBytes, totalBytes, asOf];

type Planned = Pick<Line, 'lineId' | 'nextReminder' | 'dataReminder'>;

/** What is planned by time and by data, and the due key of whichever comes first. */
export const reminderAttributes = ({ lineId: id, nextReminder, dataReminder }: Planned) => {
  const due = soonest(nextReminder, dataReminder);
  return {
    ...(nextReminder && { next: nextRow(nextReminder) }),
    ...(dataReminder && { low: dataReminderRow(dataReminder) }),
    ...(due !== undefined && dueKey('line', id, due)),
  };
};

export const nextRow = ({ threshold, at }: PlannedReminder): (string | number)[] => [threshold, at];

const soonest = (next: PlannedReminder | undefined, data: DataReminder | undefined): Instant | undefined => {
  if (next === undefined || data?.at === undefined) return next?.at ?? data?.at;
  return earliest(next.at, data.at);
};

/** The names of what {@link reminderAttributes} may hold: those that it does not hold are removed. */
export const REMINDER_ATTRIBUTES: readonly string[] = ['next', 'low', 'duePk', 'dueSk'];

export const unplanned = (line: Planned): readonly string[] => {
  const attributes = reminderAttributes(line);
  return REMINDER_ATTRIBUTES.filter((name) => !Object.hasOwn(attributes, name));
};

export const lineToItem = (line: Line) => ({
  ...lineKey(line.lineId),
  owner: line.ownerId,
  name: line.name,
  possession: line.possession,
  iccid: line.iccid,
  carrier: line.carrier,
  carrierRef: line.carrierRef,
  form: line.form,
  family: line.family,
  zone: line.zone,
  ...contactAttributes(line.contacts),
  usage: usageRow(line.usage),
  ...endAttributes(line),
  ...(line.fence && { fence: fenceRow(line.fence) }),
  recycledAt: line.recycledAt,
  links: line.linkVersion,
});
