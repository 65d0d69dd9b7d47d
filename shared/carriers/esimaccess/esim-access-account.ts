import * as z from 'zod/mini';

const PRODUCTION = 'https://api.esimaccess.com/api/v1/open';
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** What is bought must not be changed on the way: only encrypted, or within this machine. */
const isSafe = (url: string): boolean => {
  const parsed = URL.parse(url);
  return parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && LOOPBACK.has(parsed.hostname));
};

/** A token stands in for a signature: short ones could be guessed. */
const MIN_TOKEN_LENGTH = 20;
/** The one in use, and the one that comes after it. */
const MAX_TOKENS = 2;

/** The secret of one eSIM Access account: the keys of its developer page, and the tokens of its webhook address. */
export const esimAccessAccount = z.object({
  accessCode: z.string().check(z.minLength(1)),
  secretKey: z.string().check(z.minLength(1)),
  /** There is one environment and no sandbox. */
  apiUrl: z.pipe(
    z._default(z.string(), PRODUCTION).check(z.refine(isSafe, 'must be an https URL, or http on this machine')),
    z.transform((url) => url.replace(/\/+$/, '')),
  ),
  /** What the webhook address holds as its query parameter `token`; with none, no delivery is taken. */
  webhookTokens: z
    ._default(z.array(z.string().check(z.minLength(MIN_TOKEN_LENGTH))), [])
    .check(z.maxLength(MAX_TOKENS)),
});

export type EsimAccessAccount = z.output<typeof esimAccessAccount>;
