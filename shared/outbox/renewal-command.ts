import * as z from 'zod/mini';
import { type RenewalId, renewalId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/instant.ts';
import type { Command } from './outbox.ts';

/** The body of a message on the activation and the refund queue. What to do follows from what is stored. */
const body = z.object({
  renewalId: z.pipe(
    z.string(),
    z.transform((id): RenewalId => renewalId(id)),
  ),
});

export const renewalCommand = (
  work: { readonly renewalId: RenewalId; readonly notBefore?: Instant },
  now: Instant,
): Command => ({
  id: work.renewalId,
  body: JSON.stringify({ renewalId: work.renewalId }),
  ...(work.notBefore !== undefined && { delayMs: work.notBefore - now }),
});

/** @throws when the text is no command: the message ends on the dead-letter queue. */
export const parseRenewalCommand = (text: string): RenewalId => body.parse(JSON.parse(text)).renewalId;
