import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { iccid, passesLuhn } from '../../../../shared/domain/values/iccid.ts';
import {
  isLineId,
  isPersonId,
  isRenewalId,
  lineId,
  lineOf,
  MAX_PAYMENTS_PER_RENEWAL,
  parsePaymentReference,
  paymentReference,
  renewalIdFrom,
} from '../../../../shared/domain/values/ids.ts';
import { formatInstant, formatInZone, instant, parseInstant } from '../../../../shared/domain/values/instant.ts';
import { money, sameMoney } from '../../../../shared/domain/values/money.ts';
import { LINE_ID, RENEWAL_ID } from '../given.ts';

describe('given an instant', () => {
  test('when it is read, then only a time with an offset names one', () => {
    expect(parseInstant('2026-10-02T00:00:00+09:00')).toBe(Date.UTC(2026, 9, 1, 15));
    expect(() => parseInstant('2026-10-02T00:00:00')).toThrow(RangeError);
    expect(() => parseInstant('2026-10-02')).toThrow(RangeError);
  });

  test('when it is written, then UTC or the zone shows', () => {
    const at = parseInstant('2026-10-02T00:00:00+09:00');
    expect(formatInstant(at)).toBe('2026-10-01T15:00:00Z');
    expect(formatInZone(at, 'Asia/Tokyo')).toBe('2026-10-02T00:00:00+09:00');
  });

  test.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1, -8.64e15 - 1])('%d is none', (value) => {
    expect(() => instant(value)).toThrow(RangeError);
  });

  test.each([0, -1, 8.64e15, -8.64e15])('%d is one', (value) => {
    expect(instant(value)).toBe(value);
  });
});

describe('given money', () => {
  test.each([
    [-1, 'JPY'],
    [1.5, 'JPY'],
    [2 ** 53, 'JPY'],
    [1, 'jpy'],
    [1, 'YEN!'],
    [1, ''],
  ])('%d %s is refused', (amount, currency) => {
    expect(() => money(amount, currency)).toThrow(RangeError);
  });

  test('when it is compared, then amount and currency count', () => {
    expect(sameMoney(money(0, 'JPY'), money(0, 'JPY'))).toBe(true);
    expect(sameMoney(money(1, 'JPY'), money(2, 'JPY'))).toBe(false);
    expect(sameMoney(money(1, 'JPY'), money(1, 'CNY'))).toBe(false);
  });
});

describe('given an ICCID', () => {
  test.each(['8981100005819480000', '89811000058194800000'])('%s is well formed', (text) => {
    expect(iccid(text)).toBe(text);
  });

  test.each(['898110000581948000', '898110000581948000000', '7981100005819480000', '898110000581948000x', ''])(
    '"%s" is refused',
    (text) => {
      expect(() => iccid(text)).toThrow(RangeError);
    },
  );

  test('when its last digit is the Luhn digit of the others, then it passes, and with no other digit', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^89\d{16,17}$/), (body) => {
        const passing = [...'0123456789'].filter((digit) => passesLuhn(iccid(body + digit)));
        expect(passing).toHaveLength(1);
      }),
      { numRuns: 300 },
    );
  });

  test('when its check digit is right, then it passes, and one off it does not', () => {
    expect(passesLuhn(iccid('8944500102198304826'))).toBe(true);
    expect(passesLuhn(iccid('8944500102198304827'))).toBe(false);
  });
});

describe('given ids', () => {
  test.each(['0123456789AB', 'ZZZZZZZZZZZZ'])('%s names a line', (text) => {
    expect(lineId(text)).toBe(text);
  });

  test.each([
    '0123456789A',
    '0123456789ABC',
    '0123456789AI',
    '0123456789AL',
    '0123456789AO',
    '0123456789AU',
    'abcdefghjkmn',
  ])('"%s" names none', (text) => {
    expect(isLineId(text)).toBe(false);
    expect(() => lineId(text)).toThrow(RangeError);
  });

  test('when a person is named, then the subject has no slash, space or overlong name', () => {
    expect(isPersonId('auth0|abc.def@x:y-1')).toBe(true);
    for (const text of ['', 'a b', 'a/b', 'x'.repeat(65)]) expect(isPersonId(text)).toBe(false);
  });

  test('when a renewal is derived, then it names its line, and each digest is another one', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 10, maxLength: 32 }),
        fc.uint8Array({ minLength: 10, maxLength: 32 }),
        (digest, other) => {
          const id = renewalIdFrom(LINE_ID, digest);
          expect(isRenewalId(id)).toBe(true);
          expect(lineOf(id)).toBe(LINE_ID);
          const isSame = Buffer.compare(digest.subarray(0, 10), other.subarray(0, 10)) === 0;
          expect(id === renewalIdFrom(LINE_ID, other)).toBe(isSame);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('when a digest is too short, then it is refused', () => {
    expect(() => renewalIdFrom(LINE_ID, new Uint8Array(9))).toThrow(RangeError);
  });
});

describe('given a payment reference', () => {
  test('when it is read back, then it names renewal and number, in at most 32 characters', () => {
    for (let number = 1; number <= MAX_PAYMENTS_PER_RENEWAL; number += 1) {
      const reference = paymentReference(RENEWAL_ID, number);
      expect(reference.length).toBeLessThanOrEqual(32);
      expect(parsePaymentReference(reference)).toEqual({ renewalId: RENEWAL_ID, number });
    }
  });

  test.each([0, 33, 1.5, -1])('there is no payment number %d', (number) => {
    expect(() => paymentReference(RENEWAL_ID, number)).toThrow(RangeError);
  });

  test.each(['', 'order-1', RENEWAL_ID, `${RENEWAL_ID}00`, `${RENEWAL_ID}11`, `${RENEWAL_ID}01x`])(
    '"%s" is none of ours',
    (text) => {
      expect(parsePaymentReference(text)).toBeUndefined();
    },
  );
});
