import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastEndpoints } from './ports.ts';
import { CannotStart } from './settings.ts';

/** Marks a folder as ours, so that `--fresh` never clears another one. */
const MARKER = 'keizoku-state';

/**
 * Makes the state folder ready.
 *
 * @throws CannotStart when it cannot be written, is somebody else's, or another instance runs on it
 */
export const prepareHome = async (home: string, fresh: boolean): Promise<void> => {
  await refuseSecondInstance(home);
  try {
    mkdirSync(home, { recursive: true });
    const ours = existsSync(join(home, MARKER));
    if (!ours && readdirSync(home).length > 0)
      throw new CannotStart(`${home} is not empty and holds no state of Keizoku: choose another KEIZOKU_HOME.`);
    if (fresh) for (const name of readdirSync(home)) rmSync(join(home, name), { recursive: true, force: true });
    writeFileSync(join(home, MARKER), 'The local cloud of Keizoku keeps its state here.\n');
  } catch (error) {
    if (error instanceof CannotStart) throw error;
    throw new CannotStart(
      `The state folder ${home} cannot be used: ${error instanceof Error ? error.message : error}.`,
    );
  }
};

const refuseSecondInstance = async (home: string): Promise<void> => {
  const last = lastEndpoints(home);
  if (!last || !isAlive(last.pid)) return;
  const answer = await fetch(`${last.control}/health`).catch(() => undefined);
  if (answer?.ok)
    throw new CannotStart(`Keizoku runs already on ${home} (process ${last.pid}): open ${last.api}, or stop it first.`);
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
