import { type LineId, lineOf, type PersonId, type RenewalId } from '../domain/values/ids.ts';
import { type Instant, instant, ROLLING_DAY_MS } from '../domain/values/instant.ts';

/**
 * The whole key schema of the one table.
 *
 * | item            | pk             | sk                       | due (index)                                   |
 * |-----------------|----------------|--------------------------|-----------------------------------------------|
 * | line            | LINE#<lineId>  | LINE                     | L#<day>#<shard> / <instant>#<lineId>          |
 * | renewal         | LINE#<lineId>  | RNW#<16 chars of its id> | R#<day>#<shard> / <instant>#<renewalId>       |
 * | manual job      | LINE#<lineId>  | JOB#<16 chars of its id> |                                               |
 * | plan version    | CATALOGUE      | PLAN#<planId>#<version>  |                                               |
 * | plan now on sale| ON_SALE        | PLAN#<planId>            |                                               |
 * | promotion       | PROMOTIONS     | <promotionId>#<version, CURRENT> |                                       |
 * | places taken    | PROMOTION#<promotionId> | TAKEN           |                                               |
 * | use by a line   | LINE#<lineId>  | PROMO#<promotionId>      |                                               |
 * | usage watch     | LINE#<lineId>  | USAGE                    | U#<day>#<shard> / <instant>#<lineId>          |
 * | address to verify | LINE#<lineId> | VERIFY#<channel>        | (goes with `ttl`)                             |
 * | number's lines  | NUMBER#<hash>  | <lineId>                 |                                               |
 * | counter         | COUNT#<what is counted, window> | COUNT   | (goes with `ttl`)                             |
 * | name of a SIM   | SIM#<account>#<name> | SIM                |                                               |
 * | carrier's health| CARRIER#<account> | HEALTH                |                                               |
 * | carrier's rate  | CARRIER#<account> | RATE                  |                                               |
 * | carrier's token | CARRIER#<account> | TOKEN                 |                                               |
 * | line of a person| PERSON#<person>| LINE#<lineId>            |                                               |
 * | tries to bind   | TRIES#<person or ICCID> | TRIES            |                                               |
 * | walk of `due`   | WALK#<L, R, U> | WALKED                   |                                               |
 * | captured payment| LEDGER#<account>#<day> | <payment reference> |                                            |
 * | reconciliation  | RECONCILIATION | <instant>#<account>      |                                               |
 *
 * `due` is one sparse index: an item carries its keys only while it wants attention. The partition is the day of the
 * instant (UTC, counted from 1970) and one of {@link DUE_SHARDS} shards, so that neither one day's writes nor one day's
 * reads meet in a single partition; handling an item moves or removes its key, so a partition holds only what is left to do.
 *
 * `review` is another one, of what waits for a person, longest first: renewals under `REVIEW` / <instant>#<renewalId>, open
 * jobs of a carrier account under `JOBS#<account>` / <instant>#<renewalId>.
 */
export const DUE_INDEX = 'due';

/** Readers walk every shard that has ever been written: it may be raised, never lowered. */
export const DUE_SHARDS = 4;

/** How far back every walk goes: for what was left behind, and for what becomes due in the past. */
export const DUE_DAYS_BACK = 8;

/** What waits for a person. */
export const REVIEW_INDEX = 'review';
export const REVIEW_PK = 'REVIEW';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export interface DueKey {
  readonly duePk: string;
  readonly dueSk: string;
}

export const LINE_SK = 'LINE';
export const RENEWAL_SK_PREFIX = 'RNW#';
const CATALOGUE_PK = 'CATALOGUE';
/** Apart from all the versions that were ever sold, which every list of plans would read as well. */
export const ON_SALE_PK = 'ON_SALE';
export const CURRENT = 'CURRENT';

const LINE_PREFIX = 'LINE#';
const JOB_SK_PREFIX = 'JOB#';

export const lineKey = (lineId: LineId): Key => ({ pk: LINE_PREFIX + lineId, sk: LINE_SK });

export const renewalKey = (renewalId: RenewalId): Key => {
  const lineId = lineOf(renewalId);
  return { pk: LINE_PREFIX + lineId, sk: RENEWAL_SK_PREFIX + renewalId.slice(lineId.length) };
};

export const planKey = (planId: string, version: number | typeof CURRENT): Key =>
  version === CURRENT
    ? { pk: ON_SALE_PK, sk: `PLAN#${planId}` }
    : { pk: CATALOGUE_PK, sk: `PLAN#${planId}#${String(version).padStart(6, '0')}` };

const versionText = (version: number | typeof CURRENT): string =>
  version === CURRENT ? CURRENT : String(version).padStart(6, '0');

export const PROMOTIONS_PK = 'PROMOTIONS';
export const promotionKey = (promotionId: string, version: number | typeof CURRENT): Key => ({
  pk: PROMOTIONS_PK,
  sk: `${promotionId}#${versionText(version)}`,
});

/** How many places of a limited promotion are taken, over all of its versions. */
export const placesTakenKey = (promotionId: string): Key => ({ pk: `PROMOTION#${promotionId}`, sk: 'TAKEN' });

