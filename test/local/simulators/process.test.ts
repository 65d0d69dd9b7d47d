import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../../../local/eventually.ts';
import { startSimulator } from '../../../local/simulators/process.ts';

const WITHIN_MS = 10_000;

describe('a simulator in a process of its own', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keizoku-simulator-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const start = (tell: (sentence: string) => void) =>
    startSimulator(
      {
        port: 0,
        recordsFile: join(folder, 'records.sqlite'),
        offsetMs: 0,
        simulator: { name: 'mailbox', eventsUrl: 'http://127.0.0.1:9' },
      },
      join(folder, 'simulator.log'),
      tell,
    );
  const faultsAt = async (url: string): Promise<unknown> => (await fetch(`${url}/_sim/faults`)).json();

  test('given that it is killed, then it is started again on its port, with its memory, and somebody is told', async () => {
    const told: string[] = [];
    const simulator = await start((sentence) => told.push(sentence));
    const faults = { sms: { kind: 'throttle', times: 3 } };
    await fetch(`${simulator.url}/_sim/faults`, { method: 'PUT', body: JSON.stringify(faults) });
    const before = simulator.pid() ?? 0;

    process.kill(before, 'SIGKILL');
    await eventually('it serves again', WITHIN_MS, async () => {
      expect(await faultsAt(simulator.url)).toMatchObject({ sms: { kind: 'throttle', times: 3 } });
    });

    expect(simulator.pid()).not.toBe(before);
    expect(told).toEqual([expect.stringContaining('The mailbox simulator ended and is started again')]);
    await simulator.stop();
    await expect(fetch(simulator.url)).rejects.toThrow();
  });
});
