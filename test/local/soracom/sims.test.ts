import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { instant, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { orderFor, type SoracomWorld, soracomWorld } from './soracom-world.ts';

let world: SoracomWorld;
beforeEach(async () => {
  world = await soracomWorld();
});
afterEach(() => world.close());

const inDays = (days: number) => instant(world.now() + days * ROLLING_DAY_MS);

describe('when the end of a SIM has come', () => {
  test.each([
    ['doNothing', 'active'],
    ['deleteSession', 'active'],
    ['deactivate', 'inactive'],
    ['suspend', 'suspended'],
    ['terminate', 'terminated'],
  ])('and it says %s, then it is %s and cut off', async (expiryAction, status) => {
    await world.putSim('sim-1', { expiryTime: inDays(1), expiryAction });
    expect(await world.sim('sim-1')).toMatchObject({ status: 'active', canConnect: true });
    world.jump(ROLLING_DAY_MS);
    expect(await world.sim('sim-1')).toMatchObject({ status, canConnect: false });
  });

  test('then one call of ours brings it back, because only its connections were cut', async () => {
    await world.putSim('sim-1', { expiryTime: inDays(1) });
    world.jump(2 * ROLLING_DAY_MS);
    const targetEnd = inDays(3);
    expect(await world.carrier.activate(orderFor('sim-1', targetEnd))).toMatchObject({ kind: 'confirmed' });
    expect(await world.sim('sim-1')).toMatchObject({ status: 'active', canConnect: true, expiryTime: targetEnd });
    expect(await world.endpoints()).toEqual(['/auth', '', '/set_expiry_time']);
  });
});

describe('a SIM that somebody has switched off', () => {
  test.each(['suspended', 'inactive', 'standby'])('and is %s is activated after its end was set', async (status) => {
    await world.putSim('sim-1', { status });
    const targetEnd = inDays(3);
    const outcome = await world.carrier.activate(orderFor('sim-1', targetEnd));
    const sim = await world.sim('sim-1');
    expect(sim).toMatchObject({ status: 'active', canConnect: true, expiryTime: targetEnd });
    expect(outcome).toMatchObject({
      kind: 'confirmed',
      reference: `sim-1@${targetEnd}/${sim?.lastModifiedTime}`,
    });
  });

  test.each([
    [{ fault: 'refuse', code: 'SEM0123' }, { code: 'act.sem0123' }],
    [{ fault: 'down' }, { code: 'act.conn_lost', trouble: 'unreachable' }],
    [{ fault: 'status', status: 429 }, { code: 'act.http_429' }],
  ] as const)('and cannot be activated (%j) is unclear, not refused, and tried again', async (rule, failure) => {
    await world.putSim('sim-1', { status: 'suspended' });
    const order = orderFor('sim-1', inDays(3));
    await world.faults({ ...rule, path: 'activate', times: 1 });
    expect(await world.carrier.activate(order)).toEqual({ kind: 'unknown', ...failure });
    // The end alone is not what was paid for.
    expect(await world.carrier.lookUp(order)).toEqual({ kind: 'absent', inPart: true });
    expect(await world.carrier.activate(order)).toMatchObject({ kind: 'confirmed' });
    expect(await world.carrier.lookUp(order)).toMatchObject({ kind: 'confirmed' });
  });

  test('and is terminated is refused for good', async () => {
    await world.putSim('sim-1', { status: 'terminated' });
    expect(await world.carrier.activate(orderFor('sim-1', inDays(3)))).toEqual({
      kind: 'refused',
      code: 'terminated',
    });
  });

  test('and is only ready stays so: it becomes active when it first connects', async () => {
    await world.putSim('sim-1', { status: 'ready' });
    await world.carrier.activate(orderFor('sim-1', inDays(3)));
    expect(await world.sim('sim-1')).toMatchObject({ status: 'ready', canConnect: true });
  });
});

describe('the API', () => {
  test('wants a token that has not ended', async () => {
    await world.putSim('sim-1');
    expect(await world.api('GET', '/sims/sim-1')).toMatchObject({ status: 401, body: { code: 'AUM0001' } });
    const headers = await world.signIn(60);
    expect(await world.api('GET', '/sims/sim-1', undefined, headers)).toMatchObject({ status: 200 });
    const wrong = { ...headers, 'x-soracom-api-key': 'api-other' };
    expect(await world.api('GET', '/sims/sim-1', undefined, wrong)).toMatchObject({ status: 401 });
    world.jump(60_000);
    expect(await world.api('GET', '/sims/sim-1', undefined, headers)).toMatchObject({ status: 401 });
  });

  test('answers errors as Soracom does', async () => {
    await world.putSim('sim-1');
    const headers = await world.signIn();
    const post = (path: string, body: unknown) => world.api('POST', path, body, headers);
    expect(await post('/auth', { authKeyId: 'x', authKey: 'y' })).toMatchObject({ status: 401 });
    expect(await post('/auth', { authKeyId: 'x', authKey: 'y', tokenTimeoutSeconds: 172_801 })).toMatchObject({
      status: 400,
    });
    expect(await post('/sims/nobody/activate', {})).toEqual({
      status: 404,
      body: { code: 'SEM0001', message: 'resource not found' },
    });
    expect(await post('/sims/sim-1/set_expiry_time', { expiryTime: 'soon' })).toMatchObject({ status: 400 });
    expect(await post('/sims/sim-1/update_speed_class', { speedClass: 'warp' })).toMatchObject({ status: 400 });
    expect(await world.api('GET', '/nothing', undefined, headers)).toMatchObject({ status: 404 });
  });

  test('keeps the history of a SIM, and a log of calls', async () => {
    await world.putSim('sim-1');
    const headers = await world.signIn();
    await world.api('POST', '/sims/sim-1/suspend', {}, headers);
    await world.api('POST', '/sims/sim-1/activate', {}, headers);
    await world.api('POST', '/sims/sim-1/update_speed_class', { speedClass: 's1.slow' }, headers);
    expect(await world.sim('sim-1')).toMatchObject({ status: 'active', speedClass: 's1.slow' });
    const history = await world.api('GET', '/sims/sim-1/statuses/history', undefined, headers);
    expect(history.body).toMatchObject([{ status: 'active' }, { status: 'suspended' }, { status: 'active' }]);
    const log = await world.api(
      'GET',
      `/audit_logs/api?api_kind=${encodeURIComponent('/v1/sims/{sim_id}/suspend')}`,
      undefined,
      headers,
    );
    expect(log.body).toMatchObject([{ requestPath: '/v1/sims/sim-1/suspend', statusCode: 200 }]);
  });

  test('a SIM that is known already stays as it is', async () => {
    await world.putSim('sim-1', { expiryTime: inDays(1) });
    const first = await world.sim('sim-1');
    await world.putSim('sim-1', { expiryTime: inDays(9), status: 'suspended' });
    expect(await world.sim('sim-1')).toEqual(first);
  });
});

describe('the page', () => {
  test('shows ends in Japan time, calls and faults, and runs nothing that was put in', async () => {
    await world.putSim('sim-1', { expiryTime: Date.UTC(2031, 9, 4, 15), iccid: '<script>x</script>' });
    await world.carrier.activate(orderFor('sim-1', instant(Date.UTC(2031, 9, 7, 15))));
    await world.faults({ fault: 'refuse', code: '<b>' });
    const page = await (await fetch(`${world.url}/`, { headers: { connection: 'close' } })).text();
    expect(page).toContain('2031-10-08 00:00:00');
    expect(page).toContain('/v1/sims/sim-1/set_expiry_time');
    expect(page).not.toMatch(/<script>|<b>/);
  });
});