/** Which renewal of a line holds its only use of a promotion. */
export const lineUseKey = (lineId: LineId, promotionId: string): Key => ({
  pk: LINE_PREFIX + lineId,
  sk: `PROMO#${promotionId}`,
});

/** Carries nothing but the due keys of a line whose usage somebody watches: no attribute of the line changes for it. */
export const usageWatchKey = (lineId: LineId): Key => ({ pk: LINE_PREFIX + lineId, sk: 'USAGE' });

/** Which line a name stands for: the carrier's own name of a SIM, or its ICCID. Accounts have no `#` in their names. */
export const simKey = (account: string, name: string): Key => ({ pk: `SIM#${account}#${name}`, sk: 'SIM' });

/** Leads from a person to their lines; the line says whether it still is theirs. */
export const ownedLineKey = (person: PersonId, lineId: LineId): Key => {
  const { pk, prefix } = ownedLinesOf(person);
  return { pk, sk: prefix + lineId };
};
export const ownedLinesOf = (person: PersonId): { readonly pk: string; readonly prefix: string } => ({
  pk: `PERSON#${person}`,
  prefix: LINE_PREFIX,
});

/** How often somebody, or anybody for one SIM, has tried to prove that it is theirs. */
export const triesKey = (what: string): Key => ({ pk: `TRIES#${what}`, sk: 'TRIES' });

/** What all workers share of one account at a carrier. */
export const carrierKey = (account: string, what: 'HEALTH' | 'RATE' | 'TOKEN'): Key => ({
  pk: `CARRIER#${account}`,
  sk: what,
});

export const manualJobKey = (reference: RenewalId): Key => ({
  pk: lineKey(lineOf(reference)).pk,
  sk: JOB_SK_PREFIX + reference.slice(lineOf(reference).length),
});

export const lineIdOfKey = ({ pk }: Key): string => pk.slice(LINE_PREFIX.length);
export const renewalIdOfKey = (key: Key): string => lineIdOfKey(key) + key.sk.slice(RENEWAL_SK_PREFIX.length);
export const jobReferenceOfKey = (key: Key): string => lineIdOfKey(key) + key.sk.slice(JOB_SK_PREFIX.length);

export type DueKind = 'line' | 'renewal' | 'usage';

const DUE_PREFIX: Readonly<Record<DueKind, string>> = { line: 'L', renewal: 'R', usage: 'U' };

/** Keeps up to which day everything due was walked: see `due-pages.ts`. */
export const walkKey = (kind: DueKind): Key => ({ pk: `WALK#${DUE_PREFIX[kind]}`, sk: 'WALKED' });

export const dueKey = (kind: DueKind, id: LineId | RenewalId, at: Instant): DueKey => ({
  duePk: duePartition(kind, dayOf(at), shardOf(id)),
  dueSk: `${sortable(at)}#${id}`,
});

export const reviewKey = (id: RenewalId, since: Instant): { readonly reviewPk: string; readonly reviewSk: string } => ({
  reviewPk: REVIEW_PK,
  reviewSk: `${sortable(since)}#${id}`,
});

/** The open jobs of one carrier account, oldest first, in the same index. */
export const openJobsPk = (account: string): string => `JOBS#${account}`;
export const openJobKey = (
  account: string,
  reference: RenewalId,
  since: Instant,
): { readonly reviewPk: string; readonly reviewSk: string } => ({
  reviewPk: openJobsPk(account),
  reviewSk: `${sortable(since)}#${reference}`,
});

/** The captured payments of one account and day (UTC), as the stream told of them. */
export const ledgerPk = (account: string, day: number): string => `LEDGER#${account}#${day}`;

export const RECONCILIATION_PK = 'RECONCILIATION';
export const reconciliationKey = (ranAt: Instant, account: string): Key => ({
  pk: RECONCILIATION_PK,
  sk: `${sortable(ranAt)}#${account}`,
});

/** The instant in a due sort key. */
export const dueInstant = (dueSk: string): Instant => instant(Number(dueSk.slice(0, dueSk.indexOf('#'))));

/** The partitions of a span of days, oldest day first. */
export const duePartitions = (
  kind: DueKind,
  firstDay: number,
  lastDay: number,
): readonly { readonly day: number; readonly name: string }[] =>
  Array.from({ length: Math.max(0, lastDay - firstDay + 1) }, (_, index) => firstDay + index).flatMap((day) =>
    Array.from({ length: DUE_SHARDS }, (_, shard) => ({ day, name: duePartition(kind, day, shard) })),
  );

/** Sorts after every entry that is due at `now`. */
export const dueUntil = (now: Instant): string => `${sortable(now)}~`;

/** Milliseconds in a fixed width: texts that sort as the instants do, until the year 5138. */
const sortable = (at: Instant): string => String(at).padStart(14, '0');

/** Days since 1970 in UTC. */
export const dayOf = (at: Instant): number => Math.floor(at / ROLLING_DAY_MS);

const duePartition = (kind: DueKind, day: number, shard: number): string => `${DUE_PREFIX[kind]}#${day}#${shard}`;

const shardOf = (id: string): number => [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % DUE_SHARDS;
