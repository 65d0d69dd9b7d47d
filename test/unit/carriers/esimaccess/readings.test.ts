import { describe, expect, test } from '@jest/globals';
import { plusMs } from '../../../../shared/domain/values/instant.ts';
import {
  apiTime,
  END,
  esim,
  found,
  GIB,
  json,
  listing,
  NOW,
  networkError,
  ORDER,
  offer,
  ok,
  onNetwork,
  refused,
  row,
  SIM,
  type Step,
} from './esim-access-replies.ts';

const another = found(esim({ esimTranNo: '26050100000001' }));
const unreachable = (code: string) => ({ kind: 'unavailable', code, trouble: 'unreachable' });

describe('the record of a SIM', () => {
  const record = async (...steps: readonly Step[]) => onNetwork(...steps).carrier.readRecord(SIM);

  test('given packages, then each is a period that ends with the SIM', async () => {
    const topUp = row({ transactionId: ORDER.reference, esimTranNo: '26100103000001' });
    expect(await record(found(esim({ packageList: [row(), topUp] })))).toEqual({
      kind: 'record',
      endsAt: END,
      readAt: NOW,
      periods: [
        { reference: SIM.carrierRef, status: 'active', endsAt: END, ours: 'first-order' },
        { reference: '26100103000001', status: 'active', endsAt: END, ours: ORDER.reference },
      ],
    });
  });

  test.each([
    ['GOT_RESOURCE', 'queued'],
    ['IN_USE', 'active'],
    ['USED_UP', 'depleted'],
    ['SUSPENDED', 'active'],
    ['PAID', 'processing'],
    ['GETTING_RESOURCE', 'processing'],
  ])('given %s, then its period is %s', async (esimStatus, status) => {
    expect(await record(found(esim({ esimStatus })))).toMatchObject({ periods: [{ status }] });
  });

  test.each([
    ['USED_EXPIRED', 'expired'],
    ['UNUSED_EXPIRED', 'expired'],
    ['CANCEL', 'revoked'],
    ['REVOKE', 'revoked'],
    ['REVOKED', 'revoked'],
  ])('given %s, then its number may have been given on, and is asked for', async (esimStatus, status) => {
    const over = found(esim({ esimStatus }));
    expect(await record(over.clone(), over.clone())).toMatchObject({ kind: 'record', periods: [{ status }] });
    expect(await record(over.clone(), another.clone())).toEqual({ kind: 'recycled' });
  });

  test.each([
    ['whose end has come', { expiredTime: apiTime(NOW) }],
    ['that was deleted from its device', { smdpStatus: 'DELETED' }],
  ])('given a SIM %s, then its number is asked for, too', async (_what, facts) => {
    expect(await record(found(esim(facts)), another.clone())).toEqual({ kind: 'recycled' });
  });

  test('given a SIM that runs, then one request does', async () => {
    const { carrier, sent } = onNetwork(found(esim({ expiredTime: apiTime(plusMs(NOW, 1_000)) })));
    await carrier.readRecord(SIM);
    expect(sent).toHaveLength(1);
  });

  test.each([
    ['has not begun', { activateTime: null }],
    ['has not begun, with an empty time', { activateTime: '' }],
    ['is new, and says no time at all', { activateTime: undefined, esimStatus: 'GOT_RESOURCE' }],
    ['was taken away', { esimStatus: 'REVOKE' }],
    ['shows none that can be read', { expiredTime: 'soon' }],
  ])('given a SIM that %s, then no end is told', async (_what, facts) => {
    const sim = found(esim(facts));
    expect(await record(sim.clone(), sim.clone())).not.toHaveProperty('endsAt');
  });

  test('given a SIM in use that says no time of its beginning at all, then its end counts', async () => {
    expect(await record(found(esim({ activateTime: undefined })))).toMatchObject({ endsAt: END });
  });

  test('given no packages, then one period stands for the SIM', async () => {
    expect(await record(found(esim({ packageList: [] })))).toMatchObject({
      periods: [{ reference: SIM.carrierRef, status: 'active' }],
    });
  });

  test.each<readonly [string, readonly Step[], object]>([
    ['no SIM, and nobody has the number', [found(), found()], { kind: 'absent' }],
    ['no SIM, and another has the number', [found(), another.clone()], { kind: 'recycled' }],
    ['no SIM, and who has the number is not told', [found(), json({}, 500)], unreachable('http_500')],
    ['no answer', [networkError('ECONNRESET')], unreachable('conn_lost')],
  ])('given %s, then that is what it says', async (_what, steps, outcome) => {
    expect(await record(...steps)).toEqual(outcome);
  });
});

describe('a quote', () => {
  const quote = async (product: string, ...steps: readonly Step[]) => onNetwork(...steps).carrier.quote?.(SIM, product);

  test.each<readonly [string, readonly Step[], object]>([
    [
      'a product that is listed',
      [found(esim()), listing(offer())],
      { kind: 'available', cost: { amountE4: 11_000, currency: 'USD' } },
    ],
    ['one that is not', [found(esim()), listing()], { kind: 'not_available', code: 'not_offered' }],
    [
      'a SIM that is over',
      [found(esim({ esimStatus: 'USED_EXPIRED' })), found(esim())],
      { kind: 'not_available', code: 'expired' },
    ],
    ['no SIM', [found(), found()], { kind: 'not_available', code: 'no_such_sim' }],
    ['a number of another', [found(), another.clone()], { kind: 'not_available', code: 'recycled', recycled: true }],
    ['a list that refuses', [found(esim()), refused('310403')], { kind: 'not_available', code: 'ea_310403' }],
    ['a list that is lost', [found(esim()), networkError('ECONNRESET')], unreachable('conn_lost')],
    ['a SIM that cannot be asked for', [json({}, 503)], unreachable('http_503')],
  ])('given %s, then that is what it says', async (_what, steps, answer) => {
    expect(await quote(ORDER.product, ...steps)).toEqual(answer);
  });

  test('given a slug, then it is found as well', async () => {
    expect(await quote('JP_1_7', found(esim()), listing(offer()))).toMatchObject({ kind: 'available' });
  });
});

