import { describe, expect, test } from '@jest/globals';
import { instant, ROLLING_DAY_MS } from '../../../../shared/domain/values/instant.ts';
import {
  json,
  NOW,
  networkError,
  notFound,
  numbered,
  ORDER,
  onNetwork,
  orders,
  packageRow,
  packages,
  row,
  type Step,
  URL,
  waitingRow,
} from './airalo-replies.ts';

const lookUp = (...steps: readonly Step[]) => onNetwork(steps).carrier.lookUp(ORDER);
const RUNNING_END = Date.UTC(2026, 9, 5, 10, 30, 45);
const confirmed = (end?: number) => ({
  kind: 'confirmed',
  reference: '20251118-000111',
  confirmedAt: NOW,
  ...(end !== undefined && { endsAt: instant(end) }),
});
const unavailable = (code: string) => ({ kind: 'unavailable', code, trouble: 'unreachable' });
const OTHER_SIM = { iccid: '8910300000009999999' };

describe('looking for our order', () => {
  test('asks for our reference, then for the packages of the SIM', async () => {
    const { carrier, sent } = onNetwork([orders([row()]), packages(packageRow(), waitingRow(729))]);
    expect(await carrier.lookUp(ORDER)).toEqual(confirmed(RUNNING_END + 7 * ROLLING_DAY_MS));
    const asked = new globalThis.URL(sent[0]?.url ?? '');
    expect(`${asked.origin}${asked.pathname}`).toBe(`${URL}/orders`);
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      'filter[description]': ORDER.reference,
      include: 'sims,status',
      limit: '50',
      page: '1',
    });
    expect(sent[1]).toMatchObject({ method: 'GET', url: `${URL}/sims/${ORDER.carrierRef}/packages` });
  });

  test.each([
    ['none', [], { kind: 'absent' }],
    ['one that failed', [row({ status: { slug: 'failed' } })], { kind: 'absent' }],
    ['one that was given back', [row({ status: { slug: 'refunded' } })], { kind: 'absent' }],
    ['one that ordered an eSIM', [row({ type: 'sim' })], { kind: 'absent' }],
    // The filter finds parts, in any case.
    ['one whose description has more in it', [row({ description: `${ORDER.reference}X` })], { kind: 'absent' }],
    ['one in lower case', [row({ description: ORDER.reference.toLowerCase() })], { kind: 'absent' }],
    ['one without a description', [row({ description: null })], { kind: 'absent' }],
    ['one for another SIM', [row({ sims: [OTHER_SIM] })], { kind: 'absent' }],
    [
      'one in a state of no page',
      [row({ status: { slug: 'pending' } })],
      { kind: 'unavailable', code: 'order_status' },
    ],
  ])('given %s, then that is what it says', async (_what, rows, found) => {
    expect(await lookUp(orders(rows))).toEqual(found);
  });

  test.each([
    ['one', [row()]],
    ['one that lists its SIM', [row({ sims: [{ iccid: ORDER.carrierRef }] })]],
    ['one among others', [row({ id: 1, description: null, type: 'sim' }), row(), row({ id: 2, type: 'sim' })]],
    ['two, the newer one first', [row({ id: 222, code: '20251118-000222' }), row()]],
    ['one that failed and one that did not', [row({ id: 1, code: 'x', status: { slug: 'failed' } }), row()]],
    ['one that is open and one that is not', [row({ id: 1, code: 'x', status: { slug: 'pending' } }), row()]],
  ])('given %s, then it is confirmed by the first that counts', async (_what, rows) => {
    expect(await lookUp(orders(rows), packages())).toEqual(confirmed());
  });

  test.each([
    ['no connection', networkError('ECONNREFUSED'), unavailable('conn_refused')],
    ['reset', networkError('ECONNRESET'), unavailable('conn_lost')],
    ['500', json({}, 500), unavailable('http_500')],
    ['a page', new Response('<html>'), unavailable('malformed_reply')],
    ['another answer', json({ data: {} }), unavailable('malformed_reply')],
    ['a malformed row', orders([row({ code: 7 })]), unavailable('malformed_reply')],
    ['a row without its state', orders([row({ status: undefined })]), unavailable('malformed_reply')],
    ['no word about pages', json({ data: [] }), unavailable('malformed_reply')],
    ['another page', orders([], { current_page: 2 }), unavailable('malformed_reply')],
    ['fewer rows than it counts', orders([], { total: 1 }), { kind: 'unavailable', code: 'list_incomplete' }],
    ['404', notFound(), { kind: 'unavailable', code: 'http_404' }],
    ['a page with 404', new Response('<html>', { status: 404 }), unavailable('http_404')],
    ['maintenance', numbered(13), { kind: 'unavailable', code: 'maintenance', trouble: 'maintenance' }],
    ['something unexpected', numbered(53), unavailable('airalo_53')],
    [
      'wrong pages',
      json({ data: { page: 'no' }, meta: { message: 'no' } }, 422),
      { kind: 'unavailable', code: 'field.page' },
    ],
    [
      'throttled',
      json({}, 429, { 'retry-after': '7' }),
      { kind: 'unavailable', code: 'http_429', retryAfterMs: 7_000 },
    ],
  ])('given %s, then it could not be asked, and nothing is said to be absent', async (_what, step, found) => {
    expect(await lookUp(step)).toEqual(found);
  });

  test.each([
    ['reset', networkError('ECONNRESET')],
    ['throttled', json({}, 429)],
    ['a page', new Response('<html>')],
    ['not known', notFound()],
    ['malformed', json({ data: [{ id: 'x' }] })],
  ])('given packages that cannot be read (%s), then the order is proof enough, without an end', async (_what, step) => {
    expect(await lookUp(orders([row()]), step)).toEqual(confirmed());
  });
});

