import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CarrierSim } from '../../../shared/carriers/carrier.ts';
import { plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { type EsimGoWorld, esimGoWorld, PRODUCT, START } from './esim-go-world.ts';

const END = plusMs(START, 3 * ROLLING_DAY_MS);

let world: EsimGoWorld;
let sim: CarrierSim;
beforeEach(async () => {
  world = await esimGoWorld();
  sim = await world.newSim(END);
});
afterEach(() => world.close());

const order = (line: object = {}, more: object = {}) => ({
  type: 'transaction',
  assign: true,
  order: [{ type: 'bundle', item: PRODUCT, quantity: 1, iccids: [sim.iccid], allowReassign: false, ...line }],
  ...more,
});
const list = (query = '?includeUsed=true&limit=200') => world.api('GET', `/esims/${sim.iccid}/bundles${query}`);
const states = async () => (await world.sim(sim)).bundles.map(({ state }) => state);

describe('the API of eSIM Go', () => {
  test.each([
    ['GET', '/organisation', 403],
    ['GET', '/esims/8944538532008160222/bundles', 403],
    ['GET', '/esims/8944538532008160222', 403],
    ['DELETE', '/esims/8944538532008160222/bundles/x/assignments/1', 403],
    ['POST', '/orders', 401],
  ])('turns %s %s away without a key', async (method, path, status) => {
    for (const headers of [{}, { 'x-api-key': 'wrong' }, { authorization: 'Bearer x' }])
      expect(await world.api(method, path, method === 'POST' ? order() : undefined, headers)).toMatchObject({
        status,
        body: { message: 'access denied' },
      });
  });

  test('knows no other paths and methods', async () => {
    for (const [method, path] of [
      ['GET', '/orders'],
      ['POST', `/esims/${sim.iccid}/bundles`],
      ['PUT', '/organisation'],
      ['GET', '/catalogue/unknown'],
    ] as const)
      expect(await world.api(method, path)).toMatchObject({ status: 404, body: { message: 'Not Found' } });
  });

  test.each<readonly [string, () => object]>([
    ['another type', () => order({}, { type: 'buy' })],
    ['no assignment', () => order({}, { assign: false })],
    ['no eSIM', () => order({ iccids: [] })],
    ['an ICCID as a number', () => order({ iccids: [89] })],
    ['two at once', () => order({ quantity: 2 })],
    ['reassigning', () => order({ allowReassign: true })],
    ['no bundle', () => order({ item: undefined })],
    ['another item', () => order({ type: 'esim' })],
    ['an unknown bundle', () => order({ item: 'ESIM_1GB_7D_JP_V2' })],
    ['an unknown eSIM', () => order({ iccids: ['8944538532008160999'] })],
  ])('refuses an order with %s', async (_what, body) => {
    expect(await world.api('POST', '/orders', body())).toMatchObject({
      status: 400,
      body: { message: expect.any(String) },
    });
    expect(await world.sim(sim)).toMatchObject({ changes: 0, endsAt: END });
    expect((await world.organisation()).balance).toBe(1_000);
  });

  test('prices an order without carrying it out', async () => {
    expect(await world.api('POST', '/orders', order({}, { type: 'validate' }))).toMatchObject({
      status: 200,
      body: { total: 1.82, currency: 'USD', valid: true, assigned: false },
    });
    expect(await world.sim(sim)).toMatchObject({ changes: 0 });
  });

  test('carries an order out and tells what is left', async () => {
    expect(await world.api('POST', '/orders', order())).toMatchObject({
      status: 200,
      body: { status: 'completed', statusMessage: 'Order completed', total: 1.82, runningBalance: 998.18 },
    });
    await world.organisation({ balance: 1 });
    expect(await world.api('POST', '/orders', order())).toMatchObject({
      status: 400,
      body: { message: 'Insufficient balance' },
    });
  });

  test('lists what waits and is in use, and the rest only if asked, the newest first', async () => {
    await world.api('POST', '/orders', order());
    world.jump(3 * ROLLING_DAY_MS);
    const rows = async (query: string) =>
      ((await list(query)).body as { bundles: { assignments: { bundleState: string }[] }[] }).bundles.flatMap(
        ({ assignments }) => assignments.map(({ bundleState }) => bundleState),
      );
    expect(await rows('')).toEqual(['active']);
    expect(await rows('?includeUsed=true')).toEqual(['active', 'expired']);
    expect(await rows('?includeUsed=true&limit=1')).toEqual(['active']);
    for (const query of ['?limit=0', '?limit=201', '?includeUsed=maybe'])
      expect(await list(query)).toMatchObject({ status: 400 });
  });

  test('revokes one assignment, once, and asks nothing where it only validates', async () => {
    await world.api('POST', '/orders', order());
    const id = (await world.sim(sim)).bundles.at(-1)?.id;
    const path = `/esims/${sim.iccid}/bundles/${PRODUCT}/assignments`;
    expect(await world.api('DELETE', `${path}/${id}?type=validate`)).toMatchObject({ status: 200 });
    expect(await states()).toEqual(['active', 'queued']);
    expect(await world.api('DELETE', `${path}/${id}`)).toMatchObject({
      status: 200,
      body: { status: expect.stringContaining('refunded to inventory') },
    });
    expect(await states()).toEqual(['active', 'revoked']);
    // To the inventory, not to the balance.
    expect((await world.organisation()).balance).toBe(998.18);
    expect(await world.api('DELETE', `${path}/${id}`)).toMatchObject({ status: 400 });
    expect(await world.api('DELETE', `${path}/1`)).toMatchObject({ status: 400 });
  });

  test('takes an eSIM away that is on no device and has nothing left', async () => {
    const spare = await world.newSim(null, { installed: false, online: false });
    await world.api('POST', '/orders', order({ iccids: [spare.iccid] }));
    const id = (await world.sim(spare)).bundles[0]?.id;
    await world.api('DELETE', `/esims/${spare.iccid}/bundles/${PRODUCT}/assignments/${id}`);
    expect(await world.api('GET', `/esims/${spare.iccid}`)).toMatchObject({ status: 403 });
    expect(await world.api('POST', '/orders', order({ iccids: [spare.iccid] }))).toMatchObject({ status: 400 });
  });

  test('leaves one that is on a device', async () => {
    const [bundle] = (await world.sim(sim)).bundles;
    await world.api('DELETE', `/esims/${sim.iccid}/bundles/${PRODUCT}/assignments/${bundle?.id}`);
    expect(await world.sim(sim)).toMatchObject({ returned: false, bundles: [{ state: 'revoked' }], endsAt: null });
  });
});

describe('bundles on an eSIM', () => {
  test('begin one after the other, and each lasts its days', async () => {
    await world.api('POST', '/orders', order());
    await world.api('POST', '/orders', order({ item: 'esim_3GB_30D_JP_V2' }));
    expect(await world.sim(sim)).toMatchObject({ endsAt: plusMs(END, 37 * ROLLING_DAY_MS), changes: 2 });
    world.jump(3 * ROLLING_DAY_MS - 1);
    expect(await states()).toEqual(['active', 'queued', 'queued']);
    world.jump(1);
    expect(await states()).toEqual(['expired', 'active', 'queued']);
    world.jump(7 * ROLLING_DAY_MS);
    expect(await states()).toEqual(['expired', 'expired', 'active']);
    world.jump(30 * ROLLING_DAY_MS);
    expect(await states()).toEqual(['expired', 'expired', 'expired']);
  });

  test('that are taken back leave their turn to the next', async () => {
    await world.api('POST', '/orders', order());
    await world.api('POST', '/orders', order());
    const [, first] = (await world.sim(sim)).bundles;
    await world.api('DELETE', `/esims/${sim.iccid}/bundles/${PRODUCT}/assignments/${first?.id}`);
    world.jump(3 * ROLLING_DAY_MS);
    expect(await states()).toEqual(['expired', 'revoked', 'active']);
  });

  test('lapse when nobody uses them for a year', async () => {
    const idle = await world.newSim(null, { online: false });
    await world.api('POST', '/orders', order({ iccids: [idle.iccid] }));
    world.jump(365 * ROLLING_DAY_MS - 1);
    expect((await world.sim(idle)).bundles).toMatchObject([{ state: 'queued' }]);
    world.jump(1);
    expect((await world.sim(idle)).bundles).toMatchObject([{ state: 'lapsed' }]);
    await world.use(idle, 1);
    expect((await world.sim(idle)).bundles).toMatchObject([{ state: 'lapsed', endsAt: null }]);
  });

  test('share no data: what is used counts for one of them', async () => {
    await world.api('POST', '/orders', order());
    await world.use(sim, 1_500_000_000);
    await world.use(sim, 250_000_000);
    expect((await world.sim(sim)).bundles).toMatchObject([
      { state: 'depleted', usedBytes: 1_000_000_000 },
      { state: 'active', usedBytes: 250_000_000 },
    ]);
  });

  test('and everything else outlive the process', async () => {
    await world.api('POST', '/orders', order());
    const [before, balance] = [await world.sim(sim), (await world.organisation()).balance];
    await world.stop();
    await world.start();
    expect(await world.sim(sim)).toEqual(before);
    expect((await world.organisation()).balance).toBe(balance);
    expect((await world.calls()).length).toBeGreaterThan(0);
  });

  test('that are known already stay as they are', async () => {
    const before = await world.sim(sim);
    await world.ask('PUT', `/_sim/sims/${sim.iccid}`, { iccid: sim.iccid, endsAt: END + 1, state: 'deactivated' });
    expect(await world.sim(sim)).toEqual(before);
  });
});

test.each([
  ['PUT', '/_sim/sims/8944538532008169001', { iccid: '8944538532008169002' }],
  ['PUT', '/_sim/sims/8944538532008169001', { iccid: '8944538532008169001', bundle: 'none' }],
  ['PUT', '/_sim/sims/8944538532008169001', { iccid: '8944538532008169001', ends: 1 }],
  ['PUT', '/_sim/organisation', { balance: -1 }],
  ['POST', '/_sim/sims/8944538532008169001/usage', { bytes: 1 }],
  ['POST', '/_sim/sims/8944538532008169001/callbacks', { alertType: 'FirstUse' }],
])('%s %s with %j is refused', async (method, path, body) => {
  await expect(world.ask(method, path, body)).rejects.toThrow(/ 400 /);
});

test('the page shows ends in Japan time, bundles, calls and the balance, and runs nothing that was put in', async () => {
  await world.api('POST', '/orders', order());
  await world.faults({ fault: 'refuse', code: '<script>' });
  const page = await world.page();
  expect(page).toContain('2031-09-23 18:00:00');
  expect(page).toContain(`<code>${PRODUCT}</code> queued`);
  expect(page).toContain('998.18 USD');
  expect(page).toContain('/v2.5/orders');
  expect(page).not.toContain('<script>');
});
