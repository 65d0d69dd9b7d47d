import * as z from 'zod/mini';
import type { Fence, Line, Usage } from '../domain/line/line.ts';
import type { PlannedReminder } from '../domain/reminder/threshold.ts';
import { iccid } from '../domain/values/iccid.ts';
import { lineId, personId, renewalId } from '../domain/values/ids.ts';
import { contactAttributes, contactsFrom, contactsRow } from './contact-fields.ts';
import { claimRow, claimsField, instantField, planKeyField, thresholdField, thresholdRow } from './fields.ts';
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
    ([renewal, attempt, startsAt, targetEnd, submittedAt, emptyLookUps, baseline, unseen]): Fence => ({
      renewalId: renewalId(renewal),
      attempt,
      startsAt,
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
  fence.startsAt,
  fence.targetEnd,
  fence.submittedAt,
  fence.emptyLookUps,
  ...(fence.baseline === undefined && fence.unseen === undefined ? [] : [fence.baseline ?? NO_BASELINE]),
  ...(fence.unseen === undefined ? [] : [fence.unseen]),
];

const row = z.object({
  owner: z.string(),
  iccid: z.string(),
  carrier: z.string(),
  carrierRef: z.string(),
  form: z.enum(['physical', 'esim']),
  family: z.string(),
  zone: z.string(),
  ...contactsRow,
  usage: z.tuple([z.number(), z.number(), instantField]),
  initial: z.tuple([instantField, instantField]),
  endsAt: instantField,
  version: z.number(),
  plan: planKeyField,
  graceMs: z.number(),
  reminders: z.array(thresholdField),
  next: z.optional(z.tuple([z.string(), instantField])),
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
    lang,
    toEmail,
    toSms,
    contactRev,
    fence,
    recycledAt,
    iccid: card,
    ...rest
  } = row.parse(item);
  return {
    ...rest,
    lineId: lineId(lineIdOfKey(item)),
    ownerId: personId(owner),
    iccid: iccid(card),
    contacts: contactsFrom({ lang, toEmail, toSms, contactRev }),
    usage: { remainingBytes: usage[0], totalBytes: usage[1], asOf: usage[2] },
    initial: { startsAt: initial[0], endsAt: initial[1] },
    expiryVersion: version,
    ...(next && { nextReminder: { threshold: next[0], at: next[1] } }),
    ...(fence && { fence }),
    ...(recycledAt !== undefined && { recycledAt }),
  };
};

/** The attributes that follow from the line's end alone; a settled line writes all of them at once. */
export const endAttributes = (line: Line) => ({
  endsAt: line.endsAt,
  version: line.expiryVersion,
  plan: [line.plan.planId, line.plan.version],
  graceMs: line.graceMs,
  reminders: line.reminders.map(thresholdRow),
  claims: Object.fromEntries(Object.entries(line.claims).map(([id, claim]) => [id, claimRow(claim)])),
  fenceRev: line.fenceRev,
  ...reminderAttributes(line, line.nextReminder),
});

export const usageRow = ({ remainingBytes, totalBytes, asOf }: Usage): number[] => [remainingBytes, totalBytes, asOf];

export const reminderAttributes = (line: Line, next: PlannedReminder | undefined) =>
  next && { next: [next.threshold, next.at], ...dueKey('line', line.lineId, next.at) };

/** The names of what {@link reminderAttributes} holds: removed where nothing is planned. */
export const REMINDER_ATTRIBUTES: readonly string[] = ['next', 'duePk', 'dueSk'];

export const lineToItem = (line: Line) => ({
  ...lineKey(line.lineId),
  owner: line.ownerId,
  iccid: line.iccid,
  carrier: line.carrier,
  carrierRef: line.carrierRef,
  form: line.form,
  family: line.family,
  zone: line.zone,
  ...contactAttributes(line.contacts),
  usage: usageRow(line.usage),
  initial: [line.initial.startsAt, line.initial.endsAt],
  ...endAttributes(line),
  ...(line.fence && { fence: fenceRow(line.fence) }),
  recycledAt: line.recycledAt,
});
