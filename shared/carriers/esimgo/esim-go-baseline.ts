import { createHash } from 'node:crypto';
import type { Assignment } from './esim-go-bundles.ts';

/**
 * What the assignments of one bundle were before an attempt, in at most 200 characters: `1.`, a tag of five characters
 * for each, and, where there were more than {@link MAX_TAGS}, a dot and the time of the oldest one that has a tag.
 * Everything without a tag that is not newer than that was there before as well.
 */
const FORM = /^1\.((?:[A-Za-z0-9_-]{5})*)(?:\.([0-9a-z]{1,11}))?$/;
const TAG_LENGTH = 5;
const MAX_TAGS = 36;

/**
 * Stands for an eSIM that eSIM Go did not know: an order for it is refused, which decides the renewal at once, but should
 * the eSIM be known after all, nothing can be told apart on it.
 */
export const UNKNOWN_SIM = 'unknown_sim';

/** 30 bits: a new assignment is taken for one of the old ones once in thirty million times. */
const tagOf = ({ id }: Assignment): string => createHash('sha256').update(id).digest('base64url').slice(0, TAG_LENGTH);

/** `undefined` where there are more than can be written down and one of them has no time. */
export const writeBaseline = (assignments: readonly Assignment[], bundle: string): string | undefined => {
  const before = assignments.filter((of) => of.bundle === bundle);
  if (before.length <= MAX_TAGS) return `1.${before.map(tagOf).join('')}`;
  const dated = before.flatMap((of) => (of.assignedAt === undefined ? [] : [{ of, at: of.assignedAt }]));
  if (dated.length < before.length) return undefined;
  const newest = dated.sort((a, b) => b.at - a.at).slice(0, MAX_TAGS);
  const oldestAt = newest.at(-1)?.at ?? 0;
  return `1.${newest.map(({ of }) => tagOf(of)).join('')}.${Math.max(oldestAt, 0).toString(36)}`;
};

interface Before {
  readonly tags: ReadonlySet<string>;
  /** Nothing up to here is new. */
  readonly until: number | undefined;
}

const readBaseline = (baseline: string | undefined): Before | undefined => {
  const [form, tags = '', until] = FORM.exec(baseline ?? '') ?? [];
  if (form === undefined) return undefined;
  return {
    tags: new Set(tags.match(/.{5}/g)),
    until: until === undefined ? undefined : Number.parseInt(until, 36),
  };
};

/** Which assignment of the bundle the attempt after this baseline gave. */
export type Given =
  | { readonly kind: 'given'; readonly assignment: Assignment }
  | { readonly kind: 'nothing' }
  /** Cannot be told; nothing may be concluded. */
  | { readonly kind: 'unclear'; readonly code: 'no_baseline' | 'ambiguous' | 'list_cut' };

/**
 * While the line's fence is held nobody else of ours assigns anything, so of several new assignments the oldest is the
 * one of the first attempt after the baseline; the others came with later renewals.
 *
 * @param isCut whether there may be assignments that the list does not show
 */
export const givenSince = (
  baseline: string | undefined,
  { assignments, isCut }: { readonly assignments: readonly Assignment[]; readonly isCut: boolean },
  bundle: string,
): Given => {
  const before = readBaseline(baseline);
  if (!before) return { kind: 'unclear', code: 'no_baseline' };
  const untold = assignments.filter((of) => of.bundle === bundle && !before.tags.has(tagOf(of)));
  const { until } = before;
  const fresh =
    until === undefined ? untold : untold.filter(({ assignedAt }) => assignedAt === undefined || assignedAt > until);
  const [first, ...others] = fresh;
  if (!first) return isCut ? { kind: 'unclear', code: 'list_cut' } : { kind: 'nothing' };
  // Beyond the tags only its time makes an assignment new, and of several only their times say which one was first.
  if (others.length === 0 && (until === undefined || first.assignedAt !== undefined))
    return { kind: 'given', assignment: first };
  const oldest = oldestOf(fresh);
  return oldest ? { kind: 'given', assignment: oldest } : { kind: 'unclear', code: 'ambiguous' };
};

/** `undefined` where times do not say. */
const oldestOf = (assignments: readonly Assignment[]): Assignment | undefined => {
  const dated = assignments.flatMap((of) => (of.assignedAt === undefined ? [] : [{ of, at: of.assignedAt }]));
  const [first, second] = dated.toSorted((a, b) => a.at - b.at);
  return dated.length < assignments.length || first?.at === second?.at ? undefined : first?.of;
};
