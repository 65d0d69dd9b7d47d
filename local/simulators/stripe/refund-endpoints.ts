import * as z from 'zod';
import { type apiRoutes, orMissing } from './api.ts';
import { ApiError, invalid } from './api-error.ts';
import { refundObject } from './charge-objects.ts';
import type { Checkouts } from './checkouts.ts';
import type { FaultSwitch } from './faults.ts';
import { listPage } from './list-page.ts';
import { moveRefund, refund } from './refunding.ts';

const refundParameters = z
  .strictObject({
    payment_intent: z.string().optional(),
    charge: z.string().optional(),
    amount: z.coerce.number().pipe(z.int().min(1)).optional(),
    reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
    instructions_email: z.email().optional(),
    metadata: z.record(z.string(), z.string()).default({}),
  })
  .refine(({ payment_intent, charge }) => (payment_intent === undefined) !== (charge === undefined));

export const refundEndpoints = (
  { get, post }: ReturnType<typeof apiRoutes>,
  checkouts: Checkouts,
  faults: FaultSwitch,
): void => {
  post('/v1/refunds', ({ parameters, suffix, occasion }) => {
    const asked = refundParameters.safeParse(parameters);
    if (!asked.success)
      throw new ApiError(400, { type: 'invalid_request_error', message: z.prettifyError(asked.error) });
    const { payment_intent, charge, amount, reason, metadata, instructions_email } = asked.data;
    const target = payment_intent ?? charge ?? '';
    const checkout = orMissing(checkouts.find(target), payment_intent ? 'payment_intent' : 'charge', target);
    const id = `re_${suffix}`;
    const existing = checkout.refunds.find((candidate) => candidate.id === id);
    if (existing) return refundObject(checkout, existing);
    const wanted = {
      id,
      amountMinor: amount,
      reason: reason ?? null,
      metadata,
      instructionsEmail: instructions_email,
      fails: faults.read().refundFails,
    };
    const { next, refund: taken } = refund(checkout, wanted, occasion);
    checkouts.save(next);
    return refundObject(next, taken);
  });

  get('/v1/refunds', ({ parameters }) => {
    const wanted = parameters['payment_intent'];
    const of =
      typeof wanted === 'string' ? [orMissing(checkouts.find(wanted), 'payment_intent', wanted)] : checkouts.list();
    const found = of.flatMap((checkout) => checkout.refunds.map((each) => refundObject(checkout, each)));
    return listPage('/v1/refunds', found.toReversed(), parameters);
  });

  get('/v1/refunds/:id', (_request, id) => {
    const { checkout, refund } = orMissing(checkouts.findRefund(id), 'refund', id);
    return refundObject(checkout, refund);
  });

  post('/v1/test_helpers/refunds/:id/expire', ({ occasion }, id) => {
    const { checkout, refund } = orMissing(checkouts.findRefund(id), 'refund', id);
    if (refund.status !== 'requires_action') throw invalid('Only refunds that require action can be expired.');
    const next = moveRefund(checkout, refund, 'failed', occasion);
    checkouts.save(next);
    return refundObject(next, { ...refund, status: 'failed' });
  });
};
