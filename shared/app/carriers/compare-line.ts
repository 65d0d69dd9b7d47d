import type { Carrier, CarrierRecord } from '../../carriers/carrier.ts';
import type { Line } from '../../domain/line/line.ts';
import type { CarrierDifference, SkipReason } from '../../domain/reconciliation/carrier-reconciliation.ts';
import { compareRecord } from '../../domain/reconciliation/carrier-record.ts';
import type { Renewal } from '../../domain/renewal/renewal.ts';
import { isRenewalId, type LineId, lineOf, type RenewalId } from '../../domain/values/ids.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Store } from '../../table/store.ts';
import { severalAtOnce } from '../several-at-once.ts';
import { NO_RECORD, type ReadRecordDeps, readRecord } from './read-record.ts';
import { type SettleDeps, settleFinding } from './settle-finding.ts';

export interface CompareLineDeps extends SettleDeps, ReadRecordDeps {
  readonly store: SettleDeps['store'] & Pick<Store, 'line' | 'activationContext'>;
}

/** A line and those of its renewals that were paid within the days that are compared. */
export interface RenewedLine {
  readonly lineId: LineId;
  readonly renewalIds: readonly [RenewalId, ...RenewalId[]];
}

export type Compared =
  | {
      readonly kind: 'compared';
      /** Whether the carrier showed its record. */
      readonly isShown: boolean;
      readonly differences: readonly CarrierDifference[];
    }
  | { readonly kind: 'skipped'; readonly why: SkipReason };

/** Renewals of one line that are read together. */
const READS_AT_ONCE = 8;
/** Of the renewals that a record names: one that was renewed more often has come to the end of every carrier's list. */
const MAX_NAMED = 200;

/**
 * Compares one line with its carrier's record and settles what can be settled. A line that somebody is at is left to the
 * next run.
 *
 * @throws CarrierNotAsked when the whole account is not to be called now
 */
export const compareLine = async (
  deps: CompareLineDeps,
  carrier: Carrier,
  { lineId, renewalIds }: RenewedLine,
): Promise<Compared> => {
  const { store, clock } = deps;
  const line = await store.line(lineId);
  if (!line) throw new Error(`no such line: ${lineId}`);
  if (line.recycledAt !== undefined) return skipped('recycled');
  if (line.fence) return skipped('under_way');
  const renewals = await loaded(deps, renewalIds);
  if (renewals.some((renewal) => isFresh(renewal, carrier.settlingMs, clock()))) return skipped('under_way');
  const record = await readRecord(deps, carrier, line);
  if (record.kind === 'unavailable')
    return record.code === NO_RECORD ? skipped('no_record') : unread(lineId, record.code);
  const known = [...renewals, ...(await loaded(deps, namedBeside(lineId, renewalIds, record)))];
  const findings = compareRecord(line, known, record, clock());
  if (findings.length > 0 && !(await isUntouched(deps, line, renewalIds[0]))) return skipped('under_way');
  const differences: CarrierDifference[] = [];
  for (const finding of findings) differences.push(await settleFinding(deps, line, known, finding));
  return { kind: 'compared', isShown: true, differences };
};

const skipped = (why: SkipReason): Compared => ({ kind: 'skipped', why });

const unread = (reference: LineId, code: string): Compared => ({
  kind: 'compared',
  isShown: false,
  differences: [{ kind: 'failed', reference, code }],
});

const loaded = async ({ store }: CompareLineDeps, ids: readonly RenewalId[]): Promise<readonly Renewal[]> =>
  (await severalAtOnce(ids, READS_AT_ONCE, store.renewal)).flatMap((stored) => (stored ? [stored.renewal] : []));

/** Those of the line that the record names beside the ones that are known already. */
const namedBeside = (lineId: LineId, known: readonly RenewalId[], record: CarrierRecord): readonly RenewalId[] => {
  if (record.kind !== 'record') return [];
  const named = record.periods.flatMap(({ ours }) => (ours !== undefined && isRenewalId(ours) ? [ours] : []));
  return [...new Set(named)].filter((id) => lineOf(id) === lineId && !known.includes(id)).slice(0, MAX_NAMED);
};

/** What was done lately may not have reached the carrier's record yet, or is about to be done. */
const isFresh = (renewal: Renewal, settlingMs: number, now: Instant): boolean => {
  if (renewal.status === 'activating') return true;
  if (renewal.status === 'active' && now < renewal.activatedAt + settlingMs) return true;
  const { what, at } = renewal.trail.at(-1) ?? { what: '', at: now };
  return what.startsWith('late.') && now < at + settlingMs;
};

/** Every attempt changes the fence before it calls: one that began meanwhile may be what the record shows. */
const isUntouched = async ({ store }: CompareLineDeps, { fenceRev }: Line, renewalId: RenewalId): Promise<boolean> =>
  (await store.activationContext(renewalId))?.line.fenceRev === fenceRev;
