import { type Instant, SECOND_MS } from '../../domain/values/instant.ts';
import type { BookedPayment } from '../provider.ts';
import { heldReports } from './held-payment.ts';
import { intentListReply, referenceIn } from './replies.ts';
import { type StripeCall, understood } from './stripe-calls.ts';

/** Stripe's largest page. */
const PAGE_SIZE = 100;
/** Ten thousand payments in one window: more than that needs shorter windows. */
const MAX_PAGES = 100;

/**
 * Every payment that anybody tried within the time, the newest first; a page that nobody tried to pay on has none yet.
 * Stripe's times are whole seconds.
 *
 * @throws Error when there are more than {@link MAX_PAGES} pages
 */
export async function* listPayments(call: StripeCall, from: Instant, until: Instant): AsyncGenerator<BookedPayment> {
  const created = { gte: Math.ceil(from / SECOND_MS), lt: Math.ceil(until / SECOND_MS) };
  let after: string | undefined;
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const reply = await call((stripe) =>
      stripe.paymentIntents.list({
        created,
        limit: PAGE_SIZE,
        expand: ['data.latest_charge.refunds'],
        ...(after && { starting_after: after }),
      }),
    );
    const { data, has_more } = understood(intentListReply, reply);
    for (const intent of data)
      yield { reference: referenceIn(intent.metadata), reports: await heldReports(call, intent) };
    after = data.at(-1)?.id;
    if (!has_more || after === undefined) return;
  }
  throw new Error(`more than ${MAX_PAGES * PAGE_SIZE} payments between ${from} and ${until}`);
}
