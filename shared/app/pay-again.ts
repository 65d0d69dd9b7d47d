import { createHash } from 'node:crypto';
import { isOpen, type OpenPayment, type PaymentMethod } from '../domain/payment/payment.ts';
import { MAX_TRIES_TO_PAY, payWithinMs, type Renewal, type RenewalIn } from '../domain/renewal/renewal.ts';
import { type PersonId, paymentReference, type RenewalId } from '../domain/values/ids.ts';
import { plusMs } from '../domain/values/instant.ts';
import { Refusal } from '../errors.ts';
import type { PaymentAccounts, PaymentOrder } from '../payments/provider.ts';
import type { Store } from '../table/store.ts';
import { applyEvent } from './apply-event.ts';
import { refuseUnsold, type SellingDeps } from './carriers/selling.ts';
import { closePayments, isUnavailable, openPayments, type PaymentNewsDeps } from './payment-news.ts';
import { accountFor, returnUrl } from './payment-terms.ts';
import { ownRenewal } from './read-lines.ts';

interface Deps extends PaymentNewsDeps, Pick<SellingDeps, 'carriers' | 'guard'> {
  readonly store: Pick<Store, 'renewal' | 'saveRenewal' | 'plan' | 'line'>;
  readonly payments: Pick<PaymentAccounts, 'of' | 'choose'>;
  readonly publicUrl: string;
}

/**
 * Another try to pay the same renewal, with the same or another method. The session before is closed where its
 * provider can close it; if it was paid meanwhile, that is the answer.
 *
 * @throws Refusal `renewal_not_found`, `renewal_not_payable`, `payment_under_way`, `method_not_offered`,
 *   `idempotency_key_reused`, `payment_provider_unavailable`, `busy`, `line_recycled`, `carrier_unavailable`,
 *   `carrier_maintenance`, `carrier_float_low`
 */
export const payAgain =
  (deps: Deps) =>
  async (owner: PersonId, key: string, id: RenewalId, method: PaymentMethod): Promise<Renewal> => {
    const { store } = deps;
    const keyHash = hashOf(key);
    const known = await ownRenewal(store, owner, id);
    const same = known.payments.find((payment) => payment.key === keyHash);
    if (same && same.method !== method) throw new Refusal('idempotency_key_reused');
    if (same) return known;
    if (known.status !== 'awaiting_payment') throw new Refusal('renewal_not_payable', { renewalStatus: known.status });
    const account = accountFor(deps.payments, method, known.price);
    // Before anything is closed: the page of the last try may still be paid.
    if (known.payments.length >= MAX_TRIES_TO_PAY) throw new Refusal('too_many_payments');
    await refuseUnserved(deps, known);

    // A provider that is down must not keep the payer from another one. Whatever is paid there later goes back.
    await closePayments(deps, known, openPayments(known)).catch((error: unknown) => {
      if (!isUnavailable(error)) throw error;
    });
    const renewal = await ownRenewal(store, owner, id);
    if (renewal.status !== 'awaiting_payment') return renewal;
    return openAnother(deps, renewal, { account, method, key: keyHash });
  };

/** Much may have happened since the order: nobody is asked to pay again for what could not be activated now. */
const refuseUnserved = async (deps: Deps, { lineId, plan: key }: Renewal): Promise<void> => {
  const [line, plan] = await Promise.all([deps.store.line(lineId), deps.store.plan(key)]);
  if (!line || !plan) throw new Error('a renewal whose line or plan is not stored');
  if (line.recycledAt !== undefined) throw new Refusal('line_recycled');
  await refuseUnsold(deps, plan);
};

const openAnother = async (
  { store, payments, clock, publicUrl }: Deps,
  renewal: RenewalIn<'awaiting_payment'>,
  chosen: Pick<OpenPayment, 'account' | 'method'> & { readonly key: string },
): Promise<Renewal> => {
  if (
    renewal.payments.some(
      (payment) => isOpen(payment) && payment.status !== 'created' && payment.status !== 'requires_action',
    )
  )
    throw new Refusal('payment_under_way');
  const { renewalId, price, language, link } = renewal;
  const plan = await store.plan(renewal.plan);
  const provider = payments.of(chosen.account);
  if (!plan || !provider) throw new Error('a renewal whose plan is not stored, or a method without an account');
  const number = renewal.payments.length + 1;
  const reference = paymentReference(renewalId, number);
  const order: PaymentOrder = {
    reference,
    // Two who try at the same time with different keys get a session each; the one that is not stored harms nobody.
    key: `${reference}.${chosen.key}`,
    amount: price,
    method: chosen.method,
    description: plan.names[language],
    language,
    returnUrl: returnUrl(publicUrl, renewalId, link),
  };
  const session = await provider.open(order);
  const at = clock();
  const decision = await applyEvent(store, renewalId, {
    type: 'payment_opened',
    payment: { number, ...chosen, amount: price, ...session, openedAt: at, status: 'created' },
    payBy: plusMs(at, payWithinMs(chosen.method)),
    at,
  });
  if (decision.ok) return decision.next;
  switch (decision.refusal) {
    case 'payment_under_way':
    case 'too_many_payments':
      throw new Refusal(decision.refusal);
    // Another try took the number meanwhile, or the renewal moved on: a look at it tells.
    case 'nothing_new':
    case 'not_in_this_status':
    case 'unknown_payment':
    case 'exit_not_open':
      throw new Refusal('busy');
  }
};

/** 64 bits: it tells the few tries of one renewal apart. */
const hashOf = (key: string): string => createHash('sha256').update(key).digest('base64url').slice(0, 11);
