import * as z from 'zod/mini';

const MIN_KEY_BYTES = 32;

const hasEnoughBytes = (text: string): boolean => Buffer.from(text, 'base64').length >= MIN_KEY_BYTES;

const linkKey = z.object({
  /** Stands at the head of every token. Not used again for another key while tokens of this one may be about. */
  id: z.string().check(z.regex(/^[0-9a-z]$/)),
  /** Base64 of at least 32 random bytes. */
  key: z.string().check(z.regex(/^[A-Za-z0-9+/]+={0,2}$/), z.refine(hasEnoughBytes)),
});

export type LinkKey = z.output<typeof linkKey>;

const haveNamesOfTheirOwn = (keys: readonly LinkKey[]): boolean =>
  new Set(keys.map(({ id }) => id)).size === keys.length;

/**
 * What the secret of links holds. The first key signs, both open: a new one is put in behind the old one, then before
 * it once every function has read it, and the old one is taken out when its last links have ended.
 */
export const linkKeys = z.object({
  keys: z.tuple([linkKey], linkKey).check(z.maxLength(2), z.refine(haveNamesOfTheirOwn)),
});

export type LinkKeys = z.output<typeof linkKeys>['keys'];
