import * as z from 'zod/mini';

const JAPAN_COVERAGE = 'https://api.soracom.io/v1';
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The key of a SAM user travels in every authentication: only encrypted, or within this machine. */
const isSafe = (url: string): boolean => {
  const parsed = URL.parse(url);
  return parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && LOOPBACK.has(parsed.hostname));
};

/**
 * The secret of one Soracom operator: the authentication key of a SAM user that may read SIMs, set their expiry and
 * activate them, and nothing else. `apiUrl` is the coverage that the SIMs belong to, Japan's unless it says another.
 */
export const soracomAccount = z.object({
  authKeyId: z.string().check(z.minLength(1)),
  authKey: z.string().check(z.minLength(1)),
  apiUrl: z.pipe(
    z._default(z.string(), JAPAN_COVERAGE).check(z.refine(isSafe, 'must be an https URL, or http on this machine')),
    z.transform((url) => url.replace(/\/+$/, '')),
  ),
});

export type SoracomAccount = z.output<typeof soracomAccount>;
