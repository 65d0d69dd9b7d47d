import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Verification } from '../../domain/contact/verification.ts';
import type { LinkKey, LinkKeys } from '../../runtime/link-keys.ts';

type Bound = Pick<Verification, 'lineId' | 'channel' | 'address' | 'requestId'>;

export interface CodeHashes {
  readonly of: (verification: Bound, code: string) => Promise<string>;
  readonly fits: (hash: string, verification: Bound, code: string) => Promise<boolean>;
}

/**
 * Codes are short, so an ordinary hash of one is found by trying them all: these need a key that the table does not
 * have. A code is good for the request that it was made for, and for nothing else.
 */
export const codeHashes = (keys: () => Promise<{ readonly keys: LinkKeys }>): CodeHashes => ({
  async of(verification, code) {
    const [key] = (await keys()).keys;
    return key.id + hash(key, verification, code).toString('base64url');
  },
  async fits(known, verification, code) {
    const key = (await keys()).keys.find(({ id }) => id === known.charAt(0));
    if (!key) return false;
    const given = hash(key, verification, code);
    const expected = Buffer.from(known.slice(1), 'base64url');
    return expected.length === given.length && timingSafeEqual(expected, given);
  },
});

const hash = ({ key }: LinkKey, { lineId, channel, address, requestId }: Bound, code: string): Buffer =>
  createHmac('sha256', Buffer.from(key, 'base64'))
    .update(JSON.stringify(['keizoku contact-code', lineId, channel, address, requestId, code]))
    .digest();
