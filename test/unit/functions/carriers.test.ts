import { describe, expect, test } from '@jest/globals';
import type { CarrierDeps } from '../../../functions/staff-api/carrier-routes.ts';
import { staffApi } from '../../../functions/staff-api/handler.ts';
import { announceMaintenance } from '../../../shared/app/carriers/maintenance.ts';
import { afterTrouble, FAILURES_TO_OPEN, WELL } from '../../../shared/domain/carrier/health.ts';
import { personId } from '../../../shared/domain/values/ids.ts';
import { formatInstant } from '../../../shared/domain/values/instant.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import { later, NOW } from '../domain/given.ts';
import { ask, httpEvent, memoryLog } from '../http/http-event.ts';

const FLOOR = { amountE4: 500_000, currency: 'USD' };
const MAINTENANCE = 'PUT /v1/carriers/{account}/maintenance';

const unused = (): never => {
  throw new Error('not asked for here');
};

const world = () => {
  const store = memoryStore();
  const deps: CarrierDeps = {
    carriers: ['soracom', 'airalo'],
    floorOf: (account) => (account === 'airalo' ? FLOOR : undefined),
    health: store.carrierHealth,
    announceMaintenance: announceMaintenance(store),
    clock: () => NOW,
    log: memoryLog(),
  };
  const handler = staffApi({
    ...deps,
    verify: async () => ({ person: personId('sato'), roles: ['staff'] }),
    reviews: unused,
    renewal: unused,
    open: unused,
    resolve: unused,
    reconciliations: unused,
    jobs: unused,
    answerJob: unused,
  });
  const announce = (body: unknown, account = 'soracom') =>
    ask(handler, httpEvent(MAINTENANCE, { parameters: { account }, body: JSON.stringify(body) }));
  return { store, announce, list: () => ask(handler, httpEvent('GET /v1/carriers')) };
};

describe('how the carriers are', () => {
  test('given nothing that went wrong, then all are well', async () => {
    const { body } = await world().list();
    expect(body.carriers).toEqual([
      { account: 'soracom', state: 'well', text: expect.any(String), windows: [] },
      { account: 'airalo', state: 'well', text: expect.any(String), windows: [], floor: FLOOR },
    ]);
  });

  test('given a carrier that cannot be reached, and one whose credit is low, then that is said', async () => {
    const { store, list } = world();
    const failing = Array.from({ length: FAILURES_TO_OPEN }).reduce<typeof WELL>(
      (health) => afterTrouble(health, 'unreachable', NOW),
      WELL,
    );
    await store.saveCarrierHealth('soracom', await store.carrierHealth('soracom'), failing);
    const float = { amountE4: 499_999, currency: 'USD', readAt: NOW };
    await store.saveCarrierHealth('airalo', await store.carrierHealth('airalo'), { ...WELL, float });
    const { body } = await list();
    expect(body.carriers).toMatchObject([
      { account: 'soracom', state: 'circuit_open', until: formatInstant(later(30_000)) },
      { account: 'airalo', state: 'float_low', float: { amountE4: 499_999, readAt: formatInstant(NOW) } },
    ]);
  });
});

describe('announcing maintenance', () => {
  test('given windows in any zone, then they replace those before, in order', async () => {
    const { announce, list } = world();
    await announce({ windows: [{ from: '2026-10-05T00:00:00Z', until: '2026-10-05T01:00:00Z' }] });
    const answer = await announce({
      windows: [
        { from: '2026-10-03T02:00:00+09:00', until: '2026-10-03T04:00:00+09:00' },
        { from: formatInstant(NOW), until: formatInstant(later(60_000)) },
      ],
    });
    const windows = [
      { from: formatInstant(NOW), until: formatInstant(later(60_000)) },
      { from: '2026-10-02T17:00:00Z', until: '2026-10-02T19:00:00Z' },
    ];
    expect([answer.status, answer.body]).toMatchObject([200, { account: 'soracom', state: 'maintenance', windows }]);
    expect((await list()).body.carriers[0].windows).toEqual(windows);
    expect((await announce({ windows: [] })).body).toMatchObject({ state: 'well', windows: [] });
  });

  test.each([
    ['no windows', {}, 'soracom', 'bad_request'],
    [
      'a time without a zone',
      { windows: [{ from: '2026-10-05T00:00:00', until: '2026-10-05T01:00:00' }] },
      'soracom',
      'bad_request',
    ],
    [
      'an end before the beginning',
      { windows: [{ from: '2026-10-05T01:00:00Z', until: '2026-10-05T00:00:00Z' }] },
      'soracom',
      'bad_request',
    ],
    ['something else', { windows: [], also: 1 }, 'soracom', 'bad_request'],
    ['an account that nobody has', { windows: [] }, 'docomo', 'carrier_not_found'],
  ])('given %s, then it is refused and nothing changes', async (_what, body, account, code) => {
    const { announce, list } = world();
    expect((await announce(body, account)).body.code).toBe(code);
    expect((await list()).body.carriers[0]).toMatchObject({ state: 'well', windows: [] });
  });
});
