import { describe, expect, test } from '@jest/globals';
import type { PaymentReport } from '../../../../shared/domain/payment/payment.ts';
import { instant } from '../../../../shared/domain/values/instant.ts';
import { money } from '../../../../shared/domain/values/money.ts';
import type { BookedPayment } from '../../../../shared/payments/provider.ts';
import { stripeProvider } from '../../../../shared/payments/stripe/stripe-provider.ts';
import {
  ACCOUNT,
  type Asked,
  CAPTURED,
  dispute,
  INTENT_ID,
  intent,
  list,
  NEEDS_DETAILS,
  type Reply,
  refund,
  refunded,
  SESSION,
  secretOf,
  session,
  stripeApi,
  stripeError,
  UNAVAILABLE,
} from './stripe-api.ts';

const against = (reply: (asked: Asked, number: number) => Reply | Error) => {
  const { asked, httpClient } = stripeApi(reply);
  return { asked, provider: stripeProvider({ account: secretOf(ACCOUNT), httpClient }) };
};

type Fields = Record<string, unknown>;
const charged = (refunds: readonly object[] = [], more: Fields = {}) => ({
  latest_charge: { id: 'ch_1', disputed: false, refunds: list(refunds), ...more },
});
const disputed = (kind: string, outcome?: string, amountMinor = 1980, disputeId = dispute().id) => ({
  kind,
  captureId: INTENT_ID,
  amount: money(amountMinor, 'JPY'),
  ...(outcome && { outcome }),
  disputeId,
});

describe('given a session, when it is looked up', () => {
  const lookUp = async (more: Fields, disputes: readonly object[] = []) => {
    const { provider, asked } = against(({ path }) => ({
      body: path === '/v1/disputes' ? list(disputes) : session(more),
    }));
    const reports = await provider.lookUp(SESSION);
    expect(asked[0]?.parameters).toEqual({ 'expand[0]': 'payment_intent.latest_charge.refunds' });
    return reports;
  };
  const open = (payment: Fields) => ({
    status: 'open',
    payment_intent: intent({ amount_received: 0, latest_charge: null, ...payment }),
  });
  const complete = (payment: Fields) => ({ ...open(payment), status: 'complete', payment_status: 'unpaid' });
  const error = { code: 'expired_card' };

  test.each<[string, Fields, readonly object[]]>([
    ['nothing has happened yet', { status: 'open', payment_intent: null }, []],
    ['not paid yet', open({ status: 'requires_payment_method' }), []],
    [
      'declined',
      open({ status: 'requires_payment_method', last_payment_error: error }),
      [{ kind: 'declined', reason: 'expired_card' }],
    ],
    ['the bank asks the holder', open({ status: 'requires_action' }), [{ kind: 'requires_action' }]],
    ['the voucher waits at the till', complete({ status: 'requires_action' }), [{ kind: 'requires_action' }]],
    ['processing', complete({ status: 'processing' }), [{ kind: 'processing' }]],
    [
      'the voucher ran out',
      complete({
        status: 'requires_payment_method',
        last_payment_error: { code: 'payment_intent_payment_attempt_expired' },
      }),
      [{ kind: 'failed', reason: 'try_another_method' }],
    ],
    ['the page ran out', { status: 'expired', payment_intent: null }, [{ kind: 'expired' }]],
    [
      'the page ran out after an attempt',
      { ...open({ status: 'canceled' }), status: 'expired' },
      [{ kind: 'expired' }],
    ],
    ['called off', complete({ status: 'canceled' }), [{ kind: 'cancelled' }]],
    ['paid', { payment_intent: intent(charged()) }, [CAPTURED]],
    ['paid while the page ran out', { status: 'expired', payment_intent: intent(charged()) }, [CAPTURED]],
  ])('%s', async (_what, more, expected) => {
    expect(await lookUp(more)).toEqual(expected);
  });

  test.each<[string, object[], readonly object[]]>([
    ['all of it', [refund()], [refunded(1980)]],
    ['a part, still on its way', [refund({ amount: 980, status: 'pending' })], [refunded(980)]],
    ['in vain', [refund({ status: 'failed' })], [refunded(0, 'refund_failed', 1)]],
    ['after it failed once', [refund({ id: 're_2' }), refund({ status: 'failed' })], [refunded(1980)]],
    [
      'and the older part failed',
      [refund({ id: 're_2', amount: 480 }), refund({ amount: 500, status: 'canceled' })],
      [refunded(480, 'refund_failed', 1)],
    ],
    ['once the payer names an account', [refund({ status: 'requires_action' })], [NEEDS_DETAILS]],
    [
      'a part, the rest once the payer names an account',
      [refund({ id: 're_2', amount: 1480, status: 'requires_action' }), refund({ amount: 500 })],
      [refunded(500), NEEDS_DETAILS],
    ],
  ])('paid and sent back: %s', async (_what, refunds, expected) => {
    expect(await lookUp({ payment_intent: intent(charged(refunds)) })).toEqual([CAPTURED, ...expected]);
  });

  test.each<[string, object[], readonly object[]]>([
    ['disputed', [dispute()], [disputed('disputed')]],
    ['won', [dispute({ status: 'won' })], [disputed('dispute_closed', 'won')]],
    ['an inquiry only', [dispute({ status: 'warning_needs_response' })], []],
    [
      'lost for one part, disputed for another',
      [dispute({ id: 'du_2', amount: 80 }), dispute({ amount: 900, status: 'lost' })],
      [disputed('dispute_closed', 'lost', 900), disputed('disputed', undefined, 80, 'du_2')],
    ],
  ])('paid and %s', async (_what, disputes, expected) => {
    const more = { payment_intent: intent(charged([], { disputed: true })) };
    expect(await lookUp(more, disputes)).toEqual([CAPTURED, ...expected]);
  });

  test('capturing is looking: the payer’s agreement has captured', async () => {
    const { provider, asked } = against(() => ({ body: session({ payment_intent: intent(charged()) }) }));
    expect(await provider.capture(SESSION)).toEqual([CAPTURED]);
    expect(asked.map(({ method }) => method)).toEqual(['GET']);
  });

  test.each([
    ['more refunds than a charge shows', { refunds: list([refund({ amount: 1 })], true) }],
    ['a charge that shows none', { refunds: undefined }],
  ])('%s: all are asked for', async (_what, more) => {
    const { provider, asked } = against(({ path }) => ({
      body: path === '/v1/refunds' ? list([refund()]) : session({ payment_intent: intent(charged([], more)) }),
    }));
    expect(await provider.lookUp(SESSION)).toEqual([CAPTURED, refunded(1980)]);
    expect(asked[1]).toMatchObject({ path: '/v1/refunds', parameters: { payment_intent: INTENT_ID } });
  });
});

