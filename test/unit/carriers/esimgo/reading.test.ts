import { describe, expect, test } from '@jest/globals';
import {
  bundles,
  json,
  message,
  NOW,
  networkError,
  onNetwork,
  organisation,
  PRODUCT,
  priced,
  row,
  SIM,
  type Step,
} from './esim-go-replies.ts';

const term = (day: number) => ({ startTime: `2026-10-0${day}T00:00:00Z`, endTime: `2026-10-0${day + 1}T00:00:00Z` });
const at = (day: number) => Date.UTC(2026, 9, day);

describe('the record of an eSIM', () => {
  const record = (...steps: readonly Step[]) => onNetwork(...steps).carrier.readRecord(SIM);

  test('given periods that have all begun, then the last end is the end', async () => {
    expect(
      await record(
        bundles(
          [
            row({ id: '3', bundleState: 'active', ...term(4) }),
            row({ id: '4', bundleState: 'revoked' }),
            row({ id: '5', bundleState: 'lapsed' }),
          ],
          {
            other: [
              row({ id: '1', bundleState: 'expired', ...term(1) }),
              row({ id: '2', bundleState: 'depleted', ...term(7) }),
            ],
          },
        ),
      ),
    ).toEqual({
      kind: 'record',
      readAt: NOW,
      endsAt: at(8),
      periods: [
        { reference: '1', status: 'expired', startsAt: at(1), endsAt: at(2) },
        { reference: '2', status: 'depleted', startsAt: at(7), endsAt: at(8) },
        { reference: '3', status: 'active', startsAt: at(4), endsAt: at(5) },
        { reference: '4', status: 'revoked' },
        { reference: '5', status: 'expired' },
      ],
    });
  });

  test.each([
    ['one that has not begun', [row({ bundleState: 'active', ...term(1) }), row({ id: '2' })]],
    ['one on its way', [row({ bundleState: 'processing' }), row({ id: '2', bundleState: 'expired', ...term(1) })]],
    ['one in use without an end', [row({ bundleState: 'active' })]],
    ['nothing', []],
    ['only what was taken back', [row({ bundleState: 'revoked' })]],
  ])('given %s, then there is no end', async (_what, rows) => {
    const read = await record(bundles(rows));
    expect(read.kind).toBe('record');
    expect(read).not.toHaveProperty('endsAt');
  });

  test('given an eSIM that is not ours, then there is none; given no answer, then nobody knows', async () => {
    expect(await record(message('ICCID not found'))).toEqual({ kind: 'absent' });
    expect(await record(networkError('ECONNRESET'))).toMatchObject({ kind: 'unavailable' });
  });
});

describe('usage', () => {
  const usage = (...steps: readonly Step[]) => onNetwork(...steps).carrier.readUsage?.(SIM);
  const active = (facts: object) => row({ bundleState: 'active', initialQuantity: 1_000, ...term(1), ...facts });

  test.each([
    ['the one in use', [active({ remainingQuantity: 250 }), row()], 250, 1_000],
    ['all in use', [active({ remainingQuantity: 250 }), active({ id: '2', remainingQuantity: 1_000 })], 1_250, 2_000],
    [
      'the next one, where none is in use',
      [
        row({ id: '3', initialQuantity: 3, remainingQuantity: 3, assignmentDateTime: '2026-10-03T00:00:00Z' }),
        row({ id: '2', initialQuantity: 2, remainingQuantity: 2, assignmentDateTime: '2026-10-02T00:00:00Z' }),
        active({ bundleState: 'depleted', remainingQuantity: 0 }),
      ],
      2,
      2,
    ],
    [
      'the one used up last, where none comes next',
      [
        active({ bundleState: 'depleted', initialQuantity: 5, remainingQuantity: 0 }),
        active({ bundleState: 'depleted', initialQuantity: 7, remainingQuantity: 0, ...term(3) }),
      ],
      0,
      7,
    ],
    ['decimals', [active({ remainingQuantity: 250.4, initialQuantity: 1000.0 })], 250, 1_000],
    ['more than there was', [active({ remainingQuantity: 2_000 })], 1_000, 1_000],
    ['less than nothing', [active({ remainingQuantity: -1 })], 0, 1_000],
  ])('is that of %s', async (_what, rows, remainingBytes, totalBytes) => {
    expect(await usage(bundles(rows))).toEqual({ kind: 'usage', remainingBytes, totalBytes, asOf: NOW });
  });

  test.each([
    ['unlimited', [active({ unlimited: true })]],
    ['unlimited beside another', [active({}), active({ id: '2', unlimited: true })]],
    ['minutes', [active({ callTypeGroup: 'voice' })]],
    ['no quantity', [active({ initialQuantity: null })]],
    ['no remaining quantity', [active({ remainingQuantity: null })]],
    ['a quantity of nothing', [active({ initialQuantity: 0, remainingQuantity: 0 })]],
    ['over', [active({ bundleState: 'expired' })]],
    ['on its way', [row({ bundleState: 'processing' })]],
  ])('given %s, then there is no figure', async (_what, rows) => {
    expect(await usage(bundles(rows))).toEqual({ kind: 'no_figure' });
  });

  test('given nobody to ask, then none is made up', async () => {
    expect(await usage(json({}, 500))).toEqual({ kind: 'unavailable', code: 'http_500', trouble: 'unreachable' });
    expect(await usage(message('unknown ICCID'))).toEqual({ kind: 'unavailable', code: 'unknown_sim' });
  });
});