describe('given an order whose packages are read', () => {
  const began = (day: number, ended: number) =>
    packageRow({
      id: 729,
      activated_at: new Date(NOW).toISOString().replace('.000Z', '+00:00'),
      expired_at: new Date(NOW + ended * ROLLING_DAY_MS).toISOString().replace('.000Z', '+00:00'),
      package: { id: ORDER.product, day },
    });
  const usedUp = packageRow({ status: 'FINISHED' });
  const promised = { ...ORDER, targetEnd: instant(RUNNING_END + 7 * ROLLING_DAY_MS) };

  test('when it began at once because the data before it was used up, then its end is no other than was promised', async () => {
    const { carrier } = onNetwork([orders([row()]), packages(usedUp, began(7, 7))]);
    expect(await carrier.lookUp(promised)).toEqual(confirmed());
  });

  test('when it has fewer days than were bought, then its end is told', async () => {
    const { carrier } = onNetwork([orders([row()]), packages(usedUp, began(5, 5))]);
    expect(await carrier.lookUp(promised)).toEqual(confirmed(NOW + 5 * ROLLING_DAY_MS));
  });
});

describe('a list of several pages', () => {
  const other = row({ id: 5, description: `${ORDER.reference}X` });
  const pageOf = (rows: readonly unknown[], current_page: number, last_page: number, total: number) =>
    orders(rows, { current_page: String(current_page), last_page, total });

  test('is read to its end', async () => {
    const { carrier, sent } = onNetwork([pageOf([other], 1, 2, 2), pageOf([row()], 2, 2, 2), packages()]);
    expect(await carrier.lookUp(ORDER)).toEqual(confirmed());
    expect(sent.map(({ url }) => new globalThis.URL(url).searchParams.get('page'))).toEqual(['1', '2', null]);
  });

  test('that cannot be read to its end says nothing, although the first page has nothing', async () => {
    expect(await lookUp(pageOf([other], 1, 2, 2), networkError('ECONNRESET'))).toEqual(unavailable('conn_lost'));
    expect(await lookUp(pageOf([other], 1, 2, 2), pageOf([], 2, 2, 2))).toEqual({
      kind: 'unavailable',
      code: 'list_incomplete',
    });
  });

  test('that is longer than our reference can be in is not read on: the filter was not applied', async () => {
    const page = (number: number): Step => pageOf([other], number, 900, 900);
    const { carrier, sent } = onNetwork([page(1), page(2), page(3)]);
    expect(await carrier.lookUp(ORDER)).toEqual({ kind: 'unavailable', code: 'too_many_pages' });
    expect(sent).toHaveLength(3);
  });
});
