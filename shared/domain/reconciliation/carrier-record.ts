import { END_TOLERANCE_MS, isSameEnd, type RecordedPeriod, type RecordedService } from '../carrier/record.ts';
import type { Line } from '../line/line.ts';
import { isGivenUp } from '../renewal/abandon.ts';
import type { Checked, RecordDifference, Renewal, RenewalIn } from '../renewal/renewal.ts';
import { isRenewalId, type RenewalId } from '../values/ids.ts';
import { type Instant, latest } from '../values/instant.ts';
import { servedLateMs, servedShortMs } from './served-time.ts';

/** What a carrier answers when it is asked for the record of a SIM. */
export type ShownRecord =
  | ({ readonly kind: 'record' } & RecordedService)
  | { readonly kind: 'recycled' }
  | { readonly kind: 'absent' };

/** What one comparison of a line with its carrier's record comes to. */
export type RecordFinding =
  /** The number belongs to another SIM. */
  | { readonly kind: 'recycled' }
  /** An active renewal is not served as it was promised. */
  | {
      readonly kind: 'differs';
      readonly renewalId: RenewalId;
      readonly code: RecordDifference;
      readonly checked: Checked;
    }
  /** The same of a line to which none of the compared renewals gave its end. */
  | { readonly kind: 'line_differs'; readonly code: 'end' | 'sim_absent' }
  /** An active renewal whose record nobody had read back, and which it shows. */
  | { readonly kind: 'shown'; readonly renewalId: RenewalId; readonly checked: Checked }
  /** A renewal that was given up is served all the same. */
  | { readonly kind: 'served'; readonly renewalId: RenewalId }
  /** A period that no renewal of ours stands for; by the carrier's name of it, or by the reference that it carries. */
  | { readonly kind: 'unknown_period'; readonly period: string };

type Active = RenewalIn<'active'>;

/**
 * Compares a line at rest with its carrier's record. `renewals` are those of the days that are compared and all that
 * the record names.
 */
export const compareRecord = (
  line: Pick<Line, 'endsAt'>,
  renewals: readonly Renewal[],
  shown: ShownRecord,
  now: Instant,
): readonly RecordFinding[] => {
  switch (shown.kind) {
    case 'recycled':
      return [{ kind: 'recycled' }, ...unserved(renewals, 'recycled', now)];
    case 'absent': {
      // Carriers clear away what is over.
      if (line.endsAt <= now) return [];
      const lost = unserved(renewals, 'sim_absent', now);
      return lost.length > 0 ? lost : [{ kind: 'line_differs', code: 'sim_absent' }];
    }
    case 'record': {
      const named = namedFindings(renewals, shown, now);
      const found = [...named, ...endFindings(line, renewals, shown, named, now)];
      return [...found, ...shownFindings(line, renewals, shown, found)];
    }
  }
};

const isActive = (renewal: Renewal): renewal is Active => renewal.status === 'active';
const isLive = ({ status }: RecordedPeriod): boolean => status !== 'revoked';
const isNamed = ({ ours }: RecordedPeriod): boolean => ours !== undefined && isRenewalId(ours);
/** Whether this carrier shows references at all. */
const keepsReferences = ({ periods }: RecordedService): boolean => periods.some(({ ours }) => ours !== undefined);
const checkedBy = ({ readAt, endsAt }: RecordedService): Checked => ({
  at: readAt,
  ...(endsAt !== undefined && { endsAt }),
});

const unserved = (renewals: readonly Renewal[], code: RecordDifference, at: Instant): readonly RecordFinding[] =>
  renewals
    .filter(isActive)
    .filter(({ period }) => period.endsAt > at)
    .map(({ renewalId }) => ({ kind: 'differs', renewalId, code, checked: { at } }));

/** By the references that the periods carry. */
const namedFindings = (
  renewals: readonly Renewal[],
  shown: RecordedService,
  now: Instant,
): readonly RecordFinding[] => {
  if (!keepsReferences(shown)) return [];
  const known = new Set<string>(renewals.map(({ renewalId }) => renewalId));
  const strangers = shown.periods.filter(isNamed).flatMap(({ ours }) => (ours && !known.has(ours) ? [ours] : []));
  return [
    ...renewals.flatMap((renewal) => namedFinding(renewal, shown, now)),
    ...[...new Set(strangers)].map((period): RecordFinding => ({ kind: 'unknown_period', period })),
  ];
};

const namedFinding = (renewal: Renewal, shown: RecordedService, now: Instant): readonly RecordFinding[] => {
  const { renewalId } = renewal;
  const rows = shown.periods.filter(({ ours }) => ours === renewalId);
  const live = rows.filter(isLive);
  // What the carrier is still at may come to nothing.
  if (isGivenUp(renewal))
    return live.some(({ status }) => status !== 'processing') ? [{ kind: 'served', renewalId }] : [];
  if (!isActive(renewal) || live.length === 1) return [];
  const differs = (code: RecordDifference): RecordFinding[] => [
    { kind: 'differs', renewalId, code, checked: { at: shown.readAt } },
  ];
  if (live.length > 1) return differs('twice');
  // A SIM that was given back after its end shows what it had as revoked.
  return rows.length === 0 || renewal.period.endsAt > now ? differs('missing') : [];
};

