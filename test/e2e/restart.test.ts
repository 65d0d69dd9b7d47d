import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { runMain } from '../../local/child-instance.ts';
import { eventually } from '../../local/eventually.ts';
import { freePort, productForTests } from './instance.ts';
import { WITHIN_MS } from './world.ts';

const DAY_MS = 86_400_000;
const PLAN = 'jp-1gb-3d';
const SWEPT_AFTER_MS = 11 * 60_000;

describe('kill -9 and start again', () => {
  const { product, around } = productForTests();
  const mei = around.as('mei');

  const ordered = async () => {
    const line = await around.addLine({ owner: 'mei', endsInMs: 9 * DAY_MS });
    return { line, ...(await around.order(mei, line.lineId, PLAN)) };
  };
  const again = async () => {
    await product().kill();
    await product().start();
  };
  const settled = async ({ line, promised, renewal }: Awaited<ReturnType<typeof ordered>>) => {
    await around.until(mei, renewal.renewalId, 'active', 60_000);
    await eventually('the line shows the new end', WITHIN_MS, async () =>
      expect((await mei.get(`/lines/${line.lineId}`)).body.endsAt).toBe(promised.endAfter),
    );
    expect((await around.sim(line.iccid)).expiryTime).toBe(Date.parse(promised.endAfter));
  };

  test('right after an order was answered: the order and its payment page are still there', async () => {
    const order = await ordered();
    await again();
    expect((await mei.get(`/renewals/${order.renewal.renewalId}`)).body).toEqual(order.renewal);
    await around.pay(order.renewal);
    await settled(order);
  });

  test('right after the payment: the webhook comes again, and the renewal becomes active', async () => {
    const order = await ordered();
    await around.stripeFaults({ delayMs: 2_000 });
    await around.pay(order.renewal);
    await again();
    await around.stripeFaults({});
    await settled(order);
  });

  test('right after the webhook was acknowledged: what it owes is done', async () => {
    const order = await ordered();
    await around.pay(order.renewal);
    await eventually('it is acknowledged', WITHIN_MS, async () => {
      const tries = (await around.deliveries(around.sessionOf(order.renewal))).flatMap((delivery) => delivery.tries);
      expect(tries.some(({ status }) => status === 200)).toBe(true);
    });
    await again();
    await settled(order);
  });

  test('while the carrier is being called: looked up afterwards, activated once', async () => {
    const order = await ordered();
    const { iccid } = order.line;
    await around.soracomFaults([{ fault: 'slow', delayMs: 5_000, path: 'set_expiry_time', iccid, times: 1 }]);
    await around.pay(order.renewal);
    const calls = async () =>
      (await around.carrierCalls()).filter(({ path }) => path.includes(iccid) && path.includes('set_expiry_time'))
        .length;
    await eventually('the carrier is called', WITHIN_MS, async () => expect(await calls()).toBe(1));
    await again();
    await around.advance(SWEPT_AFTER_MS);
    await settled(order);
    expect(await calls()).toBe(1);
  });

  test('no process of the killed instance is left, and links keep their ports', async () => {
    const before = product().endpoints();
    await product().kill();
    for (const url of [before.stripe, before.soracom, before.mailbox, before.issuer])
      await eventually(`nobody answers at ${url}`, WITHIN_MS, async () => {
        const answer = await fetch(url).catch(() => undefined);
        expect(answer).toBeUndefined();
      });
    await product().start();
    const { pid: _old, aws: _oldAws, ...kept } = before;
    expect(product().endpoints()).toMatchObject(kept);
  });

  test('a second instance on the same state is refused in one sentence', async () => {
    const second = await ended({ KEIZOKU_HOME: product().home, PORT: String(await freePort()) });
    expect(second).toMatchObject({ code: 1, output: expect.stringContaining('Keizoku runs already on') });
  });

  test('two starts at the same moment: one runs, one says so in one sentence', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keizoku-two-'));
    const settings = async () => ({ KEIZOKU_HOME: folder, PORT: String(await freePort()) });
    const both = [runMain(await settings(), ['--fresh']), runMain(await settings(), ['--fresh'])];
    const [first] = await Promise.race(
      both.map(async (started) => [started, await once(started.child, 'exit')] as const),
    );
    expect([first.child.exitCode, first.output()]).toEqual([1, expect.stringContaining('Keizoku runs already on')]);
    for (const { child } of both) child.kill('SIGKILL');
    await Promise.all(
      both
        .filter(({ child }) => child.exitCode === null && child.signalCode === null)
        .map(({ child }) => once(child, 'exit')),
    );
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  test('an order to stop drains and exits cleanly, and everything is there afterwards', async () => {
    const order = await ordered();
    expect(await product().stop()).toBe(0);
    await product().start();
    expect((await mei.get(`/renewals/${order.renewal.renewalId}`)).body).toEqual(order.renewal);
  });
});

/** Runs the command to its end. */
const ended = async (settings: Record<string, string>, words: string[] = []) => {
  const { child, output } = runMain(settings, words);
  await once(child, 'exit');
  return { code: child.exitCode, output: output() };
};

describe('what cannot start says so in one sentence and exits with 1', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keizoku-start-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const home = (name: string): Record<string, string> => ({ KEIZOKU_HOME: join(folder, name) });

  test('a port in use', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const { code, output } = await ended({ ...home('port'), PORT: String(port) });
    server.close();
    expect([code, output]).toEqual([1, expect.stringContaining(`Port ${port} is in use`)]);
  });

  test('a folder that is somebody else’s', async () => {
    writeFileSync(join(folder, 'letter.txt'), 'mine');
    const { code, output } = await ended({ KEIZOKU_HOME: folder, PORT: String(await freePort()) }, ['--fresh']);
    expect([code, output]).toEqual([1, expect.stringContaining('holds no state of Keizoku')]);
  });

  test('a folder that cannot be made', async () => {
    const { code, output } = await ended({ KEIZOKU_HOME: join(folder, 'letter.txt'), PORT: String(await freePort()) });
    expect([code, output]).toEqual([1, expect.stringContaining('cannot be used')]);
  });

  test('an unknown option and a port that is none', async () => {
    expect(await ended(home('x'), ['--frseh'])).toMatchObject({
      code: 1,
      output: expect.stringContaining('Unknown option --frseh'),
    });
    expect(await ended({ ...home('x'), PORT: 'x' })).toMatchObject({
      code: 1,
      output: expect.stringContaining('PORT must be'),
    });
  });
});
