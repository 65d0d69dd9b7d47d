import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { type BuildOptions, buildSync } from 'esbuild';

const PROJECT = join(import.meta.dirname, '..');
const FUNCTIONS = join(PROJECT, 'functions');
/** What the functions of one folder share; its other files are their entries. */
const SHARED_IN_FOLDER: ReadonlySet<string> = new Set(['endpoint.ts', 'handler.ts']);

/** How every function is bundled. */
export const BUNDLED = {
  absWorkingDir: PROJECT,
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  target: 'node24',
  mainFields: ['module', 'main'],
  // Lambda always has its credentials in the environment: the SDK's long chain of other places stays out.
  alias: { '@aws-sdk/credential-provider-node': join(PROJECT, 'shared/runtime/environment-credentials.ts') },
} satisfies BuildOptions;

/** The entries in a folder below `functions/`: its `index.ts`, or one file for each of several functions. */
export const entriesOf = (folder: string): readonly string[] => {
  const files = readdirSync(join(FUNCTIONS, folder)).sort();
  const entries = files.includes('index.ts') ? ['index.ts'] : files.filter((file) => !SHARED_IN_FOLDER.has(file));
  return entries.map((file) => join(folder, file));
};

/** The files of one bundle by their names, which are the same for every function. */
type Files = ReadonlyMap<string, Buffer>;

/** By the app, which has one setting for all of its functions. */
const bundlesOf = new WeakMap<IConstruct, ReadonlyMap<string, Files>>();

interface BundleOptions {
  readonly sourceMap: boolean;
  /** Put beside the bundle: texts by their names. */
  readonly files?: Readonly<Record<string, string>>;
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * The code of the function with this entry below `functions/`. The app's first one that is bundled brings all others
 * along: a process for each of them takes eight times as long.
 */
export const bundledCode = (scope: IConstruct, entry: string, options: BundleOptions): Code =>
  Code.fromAsset(PROJECT, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never run; the library tells assets from each other by the image and its command.
      image: DockerImage.fromRegistry('none'),
      command: [entry, ...Object.values(options.files ?? {}).map(hashOf)],
      local: {
        tryBundle: (folder) => {
          const app = scope.node.root;
          const bundles = bundlesOf.get(app) ?? bundleAll(dirname(folder), options.sourceMap);
          bundlesOf.set(app, bundles);
          const files = bundles.get(entry);
          if (files === undefined) throw new Error(`functions/${entry} is no entry of a function`);
          for (const [name, content] of [...files, ...Object.entries(options.files ?? {})])
            writeFileSync(join(folder, name), content);
          return true;
        },
      },
    },
  });

/** Bundles go through a folder beside those of the assets: source maps name their sources from there. */
const bundleAll = (beside: string, sourceMap: boolean): ReadonlyMap<string, Files> => {
  const outdir = mkdtempSync(join(beside, 'bundles-'));
  const entries = readdirSync(FUNCTIONS).flatMap(entriesOf);
  try {
    buildSync({
      ...BUNDLED,
      entryPoints: entries.map((entry) => ({ in: join(FUNCTIONS, entry), out: nameOf(entry) })),
      outdir,
      // Uploaded beside the bundle for reading traces; not enabled, which would cost CPU and memory at run time.
      ...(sourceMap && { sourcemap: 'external' }),
      logLevel: 'warning',
    });
    const endings = sourceMap ? ['.js', '.js.map'] : ['.js'];
    const filesOf = (entry: string): Files =>
      new Map(endings.map((ending) => [`index${ending}`, readFileSync(join(outdir, nameOf(entry) + ending))]));
    return new Map(entries.map((entry) => [entry, filesOf(entry)]));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};

const nameOf = (entry: string): string => entry.replace('.ts', '').replaceAll(/[/\\]/g, '-');
