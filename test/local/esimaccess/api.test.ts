import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { signedHeaders } from '../../../shared/carriers/esimaccess/esim-access-signature.ts';
import { instant, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { type EsimAccessWorld, esimAccessWorld, KEYS, PRODUCT, SIM } from './esim-access-world.ts';

let world: EsimAccessWorld;
beforeEach(async () => {
  world = await esimAccessWorld();
  await world.putSim(SIM, { endsAt: instant(world.now() + 3 * ROLLING_DAY_MS) });
});
afterEach(() => world.close());

const PAGER = { pageNum: 1, pageSize: 5 };
const { carrierRef: esimTranNo, iccid } = SIM;

/** As a client signs that leaves the hyphens out of its request ids, like the example of the documentation. */
const signed = (body: string) =>
  signedHeaders(KEYS, { body, sentAt: world.now(), requestId: '4ce9d9cdac9e4e17b3a2c66c358c1ce2' });

describe('the gate of the API', () => {
  test.each([
    ['rt-accesscode', '', '000101'],
    ['rt-timestamp', '', '000101'],
    ['rt-requestid', '', '000101'],
    ['rt-signature', '', '000101'],
    ['rt-timestamp', '1628670421', '000102'],
    ['rt-requestid', 'x', '000102'],
    ['rt-timestamp', '1628670421000', '101001'],
    ['rt-accesscode', 'somebody', '101003'],
    ['rt-signature', '0'.repeat(64), '101003'],
  ])('given %s %j, then %s', async (name, value, errorCode) => {
    expect(await world.api('/balance/query', '', { [name]: value })).toMatchObject({ success: false, errorCode });
  });

  test('given small digits in the signature, then it passes, as the documentation shows both', async () => {
    const body = '{}';
    const headers = signed(body);
    const small = { ...headers, 'rt-signature': headers['rt-signature']?.toLowerCase() ?? '' };
    expect(await world.api('/balance/query', body, small)).toMatchObject({ success: true, errorCode: '0' });
  });

  test('given another body than the signed one, then it does not pass', async () => {
    expect(await world.api('/balance/query', '{ }', signed('{ }'))).toMatchObject({ success: true });
    expect(await world.api('/balance/query', '{ }', signed('{}'))).toMatchObject({ errorCode: '101003' });
  });

  test('given another method, then it is not supported', async () => {
    expect(await world.api('/balance/query', '', {}, 'GET')).toMatchObject({ errorCode: '000103' });
  });
});

describe('parameters', () => {
  const topup = { esimTranNo, packageCode: PRODUCT, transactionId: 't-1' };

  test.each([
    ['no JSON', '/esim/query', '{', '000104'],
    ['no pager', '/esim/query', JSON.stringify({ esimTranNo }), '000105'],
    ['a pager that is null', '/esim/query', JSON.stringify({ esimTranNo, pager: null }), '000106'],
    ['a page too small', '/esim/query', JSON.stringify({ pager: { ...PAGER, pageSize: 4 } }), '000107'],
    ['a page too large', '/esim/query', JSON.stringify({ pager: { ...PAGER, pageSize: 501 } }), '000107'],
    ['no package', '/esim/topup', JSON.stringify({ esimTranNo, transactionId: 't' }), '000105'],
    ['no transaction id', '/esim/topup', JSON.stringify({ esimTranNo, packageCode: PRODUCT }), '000105'],
    ['neither name', '/esim/topup', JSON.stringify({ ...topup, esimTranNo: '' }), '000105'],
    ['both names', '/esim/topup', JSON.stringify({ ...topup, iccid }), '000104'],
    ['an amount that is a number', '/esim/topup', JSON.stringify({ ...topup, amount: 11_000 }), '000104'],
    ['another amount', '/esim/topup', JSON.stringify({ ...topup, amount: '10999' }), '200005'],
    ['a long transaction id', '/esim/topup', JSON.stringify({ ...topup, transactionId: 'x'.repeat(51) }), '000107'],
    ['an unknown package', '/esim/topup', JSON.stringify({ ...topup, packageCode: 'NONE' }), '310241'],
    ['an unknown SIM', '/esim/topup', JSON.stringify({ ...topup, esimTranNo: '1' }), '310403'],
    ['an unknown number', '/package/list', JSON.stringify({ type: 'TOPUP', iccid: '8900000000000000000' }), '310403'],
    ['too many SIMs', '/esim/usage/query', JSON.stringify({ esimTranNoList: Array(11).fill('1') }), '000107'],
  ])('given %s, then the real error', async (_what, path, body, errorCode) => {
    expect(await world.api(path, body)).toMatchObject({ success: false, errorCode, obj: null });
    expect(await world.sim(SIM)).toMatchObject({ changes: 0 });
  });

  test('given a query by number, by order, or by nothing, then pages of SIMs', async () => {
    const rows = async (filter: object) =>
      (await world.api('/esim/query', JSON.stringify({ ...filter, pager: PAGER }))).obj;
    const own = { esimList: [{ esimTranNo, iccid }], pager: { pageNum: 1, pageSize: 5, total: 1 } };
    expect(await rows({ iccid })).toMatchObject(own);
    expect(await rows({ orderNo: `B${esimTranNo}`, iccid: '' })).toMatchObject(own);
    for (let count = 0; count < 6; count += 1)
      await world.putSim({ carrierRef: `2604000000000${count}`, iccid: `891030000005982440${count}` as typeof iccid });
    expect(await rows({})).toMatchObject({ pager: { total: 7 } });
    const second = await world.api('/esim/query', JSON.stringify({ pager: { ...PAGER, pageNum: 2 } }));
    expect(second.obj?.['esimList']).toHaveLength(2);
    expect(await rows({ esimTranNo: 'nobody' })).toEqual({ esimList: [], pager: { ...PAGER, total: 0 } });
  });
});

describe('what outlives the process', () => {
  test('given a restart, then SIMs, balance and faults are as they were', async () => {
    await world.carrier.activate(await world.order());
    await world.faults({ fault: 'busy', path: 'balance', times: 1 });
    const before = await world.sim(SIM);
    await world.stop();
    await world.start();
    expect(await world.sim(SIM)).toEqual(before);
    expect(await world.ask('GET', '/_sim/balance')).toEqual({ balance: 989_000 });
    expect(await world.carrier.readFloat?.()).toMatchObject({ kind: 'unavailable' });
    expect(await world.carrier.readFloat?.()).toMatchObject({ float: { amountE4: 989_000 } });
  });

  test('given a SIM that is known already, then it stays as it is', async () => {
    const before = await world.sim(SIM);
    expect(await world.putSim(SIM, { endsAt: 1 })).toEqual(before);
  });
});

describe('control', () => {
  test.each([
    ['PUT', '/_sim/sims/1', { iccid: 'x', endsAt: null }],
    ['PUT', '/_sim/balance', { balance: -1 }],
    ['POST', `/_sim/sims/${esimTranNo}/usage`, { bytes: 'many' }],
    ['POST', `/_sim/sims/${esimTranNo}/take-away`, {}],
    ['POST', '/_sim/webhooks', { type: 'NEWS' }],
    ['PUT', '/_sim/faults', [{ fault: 'price_change' }]],
  ])('given nonsense at %s %s, then 400', async (method, path, body) => {
    await expect(world.ask(method, path, body)).rejects.toThrow(/ 400 |: 400/);
  });

  test.each(['/_sim/sims/nobody/usage', '/_sim/sims/nobody/take-away', '/_sim/webhooks'])(
    'given no such SIM at %s, then 404',
    async (path) => {
      const body = path.endsWith('usage')
        ? { bytes: 1 }
        : path.endsWith('webhooks')
          ? { type: 'DATA_USAGE' }
          : { takenAway: 'CANCEL' };
      await expect(world.ask('POST', path, body)).rejects.toThrow(/404/);
    },
  );

  test('the page shows SIMs, balance, calls and faults, and runs nothing that was put in', async () => {
    await world.carrier.activate(await world.order({ reference: '<script>' }));
    await world.faults({ fault: 'busy', times: 1 });
    const page = await (await fetch(world.url)).text();
    expect(page).toContain('$98.9000');
    expect(page).toContain('/api/v1/open/esim/topup');
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toContain('<script>');
  });
});
