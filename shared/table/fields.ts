import * as z from 'zod/mini';
import { LANGUAGES, type Texts } from '../domain/plan/plan.ts';
import { CLAIM_STATES, type Claim } from '../domain/reminder/claim.ts';
import type { QuietHours } from '../domain/reminder/quiet-hours.ts';
import type { Threshold } from '../domain/reminder/threshold.ts';
import type { TrailEntry } from '../domain/renewal/renewal.ts';
import { type Instant, instant } from '../domain/values/instant.ts';
import { type Money, money } from '../domain/values/money.ts';

/** Field types that several item families share. Rows are parsed on read: what does not fit is a defect, found early. */
export const instantField = z.pipe(
  z.number(),
  z.transform((value): Instant => instant(value)),
);

export const moneyField = z.pipe(
  z.tuple([z.number(), z.string()]),
  z.transform(([amountMinor, currency]): Money => money(amountMinor, currency)),
);
export const moneyRow = ({ amountMinor, currency }: Money): [number, string] => [amountMinor, currency];

/** `<epoch ms>:<code>`: half the bytes of a map. */
export const trailField = z.pipe(
  z.string(),
  z.transform(
    (row): TrailEntry => ({
      at: instant(Number(row.slice(0, row.indexOf(':')))),
      what: row.slice(row.indexOf(':') + 1),
    }),
  ),
);
export const trailRow = ({ at, what }: TrailEntry): string => `${at}:${what}`;

const claimState = z.enum(CLAIM_STATES);
export const claimField = z.pipe(
  z.string(),
  z.transform((row): Claim => {
    const [at, state, reason] = row.split(':', 3);
    return { state: claimState.parse(state), at: instant(Number(at)), ...(reason !== undefined && { reason }) };
  }),
);
/** `<epoch ms>:<state>`, and `:<reason>` where there is one. */
export const claimRow = ({ state, at, reason }: Claim): string =>
  `${at}:${state}${reason === undefined ? '' : `:${reason}`}`;
export const claimsField = z.record(z.string(), claimField);

export const planKeyField = z.pipe(
  z.tuple([z.string(), z.number()]),
  z.transform(([planId, version]) => ({ planId, version })),
);

export const languageField = z.enum(LANGUAGES);

/** Plans outlive what we speak: one that was stored before a language came shows its English name there. */
export const textsField = z.pipe(
  z.object({
    'zh-CN': z.string(),
    'zh-TW': z.optional(z.string()),
    ja: z.string(),
    en: z.string(),
    ko: z.optional(z.string()),
  }),
  z.transform((texts): Texts => ({ ...texts, 'zh-TW': texts['zh-TW'] ?? texts.en, ko: texts.ko ?? texts.en })),
);

/** `[id, ms before the end]`: 0 is at the end, less is in grace; `[id, per cent, '%']` is by data. */
export const thresholdField = z.pipe(
  z.union([
    z.tuple([z.string(), z.number(), z.optional(z.literal(1))]),
    z.tuple([z.string(), z.number(), z.literal('%'), z.optional(z.literal(1))]),
  ]),
  z.transform((row): Threshold => {
    const [id, figure, unit] = row;
    const urgent = row.at(-1) === 1 && row.length > 2 ? ({ urgent: true } as const) : {};
    if (unit === '%') return { kind: 'data_used', id, usedPercent: figure, ...urgent };
    if (figure > 0) return { kind: 'before_end', id, beforeEndMs: figure, ...urgent };
    return figure === 0 ? { kind: 'at_end', id, ...urgent } : { kind: 'in_grace', id, afterEndMs: -figure, ...urgent };
  }),
);
export const thresholdRow = (threshold: Threshold): (string | number)[] => [
  ...figureOf(threshold),
  ...(threshold.urgent ? [1] : []),
];
const figureOf = (threshold: Threshold): (string | number)[] => {
  switch (threshold.kind) {
    case 'before_end':
      return [threshold.id, threshold.beforeEndMs];
    case 'at_end':
      return [threshold.id, 0];
    case 'in_grace':
      return [threshold.id, -threshold.afterEndMs];
    case 'data_used':
      return [threshold.id, threshold.usedPercent, '%'];
  }
};

/** `[from, until]` in minutes of the local day. */
export const quietHoursField = z.pipe(
  z.tuple([z.number(), z.number()]),
  z.transform(([fromMinute, untilMinute]): QuietHours => ({ fromMinute, untilMinute })),
);
export const quietHoursRow = ({ fromMinute, untilMinute }: QuietHours): [number, number] => [fromMinute, untilMinute];