describe('given a time, when the payments of it are listed', () => {
  const FROM = instant(1_790_812_800_001);
  const UNTIL = instant(1_790_899_200_000);
  const listed = async (provider: ReturnType<typeof against>['provider']) => {
    const found: BookedPayment[] = [];
    for await (const payment of provider.list(FROM, UNTIL)) found.push(payment);
    return found;
  };

  test('then whole seconds within it are asked for, page by page', async () => {
    const pages = [
      list([intent({ id: 'pi_3', ...charged() }), intent({ id: 'pi_2', ...charged() })], true),
      list([intent({ id: 'pi_1', ...charged() })]),
    ];
    const { asked, provider } = against((_asked, number) => ({ body: pages[number - 1] }));
    const captures = (await listed(provider)).map(({ reports }) => reports[0]);
    expect(captures).toMatchObject([{ captureId: 'pi_3' }, { captureId: 'pi_2' }, { captureId: 'pi_1' }]);
    const common = {
      'created[gte]': '1790812801',
      'created[lt]': '1790899200',
      limit: '100',
      'expand[0]': 'data.latest_charge.refunds',
    };
    expect(asked.map(({ parameters }) => parameters)).toEqual([common, { ...common, starting_after: 'pi_2' }]);
  });

  test.each<[string, Fields, readonly object[]]>([
    ['paid', charged(), [CAPTURED]],
    ['sent back', charged([refund()]), [CAPTURED, refunded(1980)]],
    [
      'not paid',
      { status: 'requires_payment_method', latest_charge: null, last_payment_error: { code: 'expired_card' } },
      [{ kind: 'declined', reason: 'expired_card' }],
    ],
    ['called off', { status: 'canceled', latest_charge: null }, [{ kind: 'cancelled' }]],
    ['untried', { status: 'requires_payment_method', latest_charge: null }, []],
  ])('then one that is %s says so', async (_what, more, expected) => {
    const { provider } = against(() => ({ body: list([intent({ ...more, metadata: { order_id: 'A' } })]) }));
    expect(await listed(provider)).toEqual([{ reference: 'A', reports: expected as readonly PaymentReport[] }]);
  });

  test('then one that somebody else took has no reference', async () => {
    const { provider } = against(() => ({ body: list([intent({ ...charged(), metadata: {} })]) }));
    expect(await listed(provider)).toEqual([{ reference: undefined, reports: [CAPTURED] }]);
  });

  test('then it ends after a hundred pages instead of never', async () => {
    const { asked, provider } = against(() => ({ body: list([intent(charged())], true) }));
    await expect(listed(provider)).rejects.toThrow('10000');
    expect(asked).toHaveLength(100);
  });

  test('then a page that cannot be had is a refusal', async () => {
    const { provider } = against(() => stripeError(500, { type: 'api_error' }));
    await expect(listed(provider)).rejects.toMatchObject(UNAVAILABLE);
  });
});
