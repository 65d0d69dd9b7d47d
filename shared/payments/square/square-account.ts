import * as z from 'zod/mini';

const isWebUrl = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/**
 * Contents of a Square account's secret. A webhook subscription belongs to one application in one environment and
 * hears of every seller that has connected to it: name the seller, and the place where the terminal stands.
 */
export const squareAccount = z.object({
  /** Signature keys of the webhook subscription; two while one replaces the other. */
  signatureKeys: z.array(z.string().check(z.minLength(16))).check(z.minLength(1), z.maxLength(2)),
  /** Exactly as entered at Square: it is part of what is signed. */
  notificationUrl: z.string().check(z.refine(isWebUrl)),
  merchantId: z.optional(z.string().check(z.minLength(1))),
  locationId: z.optional(z.string().check(z.minLength(1))),
  /** Guards against the other environment's keys: deliveries say where they come from, in a header that is not signed. */
  environment: z.optional(z.enum(['production', 'sandbox'])),
});

export type SquareAccount = z.output<typeof squareAccount>;
