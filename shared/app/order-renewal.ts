import { createHash } from 'node:crypto';
import type { PaymentMethod } from '../domain/payment/payment.ts';
import { lessBy } from '../domain/promotion/discount.ts';
import { holdsPlace } from '../domain/promotion/place.ts';
import { dueOf } from '../domain/renewal/due.ts';
import { openRenewal } from '../domain/renewal/open.ts';
import type { Quote } from '../domain/renewal/quote.ts';
import type { Renewal } from '../domain/renewal/renewal.ts';
import { type LineId, type PersonId, paymentReference, renewalIdFrom, withoutLine } from '../domain/values/ids.ts';
import { formatInstant, type Instant } from '../domain/values/instant.ts';
import { type Money, sameMoney } from '../domain/values/money.ts';
import { Refusal } from '../errors.ts';
import type { PaymentAccounts } from '../payments/provider.ts';
import type { Store, StoredRenewal } from '../table/store.ts';
import { refuseUndeliverable, refuseUnserved, type SellingDeps } from './carriers/selling.ts';
import { accountFor, returnUrl } from './payment-terms.ts';
import { type NamedPromotion, namedPromotion, type Offered, type PromotionStore } from './promotions.ts';
import { mine, quoteOrRefuse } from './read-lines.ts';

/** What the traveller confirmed, as it stood in the preview. */
export interface RenewalOrder {
  readonly lineId: LineId;
  readonly planId: string;
  readonly planVersion: number;
  readonly price: Money;
  readonly newEnd: Instant;
  /** Of the line, as it was shown; needed where what is left until then is lost. */
  readonly endBefore?: Instant;
  /** A period that would wait is to begin at once. */
  readonly startsEarly?: true;
  /** What the preview took off; `price` is without it. */
  readonly promotion?: NamedPromotion;
  readonly method: PaymentMethod;
}

interface Deps extends SellingDeps {
  readonly store: Pick<Store, 'orderContext' | 'createRenewal' | 'createPromotedRenewal' | 'markRecycled'> &
    PromotionStore;
  readonly payments: Pick<PaymentAccounts, 'of' | 'choose'>;
  /** The brand's site, where the payer comes back to. */
  readonly publicUrl: string;
}

/**
 * Asks the carrier whether it can deliver, opens the payment at the provider, then stores order and payment in one write. The session's key is derived from
 * the order, so a repeated request meets the same session; one whose page nobody received harms nobody.
 *
 * @param link the name of the renewal link through which it comes; the owner is then the line's
 * @throws Refusal `line_not_found`, `plan_not_found`, `plan_not_for_line`, `line_not_renewable`, `line_recycled`,
 *   `preview_outdated`, `method_not_offered`, `idempotency_key_reused`, `payment_provider_unavailable`,
 *   `carrier_unavailable`, `carrier_maintenance`, `carrier_float_low`, `plan_not_available`, and those of promotions
 */
export const orderRenewal =
  (deps: Deps) =>
  async (
    owner: PersonId,
    key: string,
    order: RenewalOrder,
    link?: string,
  ): Promise<{ renewal: Renewal; replayed: boolean }> => {
    const { store, payments, clock, publicUrl } = deps;
    // A key that comes by a link is another one than the owner's own: no key has a space in it.
    const renewalId = renewalIdFrom(
      order.lineId,
      sha256(`${owner}\n${link === undefined ? '' : `link ${link} `}${key}`),
    );
    const requestHash = hashOf(order);
    const context = await store.orderContext({ lineId: order.lineId, planId: order.planId, renewalId });
    const line = mine(context.line, owner);
    if (context.existing) return replay(context.existing.renewal, requestHash);

    const { plan } = context;
    if (!plan) throw new Refusal('plan_not_found');
    const now = clock();
    const wishes = { currency: order.price.currency, ...(order.startsEarly && { early: true }) };
    const quote = quoteOrRefuse(line, plan, now, wishes);
    refuseUnserved(deps, plan, wishes);
    const here = { line, plan, price: quote.price, now };
    const offered = order.promotion && (await namedPromotion(store, here, order.promotion));
    const price = offered ? lessBy(quote.price, offered.used.discountMinor) : quote.price;
    refuseOutdated(order, plan.version, quote, price);

    const { method } = order;
    const account = accountFor(payments, method, price);
    const provider = payments.of(account);
    if (!provider) throw new Error(`the account ${account} takes ${method} and cannot be called`);
    await refuseUndeliverable(deps, line, plan);
    const reference = paymentReference(renewalId, 1);
    const session = await provider.open({
      reference,
      // The same for every line: one Idempotency-Key that is used for two lines meets itself at the provider.
      key: withoutLine(reference),
      amount: price,
      method,
      description: plan.names[line.contacts.language],
      language: line.contacts.language,
      returnUrl: returnUrl(publicUrl, renewalId, link),
    });
    const opened = { account, method, session, now, ...(link !== undefined && { link }) };
    const promotion = offered && { promotion: offered.used };
    const terms = { renewalId, line, owner, plan, quote, wishes, requestHash, ...opened };
    const renewal = openRenewal({ ...terms, ...promotion });
    const existing = await create(store, renewal, dueOf(renewal, now), offered);
    return existing ? replay(existing.renewal, requestHash) : { renewal, replayed: false };
  };

/** One write, and one transaction where a place is taken that somebody else could have. */
const create = async (
  store: Deps['store'],
  renewal: Renewal,
  due: Instant | undefined,
  offered: Offered | undefined,
): Promise<StoredRenewal | undefined> => {
  if (!offered || !holdsPlace(offered.used)) return store.createRenewal(renewal, due);
  const created = await store.createPromotedRenewal(renewal, due, offered.used, offered.promotion.limit);
  switch (created.kind) {
    case 'created':
      return undefined;
    case 'existing':
      return created.stored;
    case 'promotion_used_up':
    case 'promotion_already_used':
      throw new Refusal(created.kind);
  }
};

const replay = (renewal: Renewal, requestHash: string): { renewal: Renewal; replayed: boolean } => {
  if (renewal.requestHash !== requestHash) throw new Refusal('idempotency_key_reused');
  return { renewal, replayed: true };
};

/** A later end than previewed is no loss to the traveller; an earlier one, another price or other terms are. */
const refuseOutdated = (order: RenewalOrder, version: number, quote: Quote, price: Money): void => {
  const isShown = !quote.isLossy || quote.endBefore === order.endBefore;
  const isKept = order.planVersion === version && sameMoney(order.price, price);
  if (isKept && isShown && quote.endAfter >= order.newEnd) return;
  throw new Refusal('preview_outdated', {
    planVersion: version,
    price,
    newEnd: formatInstant(quote.endAfter),
    endBefore: formatInstant(quote.endBefore),
  });
};

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** 128 bits in 22 characters: enough to tell two requests under one key apart. */
const hashOf = (order: RenewalOrder): string => {
  const { planId, planVersion, price, newEnd, method, endBefore, startsEarly, promotion } = order;
  return sha256(
    JSON.stringify([
      planId,
      planVersion,
      price.amountMinor,
      price.currency,
      newEnd,
      method,
      endBefore,
      startsEarly,
      ...named(promotion),
    ]),
  )
    .subarray(0, 16)
    .toString('base64url');
};

/** Nothing where there is none: what was hashed before there were promotions stays the same. */
const named = (promotion: NamedPromotion | undefined): readonly unknown[] =>
  promotion ? [promotion.promotionId, promotion.version, promotion.code] : [];
