declare const brand: unique symbol;

/** 12 characters of Crockford base32 (60 bits). Not a secret: every route checks who owns the line. */
export type LineId = string & { readonly [brand]: 'LineId' };
/** The line's id followed by 16 characters of its own (80 bits), so that an order names the partition it lives in. */
export type RenewalId = string & { readonly [brand]: 'RenewalId' };
/** The token issuer's subject. */
export type PersonId = string & { readonly [brand]: 'PersonId' };
/** The renewal's id and a payment number in two characters: 30 in all, WeChat Pay's `out_trade_no` allows 32. */
export type PaymentReference = string & { readonly [brand]: 'PaymentReference' };

/** Crockford's alphabet has no I, L, O or U: an id that is read over the phone cannot be misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LINE_LENGTH = 12;
const RENEWAL_LENGTH = 28;

const isBase32 = (text: string, length: number): boolean =>
  text.length === length && /^[0-9A-HJKMNP-TV-Z]+$/.test(text);

export const isLineId = (text: string): text is LineId => isBase32(text, LINE_LENGTH);
export const isRenewalId = (text: string): text is RenewalId => isBase32(text, RENEWAL_LENGTH);
export const isPersonId = (text: string): text is PersonId => /^[\w.:@|-]{1,64}$/.test(text);
const isPaymentReference = (text: string): text is PaymentReference => isBase32(text, RENEWAL_LENGTH + 2);

const must = <T extends string>(text: string, is: (text: string) => text is T, what: string): T => {
  if (!is(text)) throw new RangeError(`not a ${what}`);
  return text;
};

/** @throws RangeError */
export const lineId = (text: string): LineId => must(text, isLineId, 'line id');
/** @throws RangeError */
export const renewalId = (text: string): RenewalId => must(text, isRenewalId, 'renewal id');
/** @throws RangeError */
export const personId = (text: string): PersonId => must(text, isPersonId, 'person id');

/**
 * The renewal's id is derived from what makes the request unique (person and Idempotency-Key), so that a repeated
 * request finds the first one without an index. `digest` is at least 10 bytes of a cryptographic hash of those.
 */
export const renewalIdFrom = (line: LineId, digest: Uint8Array): RenewalId =>
  renewalId(line + base32(digest.subarray(0, 10)));

export const lineOf = (renewal: RenewalId): LineId => lineId(renewal.slice(0, LINE_LENGTH));

export const MAX_PAYMENTS_PER_RENEWAL = 32;

/** @throws RangeError when the number is not within 1 and {@link MAX_PAYMENTS_PER_RENEWAL}. */
export const paymentReference = (renewal: RenewalId, number: number): PaymentReference => {
  if (!Number.isInteger(number) || number < 1 || number > MAX_PAYMENTS_PER_RENEWAL)
    throw new RangeError(`not a payment number: ${number}`);
  const digits = `${ALPHABET.charAt(Math.floor(number / 32))}${ALPHABET.charAt(number % 32)}`;
  return must(renewal + digits, isPaymentReference, 'payment reference');
};

/** What a provider's event says about us, or `undefined` when the text is none of ours. */
export const parsePaymentReference = (
  text: string,
): { readonly renewalId: RenewalId; readonly number: number } | undefined => {
  if (!isPaymentReference(text)) return undefined;
  const number = ALPHABET.indexOf(text.charAt(RENEWAL_LENGTH)) * 32 + ALPHABET.indexOf(text.charAt(RENEWAL_LENGTH + 1));
  if (number < 1 || number > MAX_PAYMENTS_PER_RENEWAL) return undefined;
  return { renewalId: renewalId(text.slice(0, RENEWAL_LENGTH)), number };
};

/**
 * The part of a reference that comes from the person and their Idempotency-Key, and the payment's number: the same for
 * every line, so that one key used for two lines meets itself at the provider.
 */
export const withoutLine = (reference: PaymentReference): string => reference.slice(LINE_LENGTH);

const base32 = (bytes: Uint8Array): string => {
  let bits = 0;
  let value = 0;
  let text = '';
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((value >>> bits) & 31);
      value &= (1 << bits) - 1;
    }
  }
  return text;
};

/** The 60 bits of a line's id. */
export const lineIdBits = (line: LineId): bigint =>
  [...line].reduce((bits, letter) => bits * 32n + BigInt(ALPHABET.indexOf(letter)), 0n);

/** @throws RangeError for more than 60 bits */
export const lineIdOfBits = (bits: bigint): LineId =>
  lineId(
    Array.from({ length: LINE_LENGTH }, (_, index) =>
      ALPHABET.charAt(Number((bits >> BigInt(5 * (LINE_LENGTH - 1 - index))) & 31n)),
    ).join('') + (bits >> 60n === 0n ? '' : '!'),
  );
