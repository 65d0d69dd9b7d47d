import { describe, expect, test } from '@jest/globals';
import type { AlipayAccount } from '../../../../shared/payments/alipay/alipay-account.ts';
import { alipayWebhook } from '../../../../shared/payments/alipay/alipay-webhook.ts';
import {
  alipayKeys,
  alipayReceiver,
  type Delivery,
  encoded,
  formOf,
  notice,
  type Pair,
  paymentNotice,
  refunded,
  TRADE_NO,
  trade,
} from '../../../webhooks/senders/alipay.ts';
import { tamperedBodies } from '../tampering.ts';
import { REFERENCE, received, secretOf } from '../wechatpay/received.ts';

const captured = {
  reference: REFERENCE,
  report: { kind: 'captured', captureId: TRADE_NO, amount: { amountMinor: 14_800, currency: 'CNY' } },
};
const refused = { code: 'bad_signature' };

const receive = (delivery: Delivery, account = secretOf<AlipayAccount>(alipayReceiver)) =>
  alipayWebhook({ account }).receive(received(delivery));
const verdictOf = (delivery: Delivery) =>
  receive(delivery).then(
    () => 'taken',
    (error: { code?: string }) => error.code ?? 'defect',
  );
const pairsOf = ({ body }: Delivery): readonly Pair[] => [...new URLSearchParams(body.toString('latin1'))];
const form = (delivery: Delivery): string => delivery.body.toString('latin1');
const changed = (change: (pairs: readonly Pair[]) => readonly Pair[], parameters = trade()): Delivery =>
  notice(parameters, { pairs: change });
/** The same parameters with one of them decoded differently: `value` stands where `name` stood. */
const withValue = (name: string, value: string) => (pairs: readonly Pair[]) =>
  pairs.map((pair): Pair => (pair[0] === name ? [name, value] : pair));
const signedValue = (pairs: readonly Pair[], name: string): string => pairs.find((pair) => pair[0] === name)?.[1] ?? '';

describe('given a notice that Alipay signed, when it is received, then it is taken', () => {
  const shuffles: readonly [string, (pairs: readonly Pair[]) => readonly Pair[]][] = [
    ['as it was sent', (pairs) => pairs],
    ['backwards', (pairs) => pairs.toReversed()],
    ['sorted', (pairs) => pairs.toSorted(([a], [b]) => (a < b ? -1 : 1))],
    ['the signature first', (pairs) => [...pairs.slice(-1), ...pairs.slice(0, -1)]],
    ...Array.from({ length: 8 }, (_, turn): [string, (pairs: readonly Pair[]) => readonly Pair[]] => [
      `turned by ${turn * 3 + 1}`,
      (pairs) => [...pairs.slice(turn * 3 + 1), ...pairs.slice(0, turn * 3 + 1)],
    ]),
  ];
  test.each(shuffles)('whatever the order of its parameters: %s', async (_order, pairs) => {
    expect(await receive(changed(pairs))).toEqual([captured]);
  });

  test.each([
    '10GB + 30天',
    'a%2Bb',
    '100% & more = better',
    '%E6%97%A5',
    '%',
    '&amp;',
    '𠮷野家🍜',
    'x&y=z&&==',
    "it's (*) ~!",
    '\uFEFFmarked',
    'two\nlines\t',
  ])('whatever the subject: %j', async (subject) => {
    expect(await receive(paymentNotice({ subject }))).toEqual([captured]);
  });

  test('with %20 for spaces, and lower-case escapes', async () => {
    const other = form(paymentNotice())
      .replaceAll('+', '%20')
      .replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase());
    expect(await receive(formOf(other))).toEqual([captured]);
  });

  test.each(['utf-8', 'UTF-8', undefined])('in the charset %s', async (charset) => {
    expect(await receive(paymentNotice({ charset }))).toEqual([captured]);
  });

  test('with an empty parameter among the signed ones, as the SDKs for Java and Node read it', async () => {
    expect(await receive(paymentNotice({ body: '', refund_fee: '' }))).toEqual([captured]);
  });

  test('with parameters that we do not know', async () => {
    expect(await receive(paymentNotice({ a_new_one: '1', Zeta: '2', _x: '3' }))).toEqual([captured]);
  });

  test('whenever it was first sent: retries repeat it for a day', async () => {
    expect(await receive(paymentNotice({ notify_time: '2026-09-01 00:00:00' }))).toEqual([captured]);
  });
});

