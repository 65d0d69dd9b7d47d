import { randomUUID } from 'node:crypto';
import type { Endpoints } from '../../ports.ts';
import { anything, deliveries, type Preview, type Renewal, renewal } from '../answers.ts';
import { StepFailed } from '../failure.ts';
import { call } from '../http.ts';
import type { See } from '../narrator.ts';
import type { Traveller } from '../traveller.ts';
import { waitFor } from '../wait-for.ts';
import { withFaults } from '../with-faults.ts';

const TEST_CARD = '4242424242424242';
/** Each event comes this often more than once, and this late. */
const DUPLICATES = 2;
const DELAY_MS = 200;
const DELIVERED_WITHIN_MS = 30_000;
const ACTIVE_WITHIN_MS = 60_000;

/** Orders, and asks for the same once more to show that it stays one order. */
export const order = async (see: See, mei: Traveller, { order: body }: Preview): Promise<Renewal> => {
  const key = randomUUID();
  const first = await mei.order(renewal, body, key);
  const again = await mei.order(renewal, body, key);
  if (again.renewalId !== first.renewalId) throw new StepFailed('The same Idempotency-Key made a second renewal.');
  see(`renewal ${first.renewalId}: ${first.status}; asking again with the same Idempotency-Key answers the same one`);
  return first;
};

/** Does what a person does on the payment page, while the provider delivers late and more than once. */
export const payByCard = async (see: See, { stripe }: Endpoints, ordered: Renewal): Promise<void> => {
  const url = paymentUrl(ordered);
  see(`payment page ${url}`);
  await withFaults(stripe, { duplicates: DUPLICATES, delayMs: DELAY_MS }, () => paySession(stripe, ordered));
  see(`paid by card; each webhook comes ${DUPLICATES + 1} times and ${DELAY_MS} ms late`);
};

export const paySession = (stripeUrl: string, ordered: Renewal): Promise<unknown> =>
  call(anything, `${stripeUrl}/_sim/sessions/${sessionOf(ordered)}/pay`, { method: 'POST', body: { card: TEST_CARD } });

/** Follows the renewal until it is active and tells each status on the way. */
export const becomeActive = async (see: See, mei: Traveller, { renewalId }: Renewal): Promise<void> => {
  let last = '';
  await waitFor('The activation', ACTIVE_WITHIN_MS, async () => {
    const { status } = await mei.get(renewal, `/renewals/${renewalId}`);
    if (status !== last) see(`status: ${status}`);
    last = status;
    if (status === 'refunded' || status === 'expired' || status === 'needs_review')
      throw new StepFailed(`The renewal became ${status} instead of active.`);
    return status === 'active' ? status : undefined;
  });
};

/** Waits for the last copy, so that whatever a copy could do twice would have been done. */
export const everyCopyDelivered = async (see: See, { stripe }: Endpoints, ordered: Renewal): Promise<void> => {
  const session = sessionOf(ordered);
  const ours = await waitFor('The delivery of every copy of every webhook', DELIVERED_WITHIN_MS, async () => {
    const all = await call(deliveries, `${stripe}/_sim/deliveries`);
    const events = all.filter(({ sessionId }) => sessionId === session);
    return events.length > 0 && events.every(({ tries }) => tries.length > DUPLICATES) ? events : undefined;
  });
  for (const { type, tries } of ours)
    see(`webhook ${type} answered ${tries.map(({ status }) => status ?? 'nothing').join(', ')}`);
};

const paymentUrl = ({ payment }: Renewal): string => {
  if (payment?.url === undefined) throw new StepFailed('The renewal names no payment page.');
  return payment.url;
};

const sessionOf = (ordered: Renewal): string => new URL(paymentUrl(ordered)).pathname.split('/').at(-1) ?? '';
