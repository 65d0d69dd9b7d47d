import { Refusal } from '../errors.ts';

/**
 * What a verified body holds. A parser's own message would quote the text, which names people.
 *
 * @throws Refusal `notice_unreadable`
 */
export const signedJson = (body: Buffer | string): unknown => {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new Refusal('notice_unreadable', {}, { cause: new Error('a signed notice is not JSON') });
  }
};
