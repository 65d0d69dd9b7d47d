import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { CannotStart } from '../cannot-start.ts';

export interface DynamoEngine {
  /** Without a trailing slash. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface DynamoOptions {
  /** The database file; without it everything is gone at the end. */
  readonly file?: string;
  /** A free one when left out. */
  readonly port?: number;
  /** Told when the engine ends without having been asked to. */
  readonly onExit?: (exit: { readonly output: string; readonly restarting: boolean }) => void;
}

/** A crash is survived; an engine that keeps crashing is not worth the illusion of running. */
const MAX_RESTARTS = 20;
const MAX_PORTS = 5;
const START_DEADLINE_MS = 10_000;
const POLL_MS = 5;
/** What is kept of the engine's own words, for the error that ends it. */
const MAX_OUTPUT_LENGTH = 2_000;
const LISTENING = 'listening on';

/**
 * Runs the engine and ends with it. File descriptor 3 is a pipe that we hold: when it closes, because we ask for it
 * or because we were killed, the reader kills the engine. `read` is part of the shell, so no process of its own
 * outlives the reader.
 */
const GUARD = `
"$@" 3<&- &
engine=$!
( read -r _ <&3; kill -KILL $engine ) &
reader=$!
wait $engine
kill -KILL $reader
`;

/**
 * Starts DynamoDB's stand-in on 127.0.0.1 and keeps it running.
 *
 * @throws Error in one sentence when there is none for this platform, the port is taken or it does not answer
 */
export const startDynamo = async (options: DynamoOptions = {}): Promise<DynamoEngine> => {
  if (options.port !== undefined) return startOn(options.port, options);
  for (let tries = 1; ; tries += 1) {
    try {
      return await startOn(await freePort(), options);
    } catch (error) {
      // Between looking for a free port and listening on it somebody else may take it.
      if (tries === MAX_PORTS || !String(error).includes('already in use')) throw error;
    }
  }
};

const startOn = async (chosen: number, { file, onExit }: DynamoOptions): Promise<DynamoEngine> => {
  const binary = findBinary();
  const url = `http://127.0.0.1:${chosen}`;
  const launch = () =>
    run([binary, '--host', '127.0.0.1', '--port', String(chosen), ...(file ? ['--db-path', file] : [])], url);

  if (file !== undefined && !indexStream(file)) {
    // The engine makes its own tables: the first start of all is for them.
    await (await launch()).stop();
    if (!indexStream(file)) throw new Error(`The DynamoDB engine made no stream records in ${file}.`);
  }

  const relaunch = () =>
    launch().catch((error: unknown) => {
      onExit?.({ output: String(error), restarting: false });
      return undefined;
    });

  let running: Running | undefined = await launch();
  let stopping = false;
  const supervision = (async () => {
    for (let restarts = 0; running; restarts += 1) {
      const output = await running.ended;
      if (stopping) return;
      running = undefined;
      onExit?.({ output, restarting: restarts < MAX_RESTARTS });
      if (restarts < MAX_RESTARTS && !stopping) running = await relaunch();
      // Asked to stop while it was starting again.
      if (stopping) await running?.stop();
    }
  })();

  return {
    url,
    async stop() {
      stopping = true;
      await running?.stop();
      await supervision;
    },
  };
};

interface Running {
  /** Resolves with the engine's last words when its process is gone and its file is free. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

const run = async (command: readonly string[], url: string): Promise<Running> => {
  // A group of its own: Ctrl-C is for us, so that we can finish with the engine before it goes.
  const child = spawn('sh', ['-c', GUARD, 'guard', ...command], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const lifeline = child.stdio[3];
  const output = collect(child);
  let over = false;
  const ended = new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(output()));
  }).finally(() => {
    over = true;
  });
  const stop = async () => {
    lifeline?.destroy();
    await ended;
  };
  const deadline = Date.now() + START_DEADLINE_MS;
  while (!(output().includes(LISTENING) && (await answers(url)))) {
    if (over) throw new Error(`The DynamoDB engine did not start: ${await ended}`);
    if (Date.now() > deadline) {
      await stop();
      throw new Error(`The DynamoDB engine did not answer within ${START_DEADLINE_MS / 1000} seconds.`);
    }
    await delay(POLL_MS);
  }
  return { ended, stop };
};

const collect = ({ stdout, stderr }: ChildProcess): (() => string) => {
  let text = '';
  for (const stream of [stdout, stderr])
    stream?.on('data', (chunk) => {
      text = (text + chunk).slice(-MAX_OUTPUT_LENGTH);
    });
  return () => text.trim();
};

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    async (response) => (await response.text()).startsWith('healthy'),
    () => false,
  );

/**
 * Without this index every write scans all stream records of the file. Answers `false` while there is no such file
 * or table yet. No engine may be running on the file.
 */
const indexStream = (file: string): boolean => {
  if (!existsSync(file)) return false;
  const database = new DatabaseSync(file);
  try {
    const table = database
      .prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_stream_records'")
      .get();
    if (!table) return false;
    database.exec(
      'CREATE INDEX IF NOT EXISTS keizoku_stream_order ON _stream_records (table_name, CAST(sequence_number AS INTEGER))',
    );
    return true;
  } finally {
    database.close();
  }
};

const findBinary = (): string => {
  const platform = `${process.platform}-${process.arch}`;
  try {
    return createRequire(import.meta.url).resolve(`@dynoxide/${platform}/dynoxide`);
  } catch {
    throw new CannotStart(
      `There is no DynamoDB engine for ${platform} in node_modules: the local cloud runs on Linux x64, after "npm ci".`,
    );
  }
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no free port')),
      );
    });
  });
