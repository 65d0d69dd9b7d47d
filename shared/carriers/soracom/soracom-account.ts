import * as z from 'zod/mini';

const JAPAN_COVERAGE = 'https://api.soracom.io/v1';
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The key of a SAM user travels in every authentication: only encrypted, or within this machine. */
const isSafe = (url: string): boolean => {
  const parsed = URL.parse(url);
  return parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && LOOPBACK.has(parsed.hostname));
};

/** A token stands in for a signature: short ones could be guessed. */
const MIN_TOKEN_LENGTH = 20;
/** The one in use, and the one that comes after it. */
const MAX_TOKENS = 2;

/**
 * The secret of one Soracom operator: the authentication key of a SAM user that may read SIMs, set their expiry,
 * activate and deactivate them, and nothing else. `apiUrl` is the coverage that the SIMs belong to, Japan's unless it
 * says another. `webhookTokens` are what the operator's event handlers show in the header `x-keizoku-token`; with none,
 * no delivery is taken.
 */
export const soracomAccount = z.object({
  authKeyId: z.string().check(z.minLength(1)),
  authKey: z.string().check(z.minLength(1)),
  apiUrl: z.pipe(
    z._default(z.string(), JAPAN_COVERAGE).check(z.refine(isSafe, 'must be an https URL, or http on this machine')),
    z.transform((url) => url.replace(/\/+$/, '')),
  ),
  webhookTokens: z
    ._default(z.array(z.string().check(z.minLength(MIN_TOKEN_LENGTH))), [])
    .check(z.maxLength(MAX_TOKENS)),
});

export type SoracomAccount = z.output<typeof soracomAccount>;
