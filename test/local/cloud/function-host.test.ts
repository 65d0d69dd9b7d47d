import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type FunctionDefinition, type FunctionHost, functionHost } from '../../../local/cloud/lambda/function-host.ts';

const BUNDLE = `
let calls = 0;
const started = Date.now();
exports.handler = async (event, context) => {
  calls += 1;
  switch (event.do) {
    case 'answer': return { calls, name: process.env.NAME, secret: process.env.PATH ?? null, gone: undefined,
      remaining: context.getRemainingTimeInMillis(), fn: context.functionName };
    case 'time': return { now: Date.now(), fresh: new Date().getTime(), fixed: new Date(5).getTime(), is: new Date() instanceof Date, started };
    case 'throw': throw new TypeError('no such thing');
    case 'hang': return new Promise(() => {});
    case 'exit': process.exit(3);
    case 'log': console.log('hello from the function'); return null;
    case 'wait': await new Promise((resolve) => setTimeout(resolve, event.ms)); return { calls };
  }
};`;

describe('the function host', () => {
  let folder: string;
  let host: FunctionHost;
  let logged: string;
  const clock = new Float64Array(new SharedArrayBuffer(8));

  const define = (more: Partial<FunctionDefinition> = {}): void =>
    host.define({
      name: 'worker',
      arn: 'arn:aws:lambda:local:0:function:worker',
      folder,
      handler: 'index.handler',
      variables: { NAME: 'of the function' },
      timeoutMs: 10_000,
      memoryMb: 128,
      ...more,
    });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keizoku-bundle-'));
    writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}');
    writeFileSync(join(folder, 'index.js'), BUNDLE);
    logged = '';
    clock[0] = 0;
    host = functionHost(clock.buffer as SharedArrayBuffer, (_name, chunk) => (logged += chunk.toString()));
  });
  afterEach(async () => {
    await host.stop();
    rmSync(folder, { recursive: true });
  });

  test('a function sees its own environment and nothing of ours, and answers JSON', async () => {
    define();
    const result = await host.invoke('arn:aws:lambda:local:0:function:worker', { do: 'answer' });
    expect(result).toEqual({
      ok: true,
      payload: { calls: 1, name: 'of the function', secret: null, remaining: expect.any(Number), fn: 'worker' },
    });
  });

  test('an environment is used again, and busy ones get company', async () => {
    define();
    await host.invoke('worker', { do: 'answer' });
    expect(await host.invoke('worker', { do: 'wait', ms: 1 })).toMatchObject({ payload: { calls: 2 } });
    const both = await Promise.all([1, 2].map(() => host.invoke('worker', { do: 'wait', ms: 50 })));
    expect(both.map((result) => (result.ok ? result.payload : undefined))).toContainEqual({ calls: 1 });
  });

  test('given a moved clock, then Date is ahead at once, in environments that run already too', async () => {
    define();
    await host.invoke('worker', { do: 'time' });
    clock[0] = 3 * 86_400_000;
    const before = Date.now() + clock[0];
    const result = await host.invoke('worker', { do: 'time' });
    const times = (result.ok ? result.payload : {}) as Record<string, number>;
    expect(times['now']).toBeGreaterThanOrEqual(before);
    expect(times['fresh']).toBeGreaterThanOrEqual(before);
    expect(times).toMatchObject({ fixed: 5, is: true });
    expect(times['started']).toBeLessThan(before);
  });

  test('an error is an error, and the environment lives on', async () => {
    define();
    expect(await host.invoke('worker', { do: 'throw' })).toMatchObject({
      ok: false,
      errorType: 'TypeError',
      errorMessage: 'no such thing',
    });
    expect(await host.invoke('worker', { do: 'answer' })).toMatchObject({ payload: { calls: 2 } });
    expect(host.counts()).toEqual({ worker: { invocations: 2, errors: 1 } });
  });

  test('given a function that hangs, then it times out and the next one gets a new environment', async () => {
    define({ timeoutMs: 1_000 });
    expect(await host.invoke('worker', { do: 'hang' })).toMatchObject({ ok: false, errorType: 'Sandbox.Timedout' });
    expect(await host.invoke('worker', { do: 'answer' })).toMatchObject({ payload: { calls: 1 } });
  });

  test('given a function that exits, then the invocation fails and the next one runs', async () => {
    define();
    expect(await host.invoke('worker', { do: 'exit' })).toMatchObject({ ok: false, errorType: 'Runtime.ExitError' });
    expect(await host.invoke('worker', { do: 'answer' })).toMatchObject({ payload: { calls: 1 } });
  });

  test('a bundle that cannot be loaded fails its invocations and says why', async () => {
    writeFileSync(join(folder, 'index.js'), "throw new Error('broken at load')");
    define();
    const result = await host.invoke('worker', {});
    expect(result).toMatchObject({ ok: false, errorMessage: expect.stringContaining('broken at load') });
  });

  test('more at once than there are environments wait for their turn', async () => {
    define();
    const results = await Promise.all(Array.from({ length: 12 }, () => host.invoke('worker', { do: 'wait', ms: 5 })));
    expect(results.every(({ ok }) => ok)).toBe(true);
  });

  test('what a function prints is kept', async () => {
    define();
    await host.invoke('worker', { do: 'log' });
    while (!logged.includes('hello')) await new Promise(setImmediate);
    expect(logged).toContain('hello from the function');
  });
});
