import * as z from 'zod';
import type { Records } from '../records.ts';

/** What can go wrong with deliveries on purpose. Left out means: nothing of the kind. */
export const webhookFaults = {
  /** Extra copies of each delivery's first try. */
  duplicates: z.int().min(0).max(20).default(0),
  /** All copies and all events of one happening at once, instead of one after another. */
  simultaneous: z.boolean().default(false),
  /** Before the first try of each delivery, in real time. */
  delayMs: z.int().min(0).max(600_000).default(0),
  /** Webhooks are never sent. */
  lost: z.boolean().default(false),
  /** The events of one happening are delivered backwards. */
  reorder: z.boolean().default(false),
  badSignature: z.boolean().default(false),
  /** The pause before the first repetition of a failed delivery; the sender's schedule follows from it. */
  retryBaseMs: z.int().min(10).max(60_000).default(1_000),
};

export const webhookFaultsSchema = z.strictObject(webhookFaults);
export type WebhookFaults = z.output<typeof webhookFaultsSchema>;

/** For senders whose other faults are kept elsewhere. They outlive the process. */
export const webhookFaultSwitch = (records: Records) => ({
  read: (): WebhookFaults => webhookFaultsSchema.parse(records.get('faults', 'webhooks') ?? {}),
  write: (faults: WebhookFaults): void => records.put('faults', 'webhooks', faults),
});
