import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HOUR_MS, MINUTE_MS } from '../../../shared/domain/values/instant.ts';
import { ACCOUNT, type AiraloWorld, airaloWorld, multipart, ORDER, PRODUCT, SIM } from './airalo-world.ts';

let world: AiraloWorld;
let token: string;
beforeEach(async () => {
  world = await airaloWorld();
  await world.putSim();
  token = await world.signIn();
});
afterEach(() => world.close());

const invalid = (fields: object) => ({
  status: 422,
  body: { data: fields, meta: { message: 'the parameter is invalid' } },
});
const get = (path: string) => world.api('GET', path, undefined, token);
const order = (fields: Record<string, string>) => world.api('POST', '/orders/topups', multipart(fields), token);
const whole = { package_id: PRODUCT, iccid: SIM.iccid, description: 'ours' };

describe('the Partner API', () => {
  test('wants a token that has not ended', async () => {
    const refused = { status: 401, body: { data: [], meta: { message: 'This action is unauthorized.' } } };
    expect(await world.api('GET', '/balance')).toMatchObject(refused);
    expect(await world.api('GET', '/balance', undefined, 'other')).toMatchObject(refused);
    expect(await get('/balance')).toMatchObject({ status: 200 });
    world.jump(24 * HOUR_MS);
    expect(await get('/balance')).toMatchObject(refused);
  });

  test('gives a token for a form with everything in it, three times a minute', async () => {
    world.jump(MINUTE_MS);
    const ask = (fields: Record<string, string>) => world.api('POST', '/token', new URLSearchParams(fields));
    const all = { client_id: ACCOUNT.clientId, client_secret: ACCOUNT.clientSecret, grant_type: 'client_credentials' };
    expect(await ask({})).toMatchObject(
      invalid({
        client_id: 'The client id field is required.',
        client_secret: 'The client secret field is required.',
        grant_type: 'The grant type field is required.',
      }),
    );
    expect(await ask({ ...all, client_id: 'x' })).toMatchObject(
      invalid({ client_id: 'The selected client id is invalid.' }),
    );
    expect(await ask({ ...all, client_secret: 'x' })).toMatchObject({
      status: 401,
      body: { data: [], meta: { message: 'Client authentication failed' } },
    });
    expect(await ask(all)).toMatchObject({ status: 429, retryAfter: expect.stringMatching(/^\d+$/) });
    world.jump(MINUTE_MS);
    expect(await world.api('POST', '/token', all)).toMatchObject({ status: 422 });
    expect(await world.api('POST', '/token', multipart(all))).toMatchObject({
      status: 200,
      body: { data: { token_type: 'Bearer', expires_in: 31_622_400, access_token: expect.any(String) } },
    });
  });

  test('answers an order as documented', async () => {
    expect(await order(whole)).toMatchObject({
      status: 200,
      body: {
        data: {
          code: expect.stringMatching(/^\d{8}-\d{6}$/),
          package_id: PRODUCT,
          currency: 'USD',
          quantity: 1,
          type: 'topup',
          description: 'ours',
          validity: 7,
          price: 4.5,
          pricing_model: 'net_pricing',
          net_price: 3.6,
          created_at: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
        },
        meta: { message: 'success' },
      },
    });
  });

  test('says what is wrong with an order', async () => {
    expect(await order({})).toMatchObject(
      invalid({ iccid: 'The iccid field is required.', package_id: 'The package id field is required.' }),
    );
    expect(await order({ ...whole, package_id: 'other' })).toMatchObject(
      invalid({ package_id: 'invalid topup package' }),
    );
    expect(await order({ ...whole, iccid: '891' })).toMatchObject(invalid({ iccid: 'The selected iccid is invalid.' }));
    expect(await order({ ...whole, description: 'x'.repeat(256) })).toMatchObject({ status: 422 });
    expect(await world.api('POST', '/orders/topups', whole, token)).toMatchObject({ status: 422 });
    await world.act('recycle');
    expect(await order(whole)).toMatchObject({ status: 422, body: { code: 73, reason: expect.any(String) } });
    await world.setFloat(0);
    expect((await world.orders()).filter(({ type }) => type === 'topup')).toEqual([]);
  });

  test('knows only its own SIMs and paths', async () => {
    const unknown = { status: 404, body: { data: [], meta: { message: 'messages.resource_not_found' } } };
    for (const path of ['/sims/8910300000000000000/topups', '/sims/8910300000000000000/packages', '/nothing'])
      expect(await get(path)).toMatchObject(unknown);
    expect(await world.api('GET', '/orders/topups', undefined, token)).toMatchObject(unknown);
  });

  test('lists what a SIM can take, by net price or by a discount on all', async () => {
    expect((await get(`/sims/${SIM.iccid}/topups`)).body).toMatchObject({
      pricing: { model: 'net_pricing', discount_percentage: 0 },
      data: expect.arrayContaining([expect.objectContaining({ id: PRODUCT, price: 4.5, net_price: 3.6, day: 7 })]),
    });
  });

  test('shows packages, the newest first, with zones in its times', async () => {
    await order(whole);
    expect((await get(`/sims/${SIM.iccid}/packages`)).body['data']).toMatchObject([
      { status: 'NOT_ACTIVE', activated_at: null, expired_at: null, package: { id: PRODUCT, type: 'topup', day: 7 } },
      { status: 'ACTIVE', expired_at: '2031-10-01T15:00:00+00:00', package: { type: 'sim' } },
    ]);
  });
});

