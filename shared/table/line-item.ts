import * as z from 'zod/mini';
import type { Fence, Line, Usage } from '../domain/line/line.ts';
import { FORMS } from '../domain/plan/plan.ts';
import type { PlannedReminder } from '../domain/reminder/threshold.ts';
import { iccid } from '../domain/values/iccid.ts';
import { lineId, personId, renewalId } from '../domain/values/ids.ts';
import { claimRow, claimsField, instantField, languageField, planKeyField, thresholdField } from './fields.ts';
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
  lang: languageField,
  phone: z.optional(z.string()),
  email: z.optional(z.string()),
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
    phone,
    email,
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
    contacts: { language: lang, ...(phone !== undefined && { phone }), ...(email !== undefined && { email }) },
    usage: { remainingBytes: usage[0], totalBytes: usage[1], asOf: usage[2] },
    initial: { startsAt: initial[0], endsAt: grants ? initial[1] : rest.endsAt },
    grants: grants ?? [],
    expiryVersion: version,
    ...(next && { nextReminder: { threshold: next[0], at: next[1] } }),
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
  reminders: line.reminders.map(({ id, beforeEndMs }) => [id, beforeEndMs]),
  claims: Object.fromEntries(Object.entries(line.claims).map(([id, claim]) => [id, claimRow(claim)])),
  fenceRev: line.fenceRev,
  ...reminderAttributes(line, line.nextReminder),
});

export const usageRow = ({ remainingBytes, totalBytes, asOf }: Usage): number[] => [remainingBytes, totalBytes, asOf];

export const reminderAttributes = (line: Pick<Line, 'lineId'>, next: PlannedReminder | undefined) =>
  next && { next: [next.threshold, next.at], ...dueKey('line', line.lineId, next.at) };

/** The names of what {@link reminderAttributes} holds: removed where nothing is planned. */
export const REMINDER_ATTRIBUTES: readonly string[] = ['next', 'duePk', 'dueSk'];

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
  lang: line.contacts.language,
  phone: line.contacts.phone,
  email: line.contacts.email,
  usage: usageRow(line.usage),
  ...endAttributes(line),
  ...(line.fence && { fence: fenceRow(line.fence) }),
  recycledAt: line.recycledAt,
});