describe('offers', () => {
  test('given a list, then every product with its price', async () => {
    const { carrier } = onNetwork(listing(offer(), offer({ packageCode: 'TOPUP_2', price: 5 })));
    expect(await carrier.offers?.(SIM)).toEqual({
      kind: 'offers',
      products: [
        { product: 'TOPUP_CKH179', cost: { amountE4: 11_000, currency: 'USD' } },
        { product: 'TOPUP_2', cost: { amountE4: 5, currency: 'USD' } },
      ],
    });
  });

  test('given a refusal, then the carrier could not be asked', async () => {
    const { carrier } = onNetwork(refused('310403'));
    expect(await carrier.offers?.(SIM)).toEqual({ kind: 'unavailable', code: 'ea_310403' });
  });
});

describe('usage', () => {
  const figures = (facts: object = {}) =>
    ok({
      esimUsageList: [
        {
          esimTranNo: SIM.carrierRef,
          dataUsage: GIB / 4,
          totalData: GIB,
          lastUpdateTime: '2026-10-01T00:00:00+0000',
          ...facts,
        },
      ],
    });
  const usage = async (sim: object, step: Step) => onNetwork(found(sim), step).carrier.readUsage?.(SIM);
  const figure = { kind: 'usage', remainingBytes: (GIB * 3) / 4, totalBytes: GIB, asOf: Date.UTC(2026, 9, 1) };

  test.each<readonly [string, object, Step, object]>([
    ['figures', esim(), figures(), figure],
    ['no kind of data', esim({ dataType: null }), figures(), figure],
    ['no time', esim(), figures({ lastUpdateTime: null }), { ...figure, asOf: NOW }],
    ['more used than there is', esim(), figures({ dataUsage: GIB + 1 }), { ...figure, remainingBytes: 0 }],
    ['a limit of the day', esim({ dataType: 3 }), figures(), { kind: 'no_figure' }],
    ['no row', esim(), ok({ esimUsageList: [] }), { kind: 'no_figure' }],
    ['another SIM', esim(), figures({ esimTranNo: '1' }), { kind: 'no_figure' }],
    ['a negative figure', esim(), figures({ dataUsage: -1 }), unreachable('malformed_reply')],
    ['no answer', esim(), networkError('ECONNRESET'), unreachable('conn_lost')],
    ['a refusal', esim(), refused('000105'), { kind: 'unavailable', code: 'ea_000105' }],
  ])('given %s, then that is what it says', async (_what, sim, step, outcome) => {
    expect(await usage(sim, step)).toEqual(outcome);
  });
});

describe('the float', () => {
  test.each<readonly [string, Step, object]>([
    ['a balance', ok({ balance: 940_000 }), { kind: 'float', float: { amountE4: 940_000, currency: 'USD' } }],
    ['a debt', ok({ balance: -1 }), { kind: 'float', float: { amountE4: -1, currency: 'USD' } }],
    ['a fraction', ok({ balance: 0.5 }), unreachable('malformed_reply')],
    ['none', ok({}), unreachable('malformed_reply')],
    ['a blocked address', refused('101002'), { kind: 'unavailable', code: 'ea_101002' }],
  ])('given %s, then that is what it says', async (_what, step, outcome) => {
    expect(await onNetwork(step).carrier.readFloat?.()).toEqual(outcome);
  });
});

describe('suspending', () => {
  const done = { kind: 'undone', reference: SIM.carrierRef };
  test.each<readonly [string, readonly Step[], object]>([
    ['success', [ok({})], done],
    ['a refusal of one that is suspended', [refused('200002'), found(esim({ esimStatus: 'SUSPENDED' }))], done],
    ['a refusal of one that is over', [refused('200002'), found(esim({ esimStatus: 'REVOKE' }))], done],
    ['a refusal of one that is not there', [refused('310403'), found()], done],
    ['a refusal of one that runs', [refused('200002'), found(esim())], { kind: 'stays', code: 'ea_200002' }],
    ['a refusal that cannot be explained', [refused('200002'), json({}, 500)], unreachable('http_500')],
    ['no answer', [networkError('ECONNRESET')], unreachable('conn_lost')],
    ['busy', [refused('900001')], { kind: 'unavailable', code: 'ea_900001', retryAfterMs: 10_000 }],
  ])('given %s, then that is what it says', async (_what, steps, outcome) => {
    expect(await onNetwork(...steps).carrier.suspend?.(SIM)).toEqual(outcome);
  });
});

test('a top-up cannot be taken back, and nothing is ever only accepted', () => {
  const { carrier } = onNetwork();
  expect(carrier.class).toBe('B');
  expect(carrier.undo).toBeUndefined();
});
