import * as z from 'zod/mini';

/**
 * Contents of a KOMOJU account's secret. Events name neither merchant nor mode: the secret of the endpoint, one in test
 * mode and another one in live mode, is all that tells accounts apart.
 */
export const komojuAccount = z.object({
  /** Secret tokens of the webhook, as they were chosen in the dashboard; two while one replaces the other. */
  webhookSecrets: z.array(z.string().check(z.minLength(16))).check(z.minLength(1), z.maxLength(2)),
});

export type KomojuAccount = z.output<typeof komojuAccount>;
