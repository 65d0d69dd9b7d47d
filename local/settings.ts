import { isAbsolute, join } from 'node:path';
import { CannotStart } from './cannot-start.ts';

/** What a person can set: `PORT` and `KEIZOKU_HOME`, and `--fresh` on the command line. */
export interface Settings {
  readonly port: number;
  /** The folder that holds all state. */
  readonly home: string;
  readonly fresh: boolean;
}

const DEFAULT_PORT = 4242;
const NEEDED_NODE_MAJOR = 24;
const OPTIONS = new Set(['--fresh']);

/** @throws CannotStart */
export const readSettings = (
  environment: Readonly<Record<string, string | undefined>>,
  words: readonly string[],
  projectFolder: string,
): Settings => {
  const unknown = words.find((word) => !OPTIONS.has(word));
  if (unknown !== undefined) throw new CannotStart(`Unknown option ${unknown}: there is only --fresh.`);
  const { PORT: port = String(DEFAULT_PORT), KEIZOKU_HOME: home = '.keizoku' } = environment;
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535)
    throw new CannotStart(`PORT must be a number from 1 to 65535, not "${port}".`);
  if (home.trim() === '') throw new CannotStart('KEIZOKU_HOME must name a folder.');
  return {
    port: Number(port),
    home: isAbsolute(home) ? home : join(projectFolder, home),
    fresh: words.includes('--fresh'),
  };
};

/** @throws CannotStart when this Node is too old: an older one cannot run what Lambda's nodejs24.x runs */
export const requireNode = (version: string): void => {
  const major = Number(/^v(\d+)\./.exec(version)?.[1]);
  if (major >= NEEDED_NODE_MAJOR) return;
  throw new CannotStart(
    `Node ${NEEDED_NODE_MAJOR} is needed and this is ${version}: on Linux x64 "npm ci" brings it along, on other platforms install it first.`,
  );
};
