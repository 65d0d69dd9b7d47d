import * as z from 'zod/mini';

/** Every error of eSIM Go is `{ message }` (docs.esim-go.com/guides/rate_limits). */
const errorReply = z.object({ message: z.string() });

/**
 * What the messages say. eSIM Go documents the situations ("Insufficient balance", incompatible eSIMs, deactivated ones)
 * and not the words, so these are our reading of them; the first that fits counts. `\besim\b` does not find the `esim_`
 * that the names of bundles begin with.
 */
const MEANINGS = [
  [/maintenance/i, 'maintenance'],
  [/already\b.*\brevoked|\bbeen revoked|revoked already/i, 'revoked'],
  [/insufficient|not enough|\b(balance|credit|funds)\b/i, 'insufficient_balance'],
  [/spend/i, 'spend_limit'],
  [/maximum|too many/i, 'too_many_bundles'],
  [/compatib/i, 'incompatible'],
  [/deactivat/i, 'deactivated'],
  [/\b(not|invalid|unknown|no)\b.*(iccid|\besims?\b)|(iccid|\besims?\b).*\b(not|invalid|unknown)\b/i, 'unknown_sim'],
  [/bundle|\bitem\b/i, 'unknown_bundle'],
] as const;

export type Meaning = (typeof MEANINGS)[number][1] | 'other';

/** What an answer of eSIM Go complains of; `undefined` for one that is not in its form and so came from elsewhere. */
export const meaningOf = (body: unknown): Meaning | undefined => {
  const error = errorReply.safeParse(body);
  if (!error.success) return undefined;
  return MEANINGS.find(([words]) => words.test(error.data.message))?.[1] ?? 'other';
};
