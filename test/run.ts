import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs the suites and closes with one plain line of the runner's own counts: `npm test`, or `npm test -- unit table`
 * for some of them. Everything after the names goes to Jest.
 */
const [names, options] = split(process.argv.slice(2));
const folder = mkdtempSync(join(tmpdir(), 'keizoku-test-'));
const report = join(folder, 'report.json');
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(import.meta.dirname, '../node_modules/jest/bin/jest.js'),
    ...(names.length > 0 ? ['--selectProjects', ...names] : []),
    '--json',
    `--outputFile=${report}`,
    ...options,
  ],
  // Jest repeats its report on standard output; the readable one goes to standard error.
  { stdio: ['ignore', 'ignore', 'inherit'] },
);
const counts = readCounts();
rmSync(folder, { recursive: true, force: true });
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = status === 0 && counts.failed === 0 && counts.passed > 0 ? 0 : 1;

function split(words: readonly string[]): [string[], string[]] {
  const first = words.findIndex((word) => word.startsWith('-'));
  const end = first === -1 ? words.length : first;
  return [words.slice(0, end), words.slice(end)];
}

/** A suite that could not even start counts as a failure: it hides tests. */
function readCounts(): { passed: number; failed: number } {
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
