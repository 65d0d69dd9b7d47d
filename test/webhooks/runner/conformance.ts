import type { Adapter, LambdaAnswer, Receiver } from '../adapter/context.ts';
import { isAsWanted, textOf } from './acknowledged.ts';
import { contextFor, orderOf } from './context-for.ts';
import type { Fixture, FixtureCase, FixtureSequence, Folder } from './folder.ts';
import { lambdaEvent, SHAPES, type Shape } from './lambda-events.ts';

/** One case or sequence in the shapes in which it did not turn out as expected. */
export interface Difference {
  readonly id: string;
  readonly title: string;
  readonly shapes: readonly Shape[];
  /** Of the first of these shapes. */
  readonly problems: readonly string[];
  /** What else would be acceptable. */
  readonly alt?: unknown;
}

/** Counted are runs: each case and sequence runs in every shape. */
export interface Verdict {
  readonly cases: number;
  readonly sequences: number;
  readonly passed: number;
  readonly failed: number;
  /** Not as expected where that is not strict. */
  readonly differing: number;
  readonly failures: readonly Difference[];
  readonly differences: readonly Difference[];
  readonly skipped: readonly { readonly id: string; readonly why: string }[];
}

/** Nothing when all is as expected. */
type Problems = readonly string[];

/** Drives every case and every sequence of a folder through receivers that the adapter makes, one after the other. */
export const runFolder = async (folder: Folder, adapter: Adapter, only = /./): Promise<Verdict> => {
  const cases = folder.cases.filter(({ id }) => only.test(id));
  const sequences = folder.sequences.filter(({ id }) => only.test(id));
  let passed = 0;
  const failures: Difference[] = [];
  const differences: Difference[] = [];
  const skipped: Verdict['skipped'][number][] = [];
  const judge = (fixture: Fixture, runs: readonly (readonly [Shape, Problems])[]): void => {
    const wrong = runs.filter(([, problems]) => problems.length > 0);
    passed += runs.length - wrong.length;
    const [first] = wrong;
    if (!first) return;
    const { id, title, expect } = fixture;
    const difference = { id, title, shapes: wrong.map(([shape]) => shape), problems: first[1], alt: expect.alt };
    (expect.strict ? failures : differences).push(difference);
  };

  for (const each of cases) judge(each, await inEveryShape((shape) => runCase(folder, adapter, each, shape)));
  for (const each of sequences) {
    const missing = await missingHook(folder, adapter, each);
    if (missing) skipped.push({ id: each.id, why: `the adapter has no ${missing}` });
    else judge(each, await inEveryShape((shape) => runSequence(folder, adapter, each, shape)));
  }
  return {
    cases: cases.length,
    sequences: sequences.length,
    passed,
    failed: runsOf(failures),
    differing: runsOf(differences),
    failures,
    differences,
    skipped,
  };
};

const inEveryShape = async (run: (shape: Shape) => Promise<Problems>) => {
  const runs: [Shape, Problems][] = [];
  for (const shape of SHAPES)
    runs.push([shape, await run(shape).catch((error: unknown) => [`the adapter failed: ${error}`])]);
  return runs;
};

const runsOf = (differences: readonly Difference[]): number =>
  differences.reduce((sum, { shapes }) => sum + shapes.length, 0);

const runCase = async (folder: Folder, adapter: Adapter, fixture: FixtureCase, shape: Shape): Promise<Problems> => {
  const { context, certFetches } = contextFor(folder, fixture);
  const receiver = await adapter.create(context);
  const answer = await answerTo(() => receiver.deliver(lambdaEvent(shape, fixture.http)));
  const { expect, provider } = fixture;
  const acknowledged = isAsWanted(expect.ack, provider, answer);
  const fetches = certFetches();
  return [
    ...(acknowledged ? [] : [ackProblem(expect.ack, answer)]),
    ...(answer.statusCode === THREW ? [`handler threw: ${textOf(answer)}`] : []),
    ...(await stateProblems(receiver, { ...expect, order_after: expect.order_after || undefined })),
    ...(expect.cert_fetches === undefined || fetches === expect.cert_fetches
      ? []
      : [`certificate fetches want ${expect.cert_fetches} got ${fetches}`]),
  ];
};

const runSequence = async (
  folder: Folder,
  adapter: Adapter,
  fixture: FixtureSequence,
  shape: Shape,
): Promise<Problems> => {
  const { provider, mode, steps, expect } = fixture;
  const receiver = await adapter.create(contextFor(folder, fixture).context);
  const take = async ({ before, http }: (typeof steps)[number]): Promise<LambdaAnswer> => {
    if (before === 'create-order') await receiver.createOrder?.(orderOf(folder.defaults, provider, 'default'));
    if (before === 'fail-store-once') await receiver.failStoreOnce?.();
    return answerTo(() => receiver.deliver(lambdaEvent(shape, http)));
  };
  const answers: LambdaAnswer[] = [];
  if (mode === 'parallel') answers.push(...(await Promise.all(steps.map(take))));
  else for (const step of steps) answers.push(await take(step));
  const wrongAcks = (expect.acks ?? []).flatMap((wanted, index) => {
    const answer = answers[index];
    if (answer && isAsWanted(wanted, provider, answer)) return [];
    return [`step ${index + 1} ${answer ? ackProblem(wanted, answer) : 'was never sent'}`];
  });
  return [...wrongAcks, ...(await stateProblems(receiver, expect))];
};

const ackProblem = (wanted: string, answer: LambdaAnswer): string =>
  `ack want ${wanted} got ${answer.statusCode} ${textOf(answer).slice(0, 90)}`;

const stateProblems = async (
  receiver: Receiver,
  expect: Pick<FixtureSequence['expect'], 'fulfil' | 'order_after' | 'refunded_amount'>,
): Promise<Problems> => {
  const { fulfilments, order_status, refunded_amount } = await receiver.state();
  const { fulfil, order_after, refunded_amount: refunded } = expect;
  const isRefundWrong = refunded !== undefined && refunded_amount !== undefined && refunded !== refunded_amount;
  return [
    ...(fulfilments === fulfil ? [] : [`fulfil want ${fulfil} got ${fulfilments}`]),
    ...(order_after === undefined || order_status === order_after
      ? []
      : [`order want ${order_after} got ${order_status}`]),
    ...(isRefundWrong ? [`refunded want ${refunded} got ${refunded_amount}`] : []),
  ];
};

/** What Lambda would answer with, had the function thrown. */
const THREW = 599;

const answerTo = async (deliver: () => Promise<LambdaAnswer>): Promise<LambdaAnswer> => {
  try {
    return await deliver();
  } catch (error) {
    return { statusCode: THREW, body: String(error) };
  }
};

const missingHook = async (folder: Folder, adapter: Adapter, fixture: FixtureSequence) => {
  const needs = new Set(fixture.steps.map(({ before }) => before));
  if (!needs.has('create-order') && !needs.has('fail-store-once')) return undefined;
  const receiver = await adapter.create(contextFor(folder, fixture).context);
  if (needs.has('create-order') && !receiver.createOrder) return 'createOrder';
  return needs.has('fail-store-once') && !receiver.failStoreOnce ? 'failStoreOnce' : undefined;
};