describe('the list of orders', () => {
  const list = async (query: string) => (await get(`/orders?${query}`)).body;
  const descriptions = async (query: string) =>
    ((await list(query))['data'] as { description: string | null }[]).map(({ description }) => description);

  beforeEach(async () => {
    for (const description of ['REF-1', 'REF-11', 'other']) await order({ ...whole, description });
  });

  test('finds parts of descriptions in any case, the newest first', async () => {
    expect(await descriptions('filter[description]=ref-1')).toEqual(['REF-11', 'REF-1']);
    expect(await descriptions('filter[description]=REF-11')).toEqual(['REF-11']);
    expect(await descriptions('')).toEqual(['other', 'REF-11', 'REF-1', null]);
  });

  test('filters by status, day and SIM, and a top-up lists no SIM', async () => {
    const day = new Date(world.now()).toISOString().slice(0, 10);
    const [, newest] = await world.orders();
    await world.ask('POST', `/_sim/orders/${newest?.code}`, { status: 'failed' });
    expect(await descriptions('filter[order_status]=failed')).toEqual(['REF-11']);
    expect(await descriptions(`filter[created_at]=${day} - ${day}&limit=2`)).toHaveLength(2);
    expect(await descriptions('filter[created_at]=2001-01-01 - 2001-01-02')).toEqual([]);
    expect(await descriptions(`filter[iccid]=${SIM.iccid}`)).toEqual([null]);
    const rows = (await list('include=sims,status'))['data'];
    expect(rows).toMatchObject([
      { sims: [], status: { slug: 'completed' } },
      { sims: [], status: { name: 'Failed', slug: 'failed' }, price: '4.50', validity: '7' },
      {},
      { type: 'sim', sims: [{ iccid: SIM.iccid }] },
    ]);
    expect((await list(''))['data']).toEqual(expect.not.arrayContaining([expect.objectContaining({ sims: [] })]));
  });

  test('has pages', async () => {
    expect(await list('limit=3&page=2')).toMatchObject({
      data: [{ description: null }],
      links: { next: null, prev: expect.stringContaining('page=1') },
      meta: { current_page: 2, from: 4, last_page: 2, per_page: '3', to: 4, total: 4 },
    });
    expect(await get('/orders?limit=x&page=0')).toMatchObject(
      invalid({ limit: 'The limit must be an integer.', page: 'The page must be an integer.' }),
    );
  });

  test('of more than a page is read to its end by the adapter', async () => {
    const reference = 'LONG';
    // Older than what stands before it in the list; all of them have the text in them.
    await world.carrier.activate({ ...ORDER, reference });
    for (let count = 0; count < 51; count += 1) await order({ ...whole, description: `${reference}-${count}` });
    expect(await world.carrier.lookUp({ ...ORDER, reference })).toMatchObject({ kind: 'confirmed' });
    expect((await world.endpoints()).filter((path) => path === '/orders')).toHaveLength(2);
  });
});

describe('a brand under discount pricing', () => {
  test('is told one discount and no net prices, and pays what the quote says', async () => {
    const other = await airaloWorld({ pricing: { model: 'discount_pricing', percent: 10 } });
    try {
      await other.putSim();
      expect(await other.carrier.quote?.(SIM, PRODUCT)).toEqual({
        kind: 'available',
        cost: { amountE4: 40_500, currency: 'USD' },
      });
      const before = await other.float();
      expect(await other.carrier.activate(ORDER)).toMatchObject({ kind: 'confirmed' });
      expect(before - (await other.float())).toBeCloseTo(4.05);
    } finally {
      await other.close();
    }
  });
});

describe('the page', () => {
  test('shows ends in Japan time, orders, credit, calls and faults, and runs nothing that was put in', async () => {
    await order({ ...whole, description: '<script>x</script>' });
    await world.faults({ fault: 'refuse', code: '<b>' });
    const page = await (await fetch(`${world.url}/`, { headers: { connection: 'close' } })).text();
    // The queued top-up included.
    expect(page).toContain('2031-10-09 00:00:00');
    expect(page).toContain('Credit: $996.40');
    expect(page).toContain('/v2/orders/topups');
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toMatch(/<script>|<b>/);
  });
});
