import * as z from 'zod/mini';
import { NOTICES } from '../domain/renewal/notice.ts';
import type { Channel } from '../messaging/messenger.ts';

const channel = z.enum(['sms', 'email']);

/** What travels over the topic: ids only. The sender looks up whom it concerns and whether it is still true. */
export const topicMessage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('reminder'),
    channel,
    lineId: z.string(),
    expiryVersion: z.number(),
    threshold: z.string(),
    /** The end that it was planned for. */
    endsAt: z.exactOptional(z.number()),
    /** Of a reminder of data: the allowance that it is about. */
    allowanceBytes: z.exactOptional(z.number()),
  }),
  z.object({
    kind: z.literal('notice'),
    channel,
    renewalId: z.string(),
    notice: z.enum(NOTICES),
  }),
]);

export type TopicMessage = z.infer<typeof topicMessage>;

export const CHANNELS: readonly Channel[] = channel.options;
