import * as z from 'zod/mini';
import { type Instant, parseInstant } from '../../domain/values/instant.ts';
import { printable } from './esim-go-printable.ts';

/** One assignment of a bundle to an eSIM: bought once, used once. */
export interface Assignment {
  /** eSIM Go's id of it. */
  readonly id: string;
  /** The bundle's name: our product. */
  readonly bundle: string;
  readonly state: BundleState;
  readonly assignedAt: Instant | undefined;
  /** Both are absent until it has begun, which it does when its data is first used. */
  readonly startsAt: Instant | undefined;
  readonly endsAt: Instant | undefined;
  /** Absent where nothing is counted (unlimited), or something else than data is. */
  readonly data: { readonly initialBytes: number; readonly remainingBytes: number } | undefined;
}

/**
 * - `processing`: on its way, up to ten minutes
 * - `queued`: assigned, waits for its first use
 * - `lapsed`: never used within a year
 */
const STATES = ['processing', 'queued', 'active', 'depleted', 'expired', 'revoked', 'lapsed'] as const;
export type BundleState = (typeof STATES)[number];

/** As many as one answer lists (docs.esim-go.com/api/v2_5, "List Bundles applied to eSIM"); there are no pages. */
export const MAX_LISTED = 200;

/** Milliseconds and finer; empty where there is none. */
const time = z.pipe(
  z.nullish(z.string()),
  z.transform((text, context): Instant | undefined => {
    if (!text) return undefined;
    try {
      return parseInstant(text);
    } catch {
      context.issues.push({ code: 'custom', message: 'not a time', input: text });
      return undefined;
    }
  }),
);

const row = z.object({
  id: printable,
  bundleState: z.pipe(
    z.pipe(
      z.string(),
      z.transform((text) => text.toLowerCase()),
    ),
    z.enum(STATES),
  ),
  assignmentDateTime: time,
  startTime: time,
  endTime: time,
  callTypeGroup: z.nullish(z.string()),
  unlimited: z.nullish(z.boolean()),
  initialQuantity: z.nullish(z.number()),
  remainingQuantity: z.nullish(z.number()),
});

/** An eSIM without bundles may have `null` for them. */
const listReply = z.object({
  bundles: z.nullable(z.array(z.object({ name: z.string(), assignments: z.nullable(z.array(row)) }))),
});

/** The assignments of an answer, or `undefined` where a single one of them cannot be read. */
export const readAssignments = (body: unknown): readonly Assignment[] | undefined => {
  const list = listReply.safeParse(body);
  return list.success
    ? (list.data.bundles ?? []).flatMap(({ name, assignments }) =>
        (assignments ?? []).map((of) => assignment(name, of)),
      )
    : undefined;
};

const assignment = (bundle: string, of: z.output<typeof row>): Assignment => ({
  id: of.id,
  bundle,
  state: of.bundleState,
  assignedAt: of.assignmentDateTime,
  startsAt: of.startTime,
  endsAt: of.endTime,
  data: dataOf(of),
});

const dataOf = (of: z.output<typeof row>): Assignment['data'] => {
  const { unlimited, callTypeGroup, initialQuantity, remainingQuantity } = of;
  if (unlimited || (callTypeGroup && callTypeGroup.toLowerCase() !== 'data')) return undefined;
  return dataFigures(initialQuantity, remainingQuantity);
};

/** eSIM Go's quantities are bytes, written with decimals at times; more left than there was is read as all of it. */
export const dataFigures = (
  initialQuantity: number | null | undefined,
  remainingQuantity: number | null | undefined,
): Assignment['data'] => {
  if (!initialQuantity || initialQuantity < 1 || typeof remainingQuantity !== 'number') return undefined;
  const initialBytes = Math.round(initialQuantity);
  return { initialBytes, remainingBytes: Math.min(Math.max(Math.round(remainingQuantity), 0), initialBytes) };
};
