import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from '../adapter.ts';
import { writeFolder } from '../generate.ts';
import { type Difference, runFolder, type Verdict } from './conformance.ts';
import { readFolder } from './folder.ts';
import { UnusableFolder } from './unusable-folder.ts';

const USAGE = 'npm run test:webhooks -- [folder] [--only=regex] [--write=new folder] [-v]';

/**
 * Runs a folder of webhook fixtures, or one that is made for the purpose, through our own handler. Answers the exit
 * code: 0 all as expected, 1 something is not, 2 nothing could be run.
 */
export const conformanceCommand = async (
  words: readonly string[],
  print: (line: string) => void,
): Promise<0 | 1 | 2> => {
  try {
    const { folder, write, only, verbose } = optionsIn(words);
    const verdict = folder === undefined ? await runOwn(write, only) : await run(folder, only);
    if (verdict.cases + verdict.sequences === 0) throw new UnusableFolder('no case and no sequence has such an id');
    report(verdict, verbose, print);
    return verdict.failed > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof UnusableFolder)) throw error;
    print(`Cannot run these webhook fixtures: ${error.message}.`);
    return 2;
  }
};

const run = (folder: string, only: RegExp): Promise<Verdict> => runFolder(readFolder(folder), { create }, only);

const runOwn = async (kept: string | undefined, only: RegExp): Promise<Verdict> => {
  if (kept !== undefined && existsSync(kept)) throw new UnusableFolder(`${kept} is there already`);
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'keizoku-webhooks-'));
  try {
    writeFolder(folder);
    return await run(folder, only);
  } finally {
    if (kept === undefined) rmSync(folder, { recursive: true, force: true });
  }
};

const optionsIn = (words: readonly string[]) => {
  const folders = words.filter((word) => !word.startsWith('-'));
  const option = (name: string): string | undefined =>
    words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
  const unknown = words.find((word) => word.startsWith('-') && word !== '-v' && !/^--(only|write)=./.test(word));
  const write = option('write');
  if (unknown !== undefined || folders.length > 1 || (folders.length > 0 && write !== undefined))
    throw new UnusableFolder(`the words are not understood; ${USAGE}`);
  return { folder: folders[0], write, only: expression(option('only') ?? '.'), verbose: words.includes('-v') };
};

const expression = (text: string): RegExp => {
  try {
    return new RegExp(text);
  } catch {
    throw new UnusableFolder(`${text} is no regular expression`);
  }
};

const report = (verdict: Verdict, verbose: boolean, print: (line: string) => void): void => {
  for (const each of verdict.failures) print(`FAIL ${lineFor(each)}`);
  for (const each of verdict.differences)
    if (verbose) print(`differs ${lineFor(each)} | also right: ${each.alt ?? 'not said'}`);
  for (const { id, why } of verdict.skipped) print(`skip ${id}: ${why}`);
  const { cases, sequences, passed, failed, differing } = verdict;
  print(`${cases} cases and ${sequences} sequences in five event shapes`);
  print(`pass ${passed}  fail ${failed}  differs-but-allowed ${differing}`);
};

const lineFor = ({ id, shapes, title, problems }: Difference): string =>
  `${id} [${shapes.join(', ')}] ${title}: ${problems.join('; ')}`;
