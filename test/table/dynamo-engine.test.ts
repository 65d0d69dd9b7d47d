import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startDynamo } from '../../local/cloud/dynamo-engine.ts';
import { clientOf, makeTable } from './table-on-engine.ts';
import { until } from './until.ts';

const PARENT = join(import.meta.dirname, 'engine-parent.ts');
const INDEX =
  "SELECT count(*) AS found FROM sqlite_master WHERE type = 'index' AND tbl_name = '_stream_records' AND sql LIKE '%sequence_number AS INTEGER%'";

const alive = (pid: number): boolean => existsSync(`/proc/${pid}`);

/** Every process of this machine whose command line names the database file. */
const processesOn = (file: string): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').includes(file) ? [Number(name)] : [];
      } catch {
        return [];
      }
    });

/** Ends the engine's own process, not the shell that guards it. */
const crash = (file: string): void => {
  const engine = processesOn(file).find((pid) => readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('dynoxide'));
  if (engine === undefined) throw new Error('no engine runs on this file');
  process.kill(engine, 'SIGKILL');
};

describe('the DynamoDB engine', () => {
  let folder = '';
  let file = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keizoku-engine-'));
    file = join(folder, 'table.db');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('given a first start on a file, then the index over its stream records is there and kept at the next start', async () => {
    for (const _start of ['first', 'second']) {
      const engine = await startDynamo({ file });
      await engine.stop();
      const database = new DatabaseSync(file);
      expect(database.prepare(INDEX).get()).toEqual({ found: 1 });
      database.close();
    }
  });

  test('given it was stopped and started again, then what was written is still there and no process is left', async () => {
    const first = await startDynamo({ file });
    const client = clientOf(first.url);
    await makeTable(client, 'kept');
    await client.send(new PutItemCommand({ TableName: 'kept', Item: { pk: { S: 'a' }, sk: { S: 'b' } } }));
    await first.stop();
    expect(processesOn(file)).toEqual([]);

    const second = await startDynamo({ file });
    const again = clientOf(second.url);
    const { Item } = await again.send(
      new GetItemCommand({ TableName: 'kept', Key: { pk: { S: 'a' }, sk: { S: 'b' } } }),
    );
    expect(Item).toEqual({ pk: { S: 'a' }, sk: { S: 'b' } });
    await second.stop();
  });

  test('given its owner is killed, when nobody is left to stop it, then nothing of it survives', async () => {
    const parent = spawn(process.execPath, [PARENT, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => parent.stdout.once('data', resolve));
    const started = processesOn(file);
    const ours = started.filter((pid) => pid !== parent.pid);
    expect(ours.length).toBeGreaterThan(0);

    parent.kill('SIGKILL');

    await until(() => ours.every((pid) => !alive(pid)));
    expect(processesOn(file)).toEqual([]);
  });

  test('given it crashes, then it is told and comes back on the same port with everything in it', async () => {
    const exits: boolean[] = [];
    const engine = await startDynamo({ file, onExit: ({ restarting }) => exits.push(restarting) });
    const client = clientOf(engine.url);
    await makeTable(client, 'crashed');

    crash(file);

    await until(
      async () =>
        exits.length === 1 &&
        (await fetch(engine.url).then(
          ({ ok }) => ok,
          () => false,
        )),
    );
    await client.send(new PutItemCommand({ TableName: 'crashed', Item: { pk: { S: 'a' }, sk: { S: 'b' } } }));
    expect(exits).toEqual([true]);
    await engine.stop();
    expect(processesOn(file)).toEqual([]);
  });

  test('given it is asked to stop at the very moment of a crash, then it stays down', async () => {
    let stopped: Promise<void> | undefined;
    const engine = await startDynamo({ file, onExit: () => queueMicrotask(() => (stopped = engine.stop())) });
    crash(file);
    await until(() => stopped !== undefined);
    await stopped;
    expect(processesOn(file)).toEqual([]);
  });

  test('given a port that is taken, then it says so', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address() as { port: number };
    await expect(startDynamo({ port: address.port })).rejects.toThrow(/did not start: .*already in use/s);
    server.close();
  });
});
