import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { stageConfig } from './config.ts';
import type { StageConfig } from './stage.ts';

const PROJECT = join(import.meta.dirname, '..');
const STAGES = ['local', 'dev', 'prod'];
const COMPILED_WITHIN_MS = 60_000;
const MAX_BYTES = 10_000_000;

/** What a stage sells, checked. */
export interface CompiledCatalogue {
  /** JSON. */
  readonly text: string;
  /** Of the text: another one is loaded anew. */
  readonly hash: string;
}

/** By what was asked: tests synthesize many stages in one process. */
const compiled = new Map<string, CompiledCatalogue>();

/**
 * Runs the check of the brand's catalogue in a process of its own: the template imports no product code.
 *
 * @throws Error that tells everything that is wrong with the catalogue, with its lines
 */
export const compiledCatalogue = ({ brand, carriers }: StageConfig): CompiledCatalogue => {
  const everywhere = [...STAGES.flatMap((stage) => accountsOf(stage)), ...carriers];
  const accounts = Object.fromEntries(everywhere.map(({ name, provider }) => [name, provider]));
  const input = JSON.stringify({ brand, accounts, here: carriers.map(({ name }) => name) });
  const known = compiled.get(input);
  if (known) return known;
  const made = compile(input);
  compiled.set(input, made);
  return made;
};

const accountsOf = (stage: string): StageConfig['carriers'] =>
  stageConfig((key) => (key === 'stage' ? stage : undefined)).carriers;

const compile = (input: string): CompiledCatalogue => {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, ['--import', 'tsx', 'catalogue/compile.ts'], {
    cwd: PROJECT,
    env: { ...process.env, NODE_OPTIONS: '' },
    input,
    encoding: 'utf8',
    timeout: COMPILED_WITHIN_MS,
    maxBuffer: MAX_BYTES,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`The catalogue cannot be sold:\n${stderr.trim()}`);
  return { text: stdout, hash: createHash('sha256').update(stdout).digest('hex').slice(0, 16) };
};
