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
  z.object({
    kind: z.literal('contact_code'),
    channel,
    lineId: z.string(),
    requestId: z.string(),
  }),
]);

export type TopicMessage = z.infer<typeof topicMessage>;
/** Makes a code, and sends it to an address that somebody wants to bind. */
export type CodeMessage = Extract<TopicMessage, { kind: 'contact_code' }>;
export type PlannedMessage = Exclude<TopicMessage, CodeMessage>;

export const CHANNELS: readonly Channel[] = channel.options;
