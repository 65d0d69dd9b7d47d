import { join } from 'node:path';

/**
 * For the environment of each process that is started here: Node keeps there what it has compiled, and compiles anew what
 * has changed. Half of what a simulator needs to start was compiling.
 */
export const COMPILED = { NODE_COMPILE_CACHE: join(import.meta.dirname, '../node_modules/.cache/compiled') };
