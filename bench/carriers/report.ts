import { type Outcome, outcomeOf } from './at-rest.ts';
import type { Proof } from './prove.ts';
import type { JournalCall } from './simulator-control.ts';
import { type Tally, tally } from './tally.ts';

type Row = Readonly<Record<string, number>>;

const renewalsOf = ({ lines }: Proof) => lines.flatMap(({ at }) => at.renewals);
const sumOf = (counts: Tally): number => counts.all().reduce((sum, [, count]) => sum + count, 0);
const countsOf = (names: readonly string[]): Tally => {
  const counts = tally();
  for (const name of names) counts.add(name);
  return counts;
};
const twoDecimals = (value: number): number => Math.round(value * 100) / 100;

/** What the renewals of one carrier have come to, as one row. */
export const rowOf = (proof: Proof): Row => {
  const { refusedForGood, journal, runs, wallMs } = proof;
  const renewals = renewalsOf(proof);
  const outcomes = renewals.map((renewal) => outcomeOf(renewal).outcome);
  const ended = (wanted: Outcome): number => outcomes.filter((each) => each === wanted).length;
  return {
    renewals: renewals.length,
    active: ended('active'),
    refunded: ended('refunded'),
    'in review': ended('in review'),
    'not paid': ended('not paid'),
    silent: ended('silent'),
    'refused at order': sumOf(refusedForGood),
    'faults met': journal.filter(({ fault }) => fault !== null).length,
    'calls each': twoDecimals(journal.length / renewals.length),
    'worker runs': runs.of('activation worker'),
    'woken twice': runs.of('message delivered twice'),
    'wall s': Math.round(wallMs / 1_000),
  };
};

/** Why renewals wait for a person. */
export const reviewsOf = (proof: Proof): Tally =>
  countsOf(renewalsOf(proof).flatMap((renewal) => outcomeOf(renewal).reason ?? []));

/** Why money went back. */
export const refundsOf = (proof: Proof): Tally =>
  countsOf(
    renewalsOf(proof).flatMap(({ status, trail }) => {
      const why = trail.findLast(({ what }) => what.startsWith('refunding.'))?.what;
      return status === 'refunded' && why ? [why.replace('refunding.', '')] : [];
    }),
  );

/** What renewals waited for. */
export const waitsOf = (proof: Proof): Tally =>
  countsOf(
    renewalsOf(proof).flatMap(({ trail }) => trail.flatMap(({ what }) => (what.startsWith('wait.') ? [what] : []))),
  );

/** What the daily comparisons with the carrier's record found. */
export const differencesOf = ({ reports }: Proof): Tally =>
  countsOf(
    reports.flatMap(({ differences, skipped }) => [
      ...differences.map((each) => [each.kind, 'code' in each ? each.code : 'what' in each ? each.what : ''].join(' ')),
      ...Object.entries(skipped).map(([why, count]) => `skipped ${why}: ${count}`),
    ]),
  );

/** Calls of each endpoint for each renewal. */
export const callsOf = (proof: Proof): Row => {
  const each = renewalsOf(proof).length;
  const counts = countsOf(proof.journal.map(({ endpoint }) => endpoint)).all();
  return Object.fromEntries(counts.map(([endpoint, count]) => [endpoint, twoDecimals(count / each)]));
};

/** What went wrong, by kind: as the carrier's journal tells it, and on our side. */
export const faultsMet = ({ journal, trouble }: Proof): Row =>
  Object.fromEntries([...countsOf(journal.flatMap((call) => faultName(call) ?? [])).all(), ...trouble.met.all()]);

const faultName = ({ fault, status, carriedOut }: JournalCall): string | undefined => {
  switch (fault) {
    case null:
      return undefined;
    case 'status':
      return `status ${status}`;
    case 'html':
    case 'malformed':
      return `${fault}, ${carriedOut ? '' : 'not '}carried out`;
    default:
      return fault;
  }
};

/** What was arranged around renewals, and how those ended that nothing else happened to. */
export const mishapsOf = ({ lines }: Proof): Readonly<Record<string, Row>> => {
  const rows: Record<string, Record<string, number>> = {};
  for (const { at, ordered } of lines)
    for (const renewal of at.renewals) {
      const mishaps = ordered.find(({ renewalId }) => renewalId === renewal.renewalId)?.case.mishaps ?? [];
      const { outcome } = outcomeOf(renewal);
      const name = mishaps.map((mishap) => mishap.name).join(' + ') || 'none';
      const row = rows[name] ?? {};
      rows[name] = { ...row, [outcome]: (row[outcome] ?? 0) + 1 };
    }
  return Object.fromEntries(Object.entries(rows).sort(([a], [b]) => a.localeCompare(b)));
};
