import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { CannotStart } from '../cannot-start.ts';
import { COMPILED } from '../compiled.ts';

const PROJECT = join(import.meta.dirname, '../..');

/** Everything that a synthesized assembly is made from. */
const INPUTS = [
  'infra/**/*.ts',
  'functions/**/*.ts',
  'shared/**/*.ts',
  'catalogue/**/*.{ts,yaml,json}',
  'cdk.json',
  'package-lock.json',
  'tsconfig.json',
];

const cdkJson = z.object({ context: z.record(z.string(), z.unknown()).default({}) });

/**
 * Synthesizes the CDK app and answers the folder of its cloud assembly. The folder's name is a hash of all inputs, so
 * unchanged sources are not bundled again and changed ones always are.
 *
 * @throws CannotStart with the app's own words when it fails
 */
export const synthesize = async (home: string, context: Readonly<Record<string, string>>): Promise<string> => {
  const { context: flags } = cdkJson.parse(JSON.parse(readFileSync(join(PROJECT, 'cdk.json'), 'utf8')));
  // The CLI sets the first one as well; construct paths name functions and schedules here.
  const allContext = { 'aws:cdk:enable-path-metadata': true, ...flags, ...context };
  const assemblies = join(home, 'assembly');
  const folder = join(assemblies, hashOf(allContext));
  if (existsSync(join(folder, 'manifest.json'))) return folder;
  rmSync(assemblies, { recursive: true, force: true });
  mkdirSync(assemblies, { recursive: true });
  // Bundles are CommonJS, also where a folder above says otherwise.
  writeFileSync(join(assemblies, 'package.json'), '{"type":"commonjs"}\n');
  // Complete or not there: a killed synthesis leaves only the other name behind.
  const unfinished = `${folder}.unfinished`;
  await runApp({ CDK_OUTDIR: unfinished, CDK_CONTEXT_JSON: JSON.stringify(allContext) });
  renameSync(unfinished, folder);
  return folder;
};

const hashOf = (context: unknown): string => {
  const hash = createHash('sha256').update(JSON.stringify([process.version, context]));
  for (const file of globSync(INPUTS, { cwd: PROJECT }).sort())
    hash.update(`\n${file}\n`).update(readFileSync(join(PROJECT, file)));
  return hash.digest('hex').slice(0, 16);
};

const runApp = (variables: Readonly<Record<string, string>>): Promise<void> =>
  new Promise((resolve, reject) => {
    const app = spawn(process.execPath, ['infra/app.ts'], {
      cwd: PROJECT,
      // The library's own look at the finished templates takes longer than all the rest: tests and `npm run synth` have it.
      env: { ...COMPILED, ...process.env, NODE_OPTIONS: '', CDK_VALIDATION: 'false', ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [app.stdout, app.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
    app.once('error', reject);
    app.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new CannotStart(`The CDK app could not be synthesized:\n${said.trim()}`));
    });
  });
