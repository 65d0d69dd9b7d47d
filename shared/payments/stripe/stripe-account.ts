import * as z from 'zod/mini';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The key and the payer's data travel in the clear over http: only to this machine. */
const isApiUrl = (text: string): boolean => {
  const url = URL.parse(text);
  if (url === null || url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
};

/** What the secret holds. Test and live accounts are told apart by the key alone. */
export const stripeAccount = z.object({
  /** Secret (`sk_`) or restricted (`rk_`) key. */
  secretKey: z.string().check(z.regex(/^(sk|rk)_(test|live)_\S+$/)),
  /** Signing secrets of the webhook endpoint; two while one replaces the other. */
  webhookSecrets: z.array(z.string().check(z.regex(/^whsec_\S+$/))).check(z.minLength(1), z.maxLength(2)),
  apiUrl: z._default(z.string().check(z.refine(isApiUrl)), 'https://api.stripe.com'),
});

export type StripeAccount = z.output<typeof stripeAccount>;

export const isLive = ({ secretKey }: Pick<StripeAccount, 'secretKey'>): boolean => /^(sk|rk)_live_/.test(secretKey);
