import * as z from 'zod/mini';

/** Every field that leaves this function, and no other. Instants are RFC 3339 in UTC. */
const time = z.iso.datetime();
const money = z.strictObject({ amountMinor: z.int(), currency: z.string() });
const exit = z.enum(['activate_again', 'mark_active', 'send_back', 'close']);
const step = z.enum(['open', 'activate_again', 'mark_active', 'send_back', 'close']);

/** One renewal that waits for a person, and why. */
export const reviewAnswer = z.strictObject({
  renewalId: z.string(),
  lineId: z.string(),
  planId: z.string(),
  planVersion: z.int(),
  status: z.string(),
  /** Absent once it has been decided. */
  since: z.exactOptional(time),
  /** Why it waits, and what that means for the traveller. */
  reasons: z.array(z.strictObject({ reason: z.string(), text: z.string() })),
  price: money,
  /** Money that waits for this decision. */
  held: z.array(
    z.strictObject({
      reference: z.string(),
      account: z.string(),
      captureId: z.string(),
      captured: money,
      refundedMinor: z.int(),
      disputedMinor: z.int(),
    }),
  ),
  /** What may be done, and what each of them does. */
  exits: z.array(z.strictObject({ exit, effect: z.string() })),
  /** What people have decided so far; `open` is how support began it. */
  resolutions: z.array(z.strictObject({ at: time, by: z.string(), exit: step, note: z.string() })),
  trail: z.array(z.strictObject({ at: time, what: z.string() })),
});

export const reviewsAnswer = z.strictObject({
  reviews: z.array(reviewAnswer),
  /** Hand it in as `cursor` to read on; absent on the last page. */
  cursor: z.exactOptional(z.string()),
});

/** What became of a review. */
export const resolvedAnswer = z.strictObject({
  renewalId: z.string(),
  status: z.string(),
  resolution: z.strictObject({ at: time, by: z.string(), exit: step, note: z.string() }),
});

/** One job that a person is to carry out at a carrier. */
export const activationJob = z.strictObject({
  renewalId: z.string(),
  lineId: z.string(),
  account: z.string(),
  iccid: z.string(),
  /** The carrier's own name of the SIM. */
  carrierRef: z.string(),
  /** The carrier's own name of what is bought. */
  product: z.string(),
  days: z.int(),
  targetEnd: time,
  createdAt: time,
  /** Absent while the renewal is being reviewed. */
  deadline: z.exactOptional(time),
  toDo: z.string(),
});

export const jobsAnswer = z.strictObject({
  jobs: z.array(activationJob),
  /** Hand it in as `cursor` to read on; absent on the last page. */
  cursor: z.exactOptional(z.string()),
});

/** What a person reported. */
export const answeredJobAnswer = z.strictObject({
  renewalId: z.string(),
  outcome: z.enum(['done', 'refused']),
  by: z.string(),
  at: time,
  carrierReference: z.exactOptional(z.string()),
  endsAt: z.exactOptional(time),
  note: z.exactOptional(z.string()),
});

const difference = z.strictObject({
  kind: z.enum([
    'repaired',
    'unknown_to_us',
    'unknown_to_provider',
    'amount_differs',
    'record_differs',
    'line_differs',
    'served_for_nothing',
    'settled',
    'failed',
  ]),
  text: z.string(),
  /** Of a payment; of a renewal or a line, where a carrier's record was compared. */
  reference: z.string(),
  captureId: z.exactOptional(z.string()),
  /** What the carrier calls a period, or the reference that it carries. */
  period: z.exactOptional(z.string()),
  what: z.exactOptional(z.array(z.string())),
  code: z.exactOptional(z.string()),
});

export const reconciliationsAnswer = z.strictObject({
  reports: z.array(
    z.strictObject({
      kind: z.enum(['payments', 'carrier']),
      account: z.string(),
      day: z.iso.date(),
      ranAt: time,
      theirs: z.int(),
      ours: z.int(),
      repaired: z.int(),
      open: z.int(),
      differences: z.array(difference),
      unlisted: z.int(),
      /** Lines that were not compared, and why; of carriers alone. */
      skipped: z.array(z.strictObject({ why: z.string(), text: z.string(), lines: z.int() })),
    }),
  ),
});

/** In ten-thousandths of the currency's main unit. */
const wholesale = { amountE4: z.int(), currency: z.string() };

/** How one account at a carrier is. */
export const carrierAnswer = z.strictObject({
  account: z.string(),
  state: z.enum(['well', 'circuit_open', 'maintenance', 'float_low']),
  /** What that means for sales and activations. */
  text: z.string(),
  until: z.exactOptional(time),
  /** The brand's credit there, as it was read last. */
  float: z.exactOptional(z.strictObject({ ...wholesale, readAt: time })),
  /** Below it nothing is sold. */
  floor: z.exactOptional(z.strictObject(wholesale)),
  /** Announced maintenance. */
  windows: z.array(z.strictObject({ from: time, until: time })),
});

export const carriersAnswer = z.strictObject({ carriers: z.array(carrierAnswer) });
