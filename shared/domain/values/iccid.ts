declare const brand: unique symbol;

/** Integrated circuit card identifier (ITU-T E.118): 19 or 20 digits, usually closed by a Luhn check digit. */
export type Iccid = string & { readonly [brand]: 'Iccid' };

export const isIccid = (text: string): text is Iccid => /^89\d{17,18}$/.test(text);

/** @throws RangeError when the text is not 19 or 20 digits that start with 89, the telecommunication prefix. */
export const iccid = (text: string): Iccid => {
  if (!isIccid(text)) throw new RangeError('not an ICCID: 19 or 20 digits that start with 89');
  return text;
};

/** Some ICCIDs in the field fail this check, so a failure is a reason to ask again, never to refuse. */
export const passesLuhn = (id: Iccid): boolean => {
  const sum = [...id].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
};