describe('given a notice that was changed on its way, when it is received, then it is refused', () => {
  test('every byte', async () => {
    const request = received(paymentNotice());
    const verdicts = await Promise.all(tamperedBodies(request).map((each) => verdictOf({ ...each, headers: {} })));
    expect(verdicts.length).toBe(request.body.length);
    expect(new Set(verdicts)).toEqual(new Set(['bad_signature']));
  });

  test.each(pairsOf(paymentNotice()).map(([name]) => name))('without %s', async (name) => {
    expect(await verdictOf(changed((pairs) => pairs.filter((pair) => pair[0] !== name)))).toBe('bad_signature');
  });

  test.each(pairsOf(paymentNotice()).map(([name]) => name))('with %s twice', async (name) => {
    const twice = (pairs: readonly Pair[]): readonly Pair[] => [...pairs, [name, signedValue(pairs, name)]];
    expect(await verdictOf(changed(twice))).toBe('bad_signature');
    expect(await verdictOf(changed((pairs) => [[name, 'other'], ...pairs]))).toBe('bad_signature');
  });

  test.each<[string, Pair]>([
    ['a parameter', ['foo', 'bar']],
    ['an empty one', ['refund_fee', '']],
    ['an empty name', ['', 'x']],
    ['the prototype', ['__proto__', 'x']],
  ])('with %s more', async (_what, pair) => {
    expect(await verdictOf(changed((pairs) => [...pairs, pair]))).toBe('bad_signature');
  });

  test.each<[string, (text: string) => string]>([
    ['nothing in it', () => ''],
    ['an & at its end', (text) => `${text}&`],
    ['an & at its start', (text) => `&${text}`],
    ['two & in a row', (text) => text.replace('&', '&&')],
    ['a name without value', (text) => `${text}&foo`],
    ['a broken escape', (text) => text.replace('%', '%G')],
    ['an escape cut off', (text) => `${text}%2`],
    ['bytes that are no UTF-8', (text) => text.replace('%E6%97%A5', '%E6%97')],
    ['a surrogate', (text) => text.replace('%E6%97%A5', '%ED%A0%80')],
    ['bytes that were not encoded', (text) => text.replace('%E6%97%A5', '日')],
    ['a line feed', (text) => `${text}\n`],
    ['a space', (text) => text.replace('+', ' ')],
    ['everything encoded once more', (text) => text.replaceAll('%', '%25')],
    ['JSON', (text) => JSON.stringify(Object.fromEntries(new URLSearchParams(text)))],
  ])('%s', async (_what, change) => {
    const text = change(form(paymentNotice()));
    expect(await verdictOf({ ...formOf(''), body: Buffer.from(text, 'utf8') })).toBe('bad_signature');
  });

  test('with a name alone, for a parameter that has its own name as its value', async () => {
    const text = form(paymentNotice({ foo: 'foo' }));
    expect(await receive(formOf(text))).toEqual([captured]);
    expect(await verdictOf(formOf(text.replace('foo=foo', 'foo')))).toBe('bad_signature');
  });

  test('in a text that differs in its bytes and reads the same', async () => {
    const delivery = paymentNotice({ subject: '\uFFFD' });
    expect(await receive(delivery)).toEqual([captured]);
    expect(await verdictOf(formOf(form(delivery).replace('%EF%BF%BD', '%FF')))).toBe('bad_signature');
    expect(await verdictOf(formOf(form(delivery).replace('%EF%BF%BD', '\xff')))).toBe('bad_signature');
  });
});

describe('given a signed text that can be cut into parameters in more than one way, when it is received', () => {
  test('then a refund cannot hide in the parameter before it', async () => {
    const hide = (pairs: readonly Pair[]): readonly Pair[] =>
      withValue(
        'receipt_amount',
        `${signedValue(pairs, 'receipt_amount')}&refund_fee=${signedValue(pairs, 'refund_fee')}`,
      )(pairs.filter(([name]) => name !== 'refund_fee'));
    expect(await verdictOf(changed(hide, refunded('48.00')))).toBe('bad_signature');
  });

  test('nor in the name of one', async () => {
    const hide = (pairs: readonly Pair[]): readonly Pair[] =>
      pairs
        .filter(([name]) => name !== 'refund_fee')
        .map((pair): Pair => (pair[0] === 'receipt_amount' ? [`receipt_amount=${pair[1]}&refund_fee`, '48.00'] : pair));
    expect(await verdictOf(changed(hide, refunded('48.00')))).toBe('bad_signature');
  });

  test.each([
    'seller_id',
    'total_amount',
    'trade_no',
    'trade_status',
    'out_trade_no',
    'notify_type',
    'gmt_payment',
    'auth_app_id',
  ])('then %s cannot hide', async (hidden) => {
    const sorted = Object.keys(trade()).toSorted();
    const before = sorted[sorted.indexOf(hidden) - 1] ?? '';
    const hide = (pairs: readonly Pair[]): readonly Pair[] =>
      withValue(
        before,
        `${signedValue(pairs, before)}&${hidden}=${signedValue(pairs, hidden)}`,
      )(pairs.filter(([name]) => name !== hidden));
    expect(await verdictOf(changed(hide))).toBe('bad_signature');
  });
});

