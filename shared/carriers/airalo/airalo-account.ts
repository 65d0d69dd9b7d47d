import * as z from 'zod/mini';

const PARTNER_API = 'https://partners-api.airalo.com/v2';
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The secret buys at the brand's cost: it travels only encrypted, or within this machine. */
const isSafe = (url: string): boolean => {
  const parsed = URL.parse(url);
  return parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && LOOPBACK.has(parsed.hostname));
};

const text = z.string().check(z.minLength(1));

/**
 * The secret of one partner account (partners.airalo.com, "API credentials"). Webhooks are signed with the API secret;
 * while it is rotated, `webhookSecrets` names the old one and the new one.
 */
export const airaloAccount = z.pipe(
  z.object({
    clientId: text,
    clientSecret: text,
    apiUrl: z.pipe(
      z._default(z.string(), PARTNER_API).check(z.refine(isSafe, 'must be an https URL, or http on this machine')),
      z.transform((url) => url.replace(/\/+$/, '')),
    ),
    webhookSecrets: z.optional(z.array(text).check(z.minLength(1))),
  }),
  z.transform(({ webhookSecrets, ...account }) => ({
    ...account,
    webhookSecrets: webhookSecrets ?? [account.clientSecret],
  })),
);

export type AiraloAccount = z.output<typeof airaloAccount>;