/** By when service ends, unless what was found by references explains that already. */
const endFindings = (
  line: Pick<Line, 'endsAt'>,
  renewals: readonly Renewal[],
  shown: RecordedService,
  named: readonly RecordFinding[],
  now: Instant,
): readonly RecordFinding[] => {
  const foreign = foreignPeriods(line, shown);
  const { endsAt } = shown;
  if (endsAt === undefined) return foreign;
  const active = renewals.filter(isActive);
  const isShort = endsAt <= line.endsAt - END_TOLERANCE_MS;
  if (isShort) {
    const shortMs = servedShortMs(shown.periods, active);
    const isExplained = named.some((finding) => finding.kind === 'differs' && finding.code === 'missing');
    return isExplained || endsAt + shortMs > line.endsAt - END_TOLERANCE_MS ? [] : [endDiffers(line, active, shown)];
  }
  // What is over is served no longer, whenever that was.
  if (endsAt < latest(line.endsAt, now) + END_TOLERANCE_MS) return [];
  if (named.some((finding) => finding.kind !== 'differs' || finding.code === 'twice')) return [];
  if (endsAt - servedLateMs(shown.periods, active) < line.endsAt + END_TOLERANCE_MS) return [];
  const served = keepsReferences(shown) ? [] : servedByEnd(renewals, endsAt);
  if (served.length > 0) return served;
  return foreign.length > 0 ? foreign : [endDiffers(line, active, shown)];
};

const endDiffers = (line: Pick<Line, 'endsAt'>, active: readonly Active[], shown: RecordedService): RecordFinding => {
  const last = lastOf(line, active);
  return last
    ? { kind: 'differs', renewalId: last.renewalId, code: 'end', checked: checkedBy(shown) }
    : { kind: 'line_differs', code: 'end' };
};

/** The renewal that gave the line its end. */
const lastOf = ({ endsAt }: Pick<Line, 'endsAt'>, active: readonly Active[]): Active | undefined =>
  active.find(({ period }) => period.endsAt === endsAt);

/** Without references: an attempt that is still watched may have come true, and so may one that asked for this end. */
const servedByEnd = (renewals: readonly Renewal[], endsAt: Instant): readonly RecordFinding[] => {
  const givenUp = renewals.filter(isGivenUp);
  const watched = givenUp.filter(({ abandoned }) => abandoned !== undefined);
  const suspects =
    watched.length > 0
      ? watched
      : givenUp.filter((renewal) => 'paidBy' in renewal && isSameEnd(renewal.quote.endAfter, endsAt));
  return suspects.map(({ renewalId }) => ({ kind: 'served', renewalId }));
};

/** Began when all that was ours was over: bought by somebody else, as far as can be told. */
const foreignPeriods = (line: Pick<Line, 'endsAt'>, { periods }: RecordedService): readonly RecordFinding[] =>
  periods
    .filter((period) => isLive(period) && !isNamed(period))
    .filter(({ startsAt }) => startsAt !== undefined && startsAt > line.endsAt - END_TOLERANCE_MS)
    .map(({ reference }) => ({ kind: 'unknown_period', period: reference }));

/** The check after the activation that nobody could make, made now. */
const shownFindings = (
  line: Pick<Line, 'endsAt'>,
  renewals: readonly Renewal[],
  shown: RecordedService,
  found: readonly RecordFinding[],
): readonly RecordFinding[] => {
  const active = renewals.filter(isActive);
  const last = lastOf(line, active);
  const differing = new Set(found.flatMap((finding) => (finding.kind === 'differs' ? [finding.renewalId] : [])));
  const isEndFine =
    shown.endsAt !== undefined &&
    !found.some(({ kind }) => kind === 'differs' || kind === 'line_differs' || kind === 'served');
  const isShown = ({ renewalId }: Active): boolean =>
    keepsReferences(shown) ? shown.periods.some((period) => period.ours === renewalId && isLive(period)) : isEndFine;
  return active
    .filter((renewal) => !renewal.checked && !differing.has(renewal.renewalId) && isShown(renewal))
    .map((renewal) => ({
      kind: 'shown',
      renewalId: renewal.renewalId,
      // Of the others the record shows no end of their own, and of one that began late another one than was promised.
      checked:
        renewal === last && shown.endsAt !== undefined && isSameEnd(shown.endsAt, line.endsAt)
          ? checkedBy(shown)
          : { at: shown.readAt },
    }));
};
