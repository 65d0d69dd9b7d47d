import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { serveSimulator } from '../../local/simulators/simulator.ts';
import type { CarrierReconciliation } from '../../shared/domain/reconciliation/carrier-reconciliation.ts';
import {
  HOUR_MS,
  type Instant,
  instant,
  MINUTE_MS,
  plusMs,
  ROLLING_DAY_MS,
} from '../../shared/domain/values/instant.ts';
import { makeTable } from '../../test/table/table-on-engine.ts';
import { drawCases, type LineCase } from './cases.ts';
import { drawsOf } from './draws.ts';
import { type LineProof, linesAtRest } from './lines-at-rest.ts';
import { type Product, product as productOf } from './product.ts';
import { type JournalCall, putSim, type SimulatorControl, simulatorControl } from './simulator-control.ts';
import type { Stage } from './stage.ts';
import { type Tally, tally } from './tally.ts';
import { type Ordered, travel } from './travellers.ts';
import { type Trouble, trouble as troubleOf } from './trouble.ts';
import { type VirtualTime, virtualTime } from './virtual-time.ts';
import { openWindows, RENEWALS_A_ROUND } from './windows.ts';
import type { SentCall } from './wire.ts';

export interface ProofOptions {
  readonly renewals: number;
  readonly seed: number;
  /** Share of the renewals that meet a mishap; with none, the account meets no trouble either. */
  readonly faults: number;
}

/** What one carrier's run has come to. */
export interface Proof {
  readonly stage: Stage;
  readonly lines: readonly LineProof[];
  readonly refusedForGood: Tally;
  readonly refusals: Tally;
  readonly trouble: Pick<Trouble, 'set' | 'met'>;
  /** Every call, by the carrier's own journal. */
  readonly journal: readonly JournalCall[];
  readonly runs: Tally;
  /** What no worker may say. */
  readonly errors: readonly string[];
  /** Of the daily comparisons. */
  readonly reports: readonly CarrierReconciliation[];
  readonly wallMs: number;
}

/** When every run begins. */
const START = instant(Date.UTC(2031, 8, 20));
/** After the last order: refused travellers have come again, and the longest faults are over. */
const AFTERMATH_MS = 5 * HOUR_MS;
/** Without any fault: what was given up is looked for during a day. */
const REST_MS = 2 * ROLLING_DAY_MS;

/** Renews as many lines at one carrier as are wanted, with all that can go wrong, and looks at what has become of them. */
export const prove = async (client: DynamoDBClient, stage: Stage, options: ProofOptions): Promise<Proof> => {
  const startedAt = performance.now();
  const { seed } = options;
  const tableName = `proof-${stage.account}-${seed}-${Math.round(startedAt)}`;
  await makeTable(client, tableName, { streamed: false });
  const time = virtualTime(START);
  const simulator = await serveSimulator(stage.simulator, { port: 0, recordsFile: ':memory:', now: time.now });
  try {
    const control = simulatorControl(simulator.url);
    const trouble = troubleOf(time, control, seed);
    const runs = tally();
    const endsSet = new Map<string, number[]>();
    const beforeSent = async (call: SentCall): Promise<void> => {
      control.countCall();
      const carrierRef = stage.ordersFor(call);
      if (carrierRef === undefined) return;
      const end = stage.endSetBy?.(call);
      if (end !== undefined) endsSet.set(carrierRef, [...(endsSet.get(carrierRef) ?? []), end]);
      await trouble.onOrder(carrierRef);
    };
    const product = productOf({ stage, url: simulator.url, time, client, tableName, seed, beforeSent }, trouble, runs);
    const cases = drawCases(stage, { ...options, start: plusMs(START, MINUTE_MS) });
    const travelled = await play({ stage, time, product, control, trouble }, cases, options);
    const lines = await linesAtRest({ stage, product, control, trouble, endsSet }, travelled.ordered);
    const wallMs = performance.now() - startedAt;
    const { refusals, refusedForGood } = travelled;
    return {
      stage,
      lines,
      refusals,
      refusedForGood,
      trouble,
      journal: control.journal(),
      runs,
      errors: product.errors(),
      reports: product.reports(),
      wallMs,
    };
  } finally {
    await simulator.close();
  }
};

interface Play {
  readonly stage: Stage;
  readonly time: VirtualTime;
  readonly product: Product;
  readonly control: SimulatorControl;
  readonly trouble: Trouble;
}

const play = async (on: Play, cases: readonly LineCase[], { renewals, seed, faults }: ProofOptions) => {
  const { stage, time, product, control, trouble } = on;
  const ordered: Ordered[] = [];
  const [refusals, refusedForGood] = [tally(), tally()];
  await product.store.addPlan(stage.plan);
  for (const { line, simFacts } of cases) {
    await product.store.addLine(line);
    await putSim(control, line, simFacts);
  }
  const draws = drawsOf(seed, `${stage.account}/travellers`);
  const prepare = trouble.arrange;
  const onOrdered = (each: Ordered): void => void ordered.push(each);
  const onRefused = (code: string): void => refusedForGood.add(code);
  for (const each of cases) travel({ time, draws, product, refusals, prepare, onOrdered, onRefused }, each);
  const last = cases.at(-1)?.orderedAt ?? START;
  if (faults > 0) {
    const rounds = Math.max(1, Math.round(renewals / RENEWALS_A_ROUND));
    const length = (last - START) / rounds;
    for (let round = 0; round < rounds; round += 1) {
      const from = plusMs(START, Math.round(round * length));
      openWindows({ ...on, seed, met: trouble.set }, from, plusMs(from, Math.round(length)));
    }
  }
  tidy(on, ordered);
  const over: Instant = plusMs(last, AFTERMATH_MS);
  await time.runUntil(over);
  // A number that was given away stays so.
  await control.dropRules(({ fault }) => fault !== 'recycled');
  await stage.credit?.set(control, true);
  for (let at = plusMs(over, ROLLING_DAY_MS); at <= plusMs(over, REST_MS); at = plusMs(at, ROLLING_DAY_MS))
    product.reconcileAt(at);
  await time.runUntil(plusMs(over, REST_MS));
  await control.readJournal();
  return { ordered, refusals, refusedForGood };
};

/** Once it has ended, its record is read back within this. */
const OVER_AFTER_MS = 5 * MINUTE_MS;

/** Every minute: reads the carrier's journal before it forgets, and takes away faults that nobody will meet. */
const tidy = (on: Play, ordered: readonly Ordered[]): void => {
  const { time, product, control, trouble } = on;
  time.quietlyAt(plusMs(time.now(), MINUTE_MS), async () => {
    if (control.isJournalDue()) await control.readJournal();
    const over = new Set(
      ordered.flatMap((each) => (isOver(product.statusOf(each.renewalId), time.now()) ? [each.case] : [])),
    );
    await trouble.clearAway((of) => over.has(of));
    tidy(on, ordered);
  });
};

const isOver = (change: ReturnType<Product['statusOf']>, now: Instant): boolean =>
  (change?.status === 'active' || change?.status === 'refunded') && now > change.at + OVER_AFTER_MS;