describe('the balance', () => {
  const float = (...steps: readonly Step[]) => onNetwork(...steps).carrier.readFloat?.();

  test.each([
    ['as it is documented now', organisation()],
    ['as it was', json({ organisations: [{ balance: 998.18, currency: 'USD' }] })],
  ])('%s', async (_what, step) => {
    expect(await float(step)).toEqual({ kind: 'float', float: { amountE4: 9_981_800, currency: 'USD' } });
  });

  test.each([
    ['in debt', -12.5, -125_000],
    ['in tenths of a cent', 0.001, 10],
    ['with the dust of floating point', 0.1 + 0.2, 3_000],
  ])('%s', async (_what, balance, amountE4) => {
    expect(await float(organisation({ balance }))).toMatchObject({ float: { amountE4 } });
  });

  test.each([
    ['two organisations', json({ organisations: [1, 2].map(() => ({ balance: 1, currency: 'USD' })) })],
    ['no currency', organisation({ currency: null })],
    ['a currency that is none', organisation({ currency: 'dollars' })],
    ['a text', organisation({ balance: '998.18' })],
    ['more than anybody has', organisation({ balance: 1e15 })],
    ['a page', new Response('<html>')],
  ])('given %s, then it is not known', async (_what, step) => {
    expect(await float(step)).toEqual({ kind: 'unavailable', code: 'malformed_reply', trouble: 'unreachable' });
  });
});

describe('a quote', () => {
  const quote = (...steps: readonly Step[]) => onNetwork(...steps).carrier.quote?.(SIM, PRODUCT);

  test.each([
    ['a price', priced(), { kind: 'available', cost: { amountE4: 18_200, currency: 'USD' } }],
    ['incompatible', message('not compatible'), { kind: 'not_available', code: 'incompatible' }],
    ['not valid', priced({ valid: false }), { kind: 'not_available', code: 'not_valid' }],
    [
      'no balance',
      message('Insufficient balance'),
      { kind: 'unavailable', code: 'insufficient_balance', trouble: 'float_low' },
    ],
    ['500', json({}, 500), { kind: 'unavailable', code: 'http_500', trouble: 'unreachable' }],
    [
      'throttled',
      json({}, 429, { 'retry-after': '9' }),
      { kind: 'unavailable', code: 'http_429', retryAfterMs: 9_000 },
    ],
    [
      'no total',
      priced({ total: undefined }),
      { kind: 'unavailable', code: 'malformed_reply', trouble: 'unreachable' },
    ],
  ])('given %s, then it says so', async (_what, step, answer) => {
    const { carrier, sent } = onNetwork(step);
    expect(await carrier.quote?.(SIM, PRODUCT)).toEqual(answer);
    // A quote never buys.
    expect(sent).toMatchObject([{ body: { type: 'validate' } }]);
  });

  test('given an eSIM of others, then it cannot be had', async () => {
    const denied = () => message('access denied', 403);
    expect(await quote(denied(), denied(), organisation())).toEqual({ kind: 'not_available', code: 'unknown_sim' });
  });
});
