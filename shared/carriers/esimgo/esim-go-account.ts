import * as z from 'zod/mini';

const API = 'https://api.esim-go.com/v2.5';
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The key travels in every request: only encrypted, or within this machine. */
const isSafe = (url: string): boolean => {
  const parsed = URL.parse(url);
  return parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && LOOPBACK.has(parsed.hostname));
};

/** The secret of one eSIM Go organisation (portal: Account Settings, API Details). */
export const esimGoAccount = z.object({
  /**
   * API keys. The first one is sent with calls; each of them may have signed a callback, for eSIM Go signs with the API
   * key and callbacks on their way carry the one before. A short key would make its signatures guessable.
   */
  apiKeys: z.array(z.string().check(z.minLength(16))).check(z.minLength(1), z.maxLength(3)),
  apiUrl: z.pipe(
    z._default(z.string(), API).check(z.refine(isSafe, 'must be an https URL, or http on this machine')),
    z.transform((url) => url.replace(/\/+$/, '')),
  ),
});

export type EsimGoAccount = z.output<typeof esimGoAccount>;
