import { randomInt } from 'node:crypto';
import { type Iccid, iccid, passesLuhn } from '../../shared/domain/values/iccid.ts';

/** Telecommunication (89) in Japan (81). */
const PREFIX = '8981';
const ACCOUNT_DIGITS = 14;

/**
 * A Japanese ICCID of 19 digits whose last one is the check digit.
 *
 * @throws RangeError when `account` is not 14 digits
 */
export const japaneseIccid = (account: string): Iccid => {
  const candidates = Array.from({ length: 10 }, (_, check) => `${PREFIX}${account}${check}`);
  const valid =
    /^\d+$/.test(account) && account.length === ACCOUNT_DIGITS ? candidates.map(iccid).find(passesLuhn) : undefined;
  if (valid === undefined) throw new RangeError(`not ${ACCOUNT_DIGITS} digits: ${account}`);
  return valid;
};

/** Two of them are the same once in 10^14 times. */
export const randomIccid = (): Iccid =>
  japaneseIccid(Array.from({ length: ACCOUNT_DIGITS }, () => randomInt(10)).join(''));
