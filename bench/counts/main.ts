import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChildInstance } from '../../local/child-instance.ts';
import type { Endpoints } from '../../local/ports.ts';
import { choosePorts } from '../../local/ports.ts';
import { type World, world } from '../../test/e2e/world.ts';
import { bundleBytes } from './bundles.ts';
import { bytesByState } from './states.ts';
import { detail, row, type Used, usedBy } from './usage.ts';

/** `npm run bench:counts`: what the product asks of AWS for one renewal, one reminder, one read. Counts, not times. */
const ROUNDS = 20;
const REMINDED_LINES = 50;
const DAY_MS = 86_400_000;
/** Of a day in UTC. */
const NOON_IN_JAPAN_MS = 3 * 3_600_000;
const PLAN = 'jp-1gb-3d';

const SENDERS = ['sms-sender', 'email-sender'];
const RENEWING = ['webhook-stripe', 'dispatcher', 'activation-worker'];

type Mei = ReturnType<World['as']>;

const freshLines = (around: World, count: number, endsInMs = 9 * DAY_MS): Promise<{ lineId: string }[]> =>
  Promise.all(Array.from({ length: count }, () => around.addLine({ owner: 'mei', endsInMs })));

const orderAll = async (around: World, mei: Mei, lines: readonly { lineId: string }[]) => {
  const previews = await Promise.all(lines.map(({ lineId }) => around.preview(mei, lineId, PLAN)));
  const renewals: { renewalId: string; payment: { url: string } }[] = [];
  const used = await usedBy(
    () => around.control('/usage'),
    async () => {
      for (const { order } of previews) renewals.push((await mei.order(order)).body);
      await around.idle();
    },
  );
  return { renewals, used };
};

const payAll = (around: World, mei: Mei, renewals: readonly { renewalId: string; payment: { url: string } }[]) =>
  usedBy(
    () => around.control('/usage'),
    async () => {
      for (const renewal of renewals) {
        await around.pay(renewal);
        await around.until(mei, renewal.renewalId, 'active');
      }
      await around.idle();
    },
  );

const renewals = async (around: World, mei: Mei): Promise<void> => {
  await orderAll(around, mei, await freshLines(around, 1)).then(({ renewals: warm }) => payAll(around, mei, warm));
  const lines = await freshLines(around, ROUNDS);
  const ordered = await orderAll(around, mei, lines);
  const paid = await payAll(around, mei, ordered.renewals);
  const reads = await usedBy(
    () => around.control('/usage'),
    async () => {
      for (const { lineId } of lines) await mei.get(`/lines/${lineId}`);
    },
  );
  const again = await usedBy(
    () => around.control('/usage'),
    async () => {
      for (const renewal of ordered.renewals) await around.resend(renewal);
      await around.idle();
    },
  );
  const webhooks = again.invocations.get('webhook-stripe') ?? 1;

  heading(`One paid and activated renewal, mean of ${ROUNDS}`);
  const total: Used = { invocations: sum(ordered.used, paid), requests: [...ordered.used.requests, ...paid.requests] };
  console.table({
    order: row(ordered.used, ['renewal-api', 'dispatcher'], ROUNDS),
    'payment to active': row(paid, RENEWING, ROUNDS),
    'order to active': {
      ...add(row(ordered.used, ['renewal-api', 'dispatcher'], ROUNDS), row(paid, RENEWING, ROUNDS)),
    },
    'notices by SMS and e-mail, apart': row(paid, SENDERS, ROUNDS),
    'balance read': row(reads, ['renewal-api'], ROUNDS),
    'duplicate webhook': row(again, ['webhook-stripe', 'dispatcher'], webhooks),
  });
  for (const line of detail(total, ['renewal-api', ...RENEWING, ...SENDERS], ROUNDS)) console.log(`  ${line}`);
};

const reminders = async (around: World): Promise<void> => {
  // To a noon in Japan: nobody is reminded at night.
  const now = Date.parse((await around.control('/clock')).now);
  await around.advance(21 * DAY_MS - ((now - NOON_IN_JAPAN_MS) % DAY_MS));
  await around.fire('expiry-reminders');
  await around.idle();
  await freshLines(around, REMINDED_LINES, 4 * DAY_MS);
  const sent = await usedBy(
    () => around.control('/usage'),
    async () => {
      await around.advance(DAY_MS + 1_000);
      await around.fire('expiry-reminders');
      await around.idle();
    },
  );
  const idle = await usedBy(
    () => around.control('/usage'),
    () => around.fire('expiry-reminders'),
  );
  const count = REMINDED_LINES * 2;
  const ticks = sent.invocations.get('expiry-reminders') ?? 1;
  heading(`One reminder (${REMINDED_LINES} lines due at once, two channels each; ${ticks} ticks)`);
  console.table({
    'planning, all ticks': row(sent, ['expiry-reminders'], count),
    'fan-out and the next plan': row(sent, ['reminder-publisher', 'dispatcher'], count),
    'claim, send, note the outcome': row(sent, SENDERS, count),
    'a tick that finds nothing, as a whole': row(idle, ['expiry-reminders'], 1),
  });
};

const sum = (a: Used, b: Used): Used['invocations'] =>
  new Map([...b.invocations].map(([name, count]) => [name, count + (a.invocations.get(name) ?? 0)]));

const add = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(a).map(([name, value]) => [name, Math.round((value + (b[name] ?? 0)) * 100) / 100]),
  );

const heading = (text: string): void => console.log(`\n${text}`);

const measure = async (endpoints: Endpoints, home: string): Promise<void> => {
  const around = world(() => endpoints);
  const mei = around.as('mei');
  await renewals(around, mei);
  heading('Bytes of an item by state');
  console.table(await bytesByState(around, endpoints.aws));
  await reminders(around);
  heading("Bytes of each function's bundle");
  console.table(Object.fromEntries(bundleBytes(home)));
};

const home = mkdtempSync(join(tmpdir(), 'keizoku-bench-'));
const [port] = await choosePorts([undefined]);
const instance = await startChildInstance({ KEIZOKU_HOME: home, PORT: String(port) });
try {
  await measure(instance.endpoints, home);
} finally {
  await instance.stop();
  rmSync(home, { recursive: true, force: true });
}
