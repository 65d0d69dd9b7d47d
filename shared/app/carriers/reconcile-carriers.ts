import type { CarrierAccounts } from '../../carriers/carrier.ts';
import type {
  CarrierDifference,
  CarrierReconciliation,
  SkipReason,
} from '../../domain/reconciliation/carrier-reconciliation.ts';
import { MAX_DIFFERENCES } from '../../domain/reconciliation/reconciliation.ts';
import { type LineId, lineOf, parsePaymentReference, type RenewalId } from '../../domain/values/ids.ts';
import { type Instant, MINUTE_MS, plusMs, ROLLING_DAY_MS } from '../../domain/values/instant.ts';
import type { Log } from '../../runtime/deps.ts';
import type { Store } from '../../table/store.ts';
import { severalAtOnce } from '../several-at-once.ts';
import { type Compared, type CompareLineDeps, compareLine, type RenewedLine } from './compare-line.ts';

interface Deps extends CompareLineDeps {
  readonly store: CompareLineDeps['store'] & Pick<Store, 'capturedOn' | 'saveReconciliation'>;
  readonly carriers: Pick<CarrierAccounts, 'names' | 'of'>;
  /** Names of the accounts at payment providers, whose books name every paid renewal. */
  readonly payments: readonly string[];
  readonly log: Log;
}

/** Days of our books whose renewals are compared again, today included: carriers correct their records days later. */
const LEDGER_DAYS = 7;
/** No line is begun later than this after the start: the function ends at ten minutes. */
const RUN_BUDGET_MS = 8 * MINUTE_MS;
const BOOKS_AT_ONCE = 8;
const LINE_READS_AT_ONCE = 16;
/** For each account at a carrier. */
const LINES_AT_ONCE = 4;

/**
 * Compares what each carrier's record shows of the lines that were renewed lately with what we hold for true. What can
 * be put right is, by the transitions that there are; the rest waits for a person, once. A carrier that cannot be asked
 * keeps no other from being compared.
 */
export const reconcileCarriers =
  (deps: Deps) =>
  async (): Promise<{ readonly reports: readonly CarrierReconciliation[]; readonly failed: readonly string[] }> => {
    const { carriers, clock, log, store } = deps;
    const ranAt = clock();
    const lines = await linesByAccount(deps, await renewedLines(deps, ranAt));
    const accounts = [...new Set([...carriers.names, ...lines.keys()])];
    const reports: CarrierReconciliation[] = [];
    const failed: string[] = [];
    await Promise.all(
      accounts.map(async (account) => {
        try {
          const report = await compareAccount(deps, account, lines.get(account) ?? [], ranAt);
          await store.saveReconciliation(report);
          reports.push(report);
        } catch (error) {
          failed.push(account);
          log.error('reconciliation failed', { account, error });
        }
      }),
    );
    return { reports, failed };
  };

/** Those that were paid last come first: they were compared least often, should the time not do for all. */
const renewedLines = async ({ store, payments }: Deps, now: Instant): Promise<readonly RenewedLine[]> => {
  const today = Math.floor(now / ROLLING_DAY_MS);
  const books = Array.from({ length: LEDGER_DAYS }, (_, back) => today - back).flatMap((day) =>
    payments.map((account) => ({ account, day })),
  );
  const rows = await severalAtOnce(books, BOOKS_AT_ONCE, ({ account, day }) => store.capturedOn(account, day));
  const paid = rows
    .flat()
    .toSorted((a, b) => b.at - a.at)
    .flatMap(({ reference }) => parsePaymentReference(reference)?.renewalId ?? []);
  const lines = new Map<LineId, readonly [RenewalId, ...RenewalId[]]>();
  for (const renewalId of new Set(paid)) {
    const known = lines.get(lineOf(renewalId));
    lines.set(lineOf(renewalId), known ? [...known, renewalId] : [renewalId]);
  }
  return [...lines].map(([lineId, renewalIds]) => ({ lineId, renewalIds }));
};

const linesByAccount = async (
  { store, log }: Deps,
  renewed: readonly RenewedLine[],
): Promise<ReadonlyMap<string, readonly RenewedLine[]>> => {
  const accounts = new Map<string, RenewedLine[]>();
  const lines = await severalAtOnce(renewed, LINE_READS_AT_ONCE, ({ lineId }) => store.line(lineId));
  for (const [index, each] of renewed.entries()) {
    const account = lines[index]?.carrier;
    if (account === undefined) log.error('the line of a paid renewal is not stored', { lineId: each.lineId });
    else accounts.set(account, [...(accounts.get(account) ?? []), each]);
  }
  return accounts;
};

const compareAccount = async (
  deps: Deps,
  account: string,
  lines: readonly RenewedLine[],
  ranAt: Instant,
): Promise<CarrierReconciliation> => {
  const carrier = deps.carriers.of(account);
  if (!carrier) throw new Error(`no such carrier account: ${account}`);
  const until = plusMs(ranAt, RUN_BUDGET_MS);
  const results = await severalAtOnce(
    lines,
    LINES_AT_ONCE,
    async (line): Promise<Compared> =>
      deps.clock() < until ? compareLine(deps, carrier, line) : { kind: 'skipped', why: 'out_of_time' },
  );
  const compared = results.flatMap((result) => (result.kind === 'compared' ? [result] : []));
  return {
    kind: 'carrier',
    account,
    day: Math.floor(ranAt / ROLLING_DAY_MS),
    ranAt,
    theirs: compared.filter(({ isShown }) => isShown).length,
    ours: lines.length,
    ...listed(compared.flatMap(({ differences }) => differences)),
    skipped: countedBy(results.flatMap((result) => (result.kind === 'skipped' ? [result.why] : []))),
  };
};

/** What is open comes first, so that nothing of it is left out for the sake of what is settled. */
const listed = (all: readonly CarrierDifference[]): Pick<CarrierReconciliation, 'differences' | 'unlisted'> => {
  const open = all.filter(({ kind }) => kind !== 'repaired' && kind !== 'settled');
  const rest = all.filter(({ kind }) => kind === 'repaired' || kind === 'settled');
  return {
    differences: [...open, ...rest].slice(0, MAX_DIFFERENCES),
    unlisted: Math.max(0, open.length - MAX_DIFFERENCES),
  };
};

const countedBy = (reasons: readonly SkipReason[]): CarrierReconciliation['skipped'] => {
  const counts: Partial<Record<SkipReason, number>> = {};
  for (const reason of reasons) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
};
