import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Suites that need nothing but a CPU, several at a time. */
const SIDE_BY_SIDE = ['unit', 'table', 'infra'];
/** Suites that start whole products or wait for what these do, one at a time. */
const ONE_BY_ONE = ['local', 'e2e'];
/** Jest leaves a core for itself. On two cores that would be one process, whose heap fills up with hundreds of suites. */
const WORKERS = Math.max(2, availableParallelism() - 1);

/**
 * Runs the suites and closes with one plain line of the runner's own counts: `npm test`, or `npm test -- unit table`
 * for some of them. Everything after the names goes to Jest.
 */
const [names, options] = split(process.argv.slice(2));
const unknown = names.filter((name) => ![...SIDE_BY_SIDE, ...ONE_BY_ONE].includes(name));
if (unknown.length > 0) console.error(`There are no suites of the name ${unknown.join(', ')}.`);
const ran: readonly Counts[] = [
  runJest(wanted(SIDE_BY_SIDE), [`--maxWorkers=${WORKERS}`]),
  runJest(wanted(ONE_BY_ONE), ['--runInBand']),
  { passed: 0, failed: unknown.length },
];
const passed = ran.reduce((sum, counts) => sum + counts.passed, 0);
const failed = ran.reduce((sum, counts) => sum + counts.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

function split(words: readonly string[]): [string[], string[]] {
  const first = words.findIndex((word) => word.startsWith('-'));
  const end = first === -1 ? words.length : first;
  return [words.slice(0, end), words.slice(end)];
}

function wanted(kinds: readonly string[]): readonly string[] {
  return names.length === 0 ? kinds : kinds.filter((kind) => names.includes(kind));
}

function runJest(kinds: readonly string[], workers: readonly string[]): Counts {
  if (kinds.length === 0) return { passed: 0, failed: 0 };
  const folder = mkdtempSync(join(tmpdir(), 'keizoku-test-'));
  const report = join(folder, 'report.json');
  const { status } = spawnSync(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(import.meta.dirname, '../node_modules/jest/bin/jest.js'),
      ...['--selectProjects', ...kinds],
      // What is looked for by a pattern may stand in the other kinds.
      '--passWithNoTests',
      ...(options.some((option) => /^(-i|-w|--runInBand|--maxWorkers)\b/.test(option)) ? [] : workers),
      '--json',
      `--outputFile=${report}`,
      ...options,
    ],
    // Jest repeats its report on standard output; the readable one goes to standard error.
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const counts = readCounts(report);
  rmSync(folder, { recursive: true, force: true });
  // Jest can fail without a failed test, by a setting it does not know for example.
  return status === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

/** A suite that could not even start counts as a failure: it hides tests. */
function readCounts(report: string): Counts {
  try {
    const result = JSON.parse(readFileSync(report, 'utf8'));
    return {
      passed: Number(result.numPassedTests),
      failed: Number(result.numFailedTests) + Number(result.numRuntimeErrorTestSuites),
    };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