describe('given a signature that is not RSA2, when it is received, then it is refused', () => {
  test('SHA-1, and says so', async () => {
    await expect(receive(paymentNotice({}, { signType: 'RSA' }))).rejects.toMatchObject(refused);
  });

  test('SHA-1, and says RSA2', async () => {
    const delivery = notice(trade(), { signType: 'RSA', pairs: withValue('sign_type', 'RSA2') });
    await expect(receive(delivery)).rejects.toMatchObject(refused);
  });

  test.each(['RSA', 'rsa2', 'RSA2 ', 'MD5', 'DSA', '', 'none'])('right, and says %j', async (signType) => {
    await expect(receive(changed(withValue('sign_type', signType)))).rejects.toMatchObject(refused);
  });

  test.each(['gbk', 'GB2312', 'utf8', 'iso-8859-1'])('over the charset %s', async (charset) => {
    await expect(receive(paymentNotice({ charset }))).rejects.toMatchObject(refused);
  });

  test.each<[string, (sign: string) => string]>([
    ['empty', () => ''],
    ['cut short', (sign) => sign.slice(0, -4)],
    ['without padding', (sign) => sign.replace(/=+$/, '')],
    ['in base64url', (sign) => sign.replaceAll('+', '-').replaceAll('/', '_')],
    ['with a line feed', (sign) => `${sign}\n`],
    ['with blanks for its pluses: decoded twice', (sign) => sign.replaceAll('+', ' ')],
    ['in hex', (sign) => Buffer.from(sign, 'base64').toString('hex')],
    ['of nothing', () => 'AA=='],
  ])('%s', async (_what, change) => {
    // A signature with all that base64 has.
    const delivery = Array.from({ length: 64 }, (_, index) => paymentNotice({ notify_id: `N${index}` })).find(
      (each) => {
        const sign = signedValue(pairsOf(each), 'sign');
        return sign.includes('+') && sign.includes('/');
      },
    );
    const pairs = pairsOf(delivery ?? paymentNotice());
    const altered = formOf(encoded(withValue('sign', change(signedValue(pairs, 'sign')))(pairs)));
    await expect(receive(altered)).rejects.toMatchObject(refused);
  });
});

describe('given keys that change', () => {
  const next: AlipayAccount = { ...alipayReceiver, publicKeys: [alipayKeys.next] };
  const both: AlipayAccount = { ...alipayReceiver, publicKeys: [alipayKeys.present, alipayKeys.next] };

  test.each(['present', 'next'] as const)('when both are configured, then the %s one is taken', async (key) => {
    const account = secretOf(both);
    expect(await receive(paymentNotice({}, { key }), account)).toEqual([captured]);
    expect(account.refreshes).toBe(0);
  });

  test('when the new one signs first, then the secret is read again and the notice taken', async () => {
    const account = secretOf(alipayReceiver, next);
    expect(await receive(paymentNotice({}, { key: 'next' }), account)).toEqual([captured]);
    expect(account.refreshes).toBe(1);
  });

  test('when the old one signs after it was taken out, then the notice is refused', async () => {
    const account = secretOf(next);
    await expect(receive(paymentNotice(), account)).rejects.toMatchObject(refused);
    expect(account.refreshes).toBe(1);
  });

  test('when a stranger signs, then the secret is read again once', async () => {
    const account = secretOf(both);
    await expect(receive(paymentNotice({}, { key: 'strangers' }), account)).rejects.toMatchObject(refused);
    expect([account.reads, account.refreshes]).toEqual([2, 1]);
  });

  test('when there is no form to verify, then no secret is read', async () => {
    const account = secretOf(both);
    await expect(receive(formOf('a=1'), account)).rejects.toMatchObject(refused);
    expect(account.reads).toBe(0);
  });
});
