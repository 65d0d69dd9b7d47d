import * as z from 'zod';

/** Only what the demonstration looks at. Times are RFC 3339. */
const time = z.iso.datetime({ offset: true });
const price = z.object({ amountMinor: z.number(), currency: z.string() });

export const plans = z.object({
  plans: z.array(
    z.object({
      planId: z.string(),
      length: z.object({ unit: z.string(), count: z.number() }),
      names: z.record(z.string(), z.string()),
      prices: z.tuple([price], price),
    }),
  ),
});
export type Plan = z.output<typeof plans>['plans'][number];

export const line = z.object({
  lineId: z.string(),
  iccid: z.string(),
  endsAt: time,
  usage: z.object({ remainingBytes: z.number(), totalBytes: z.number(), asOf: time }),
});
export type Line = z.output<typeof line>;

export const linkedLine = z.object({ iccidEnding: z.string() });

export const preview = z.object({
  endBefore: time,
  endAfter: time,
  rule: z.string(),
  warnings: z.array(z.string()),
  /** The body to order with, taken over as it is. */
  order: z.record(z.string(), z.unknown()),
});
export type Preview = z.output<typeof preview>;

export const renewal = z.object({
  renewalId: z.string(),
  status: z.string(),
  payment: z.object({ url: z.string().optional() }).optional(),
});

export type Renewal = z.output<typeof renewal>;

export const receipt = z.object({
  paid: price,
  paymentReference: z.string(),
  orderedAt: time,
  paidAt: time,
  activatedAt: time,
  carrier: z.string(),
  carrierReference: z.string().min(1),
  endBefore: time,
  endAfter: time,
});

export const token = z.object({ access_token: z.string() });
export const clock = z.object({ now: time });
export const messages = z.array(z.object({ channel: z.enum(['sms', 'email']), text: z.string() }));
export type Message = z.output<typeof messages>[number];
export const deliveries = z.array(
  z.object({
    type: z.string(),
    sessionId: z.string(),
    tries: z.array(z.object({ status: z.number().nullable() })),
  }),
);
export const calls = z.array(
  z.object({ path: z.string(), status: z.number().nullable(), fault: z.string().nullable() }),
);
export const depths = z.record(z.string(), z.object({ ready: z.number(), inFlight: z.number() }));
export type Depths = z.output<typeof depths>;
export const faults = z.record(z.string(), z.unknown());
export const anything = z.unknown();
