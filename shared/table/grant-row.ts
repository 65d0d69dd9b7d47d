import * as z from 'zod/mini';
import type { Grant } from '../domain/line/grant.ts';
import type { Length } from '../domain/plan/length.ts';
import { STACKING_RULES, START_TRIGGERS } from '../domain/plan/stacking.ts';
import { renewalId } from '../domain/values/ids.ts';
import { instantField } from './fields.ts';

/** Keeps the place of a zone where days are rolling. */
const NO_ZONE = '';

/** `['day', 3, 'Asia/Tokyo']`, `['day', 3, '']` for days of 24 hours, `['month', 1, 'Asia/Tokyo']`. */
export const lengthField = z.pipe(
  z.tuple([z.enum(['day', 'month']), z.number(), z.string()]),
  z.transform(([unit, count, zone]): Length => {
    if (unit === 'month') return { unit, count, zone };
    return { unit, count, day: zone === NO_ZONE ? { kind: 'rolling' } : { kind: 'calendar', zone } };
  }),
);

export const lengthRow = (length: Length): [Length['unit'], number, string] => {
  if (length.unit === 'month') return ['month', length.count, length.zone];
  return ['day', length.count, length.day.kind === 'calendar' ? length.day.zone : NO_ZONE];
};

const later = z.object({
  early: z.exactOptional(z.literal(true)),
  startedAt: z.exactOptional(instantField),
  revokedAt: z.exactOptional(instantField),
});

export const grantField = z.pipe(
  z.tuple([
    z.string(),
    instantField,
    z.enum(STACKING_RULES),
    lengthField,
    z.enum(START_TRIGGERS),
    z.number(),
    z.optional(later),
  ]),
  z.transform(
    ([id, grantedAt, stacking, length, startsWith, allowanceBytes, facts]): Grant => ({
      ...(id !== '' && { renewalId: renewalId(id) }),
      grantedAt,
      stacking,
      length,
      startsWith,
      allowanceBytes,
      ...facts,
    }),
  ),
);

export const grantRow = (grant: Grant) => {
  const { renewalId: id = '', grantedAt, stacking, length, startsWith, allowanceBytes, ...facts } = grant;
  const row = [id, grantedAt, stacking, lengthRow(length), startsWith, allowanceBytes];
  return Object.keys(facts).length === 0 ? row : [...row, facts];
};
