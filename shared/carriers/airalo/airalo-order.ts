import * as z from 'zod/mini';
import type { Instant } from '../../domain/values/instant.ts';
import type { ActivationOrder, CarrierOutcome, CarrierSim } from '../carrier.ts';
import type { AiraloRequest } from './airalo-api.ts';
import { errorCode, meaningOf, unclear } from './airalo-error.ts';
import type { Reading } from './airalo-reading.ts';

/** The number of an order as invoices show it, `20251118-000111`: our proof. */
export const orderNumber = z.string().check(z.regex(/^[\x21-\x7e]{1,64}$/));

/**
 * Page "Submit top-up order". Nothing in it makes it safe to repeat, and no price can be named: `description` is what
 * an order is found by again.
 */
export const topUpRequest = ({ product, carrierRef, reference }: ActivationOrder): AiraloRequest => {
  const form = new FormData();
  form.set('package_id', product);
  form.set('iccid', carrierRef);
  form.set('description', reference);
  return { method: 'POST', path: '/orders/topups', form };
};

const topUpReply = z.object({
  data: z.object({ code: orderNumber, type: z.literal('topup'), package_id: z.string() }),
});

/** What became of a top-up order. Only what is certain is `refused` or `not_sent`. */
export const topUpOutcome = (reading: Reading, order: ActivationOrder, now: Instant): CarrierOutcome => {
  switch (reading.kind) {
    case 'not_sent':
      return reading;
    case 'failed':
      return { ...reading, kind: 'unknown' };
    case 'absent':
      return { kind: 'unknown', code: 'http_404', trouble: 'unreachable' };
    case 'field':
      return { kind: 'refused', code: `field.${reading.field}` };
    case 'error':
      return errorOutcome(reading.error);
    case 'body':
      return placed(reading.body, order, now);
  }
};

const errorOutcome = (error: number): CarrierOutcome => {
  const meaning = meaningOf(error);
  switch (meaning) {
    case 'float_low':
    case 'maintenance':
      return { kind: 'not_sent', code: meaning, trouble: meaning };
    case 'recycled':
      return { kind: 'refused', code: meaning, recycled: true };
    case 'refused':
      return { kind: 'refused', code: errorCode(error) };
    case 'unclear':
      return { kind: 'unknown', ...unclear(error) };
  }
};

const placed = (body: unknown, { product }: ActivationOrder, now: Instant): CarrierOutcome => {
  const reply = topUpReply.safeParse(body);
  if (!reply.success) return { kind: 'unknown', code: 'malformed_reply', trouble: 'unreachable' };
  const { code, package_id } = reply.data.data;
  if (package_id !== product) return { kind: 'unknown', code: 'other_package' };
  return { kind: 'confirmed', reference: code, confirmedAt: now };
};

const status = z.object({ slug: z.string() });

/** A row of the page "Get order list", with `include=sims,status`. Top-ups are listed there without their SIM. */
export const orderRow = z.object({
  id: z.number(),
  code: orderNumber,
  type: z.string(),
  description: z.nullish(z.string()),
  status,
  sims: z.nullish(z.array(z.object({ iccid: z.string() }))),
});

export type OrderRow = z.output<typeof orderRow>;

/** The filter looks for a part of the description, in whatever case; ours is the whole of it. */
export const isOurs = ({ type, description, sims }: OrderRow, { carrierRef }: CarrierSim, reference: string): boolean =>
  type === 'topup' &&
  description === reference &&
  (!sims || sims.length === 0 || sims.some(({ iccid }) => iccid === carrierRef));

/** Values of `filter[order_status]`; an order is of one package, so it cannot be refunded in part. */
const CARRIED_OUT = new Set(['completed', 'partially_refunded']);
const NOT_CARRIED_OUT = new Set(['failed', 'refunded']);

/** `open`: a status that the documentation does not have. */
export const stateOf = ({ status: { slug } }: OrderRow): 'carried_out' | 'not_carried_out' | 'open' =>
  CARRIED_OUT.has(slug) ? 'carried_out' : NOT_CARRIED_OUT.has(slug) ? 'not_carried_out' : 'open';
