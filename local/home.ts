import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CannotStart } from './cannot-start.ts';
import { lastEndpoints } from './ports.ts';

/** Marks a folder as ours, so that `--fresh` never clears another one. */
const MARKER = 'keizoku-state';
/** Held by whoever runs on the folder; the operating system lets go of it however a process ends. */
const LOCK = 'lock.sqlite';

export interface Home {
  /** Lets the next instance have the folder. */
  release(): void;
}

/**
 * Makes the state folder ready and takes it, before anything in it is touched.
 *
 * @throws CannotStart when it cannot be written, is somebody else's, or another instance runs or starts on it
 */
export const takeHome = (home: string, fresh: boolean): Home => {
  try {
    makeFolder(home);
    if (!existsSync(join(home, MARKER)) && readdirSync(home).length > 0)
      throw new CannotStart(`${home} is not empty and holds no state of Keizoku: choose another KEIZOKU_HOME.`);
    writeFileSync(join(home, MARKER), 'The local cloud of Keizoku keeps its state here.\n');
    const lock = takeLock(home);
    if (fresh)
      for (const name of readdirSync(home))
        if (name !== MARKER && !name.startsWith(LOCK)) rmSync(join(home, name), { recursive: true, force: true });
    return { release: () => lock.close() };
  } catch (error) {
    if (error instanceof CannotStart) throw error;
    throw new CannotStart(
      `The state folder ${home} cannot be used: ${error instanceof Error ? error.message : error}.`,
    );
  }
};

/** One folder after the other: asked for all of them at once, Node does not come back where there can be none. */
const makeFolder = (folder: string): void => {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
};

/** A transaction on a file of its own that is never ended. */
const takeLock = (home: string): DatabaseSync => {
  const lock = new DatabaseSync(join(home, LOCK));
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch {
    lock.close();
    const last = lastEndpoints(home);
    throw new CannotStart(
      `Keizoku runs already on ${home}, or is about to: ${last ? `open ${last.api}, or stop it` : 'wait for it, or stop it'} first.`,
    );
  }
};
