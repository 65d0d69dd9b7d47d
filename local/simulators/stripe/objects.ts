import { chargeObject } from './charge-objects.ts';
import { type Checkout, chargeId, type Intent, intentId, sessionId } from './checkout.ts';
import { type Expand, expandInside, isExpanded, type StripeObject } from './expand.ts';
import { voucherStores } from './voucher.ts';

export const sessionObject = (checkout: Checkout, expand: Expand = []): StripeObject => {
  const { order, status, intent, email } = checkout;
  const paid = intent?.status === 'succeeded';
  const total = paid ? intent.receivedMinor : order.amountMinor;
  return {
    id: sessionId(checkout),
    object: 'checkout.session',
    allowed_payment_method_types: order.methods,
    amount_subtotal: total,
    amount_total: total,
    cancel_url: order.cancelUrl,
    client_reference_id: order.clientReferenceId,
    created: checkout.createdAt,
    currency: order.currency,
    customer: null,
    customer_creation: 'if_required',
    customer_details: email ? { email, name: null, phone: null } : null,
    expires_at: checkout.expiresAt,
    livemode: false,
    locale: order.locale,
    metadata: order.metadata,
    mode: 'payment',
    payment_intent: sessionPayment(checkout, expand),
    payment_method_types: order.methods,
    payment_status: paid ? 'paid' : 'unpaid',
    status,
    success_url: order.successUrl,
    ui_mode: 'hosted_page',
    url: status === 'open' ? checkout.payUrl : null,
  };
};

const sessionPayment = (checkout: Checkout, expand: Expand): string | StripeObject | null => {
  if (!checkout.intent) return null;
  return isExpanded(expand, 'payment_intent')
    ? intentObject(checkout, checkout.intent, expandInside(expand, 'payment_intent'))
    : intentId(checkout);
};

export const intentObject = (checkout: Checkout, intent: Intent, expand: Expand = []): StripeObject => {
  const { order } = checkout;
  return {
    id: intentId(checkout),
    object: 'payment_intent',
    amount: order.amountMinor,
    amount_capturable: 0,
    amount_received: intent.receivedMinor,
    canceled_at: intent.canceledAt ?? null,
    cancellation_reason: intent.status === 'canceled' ? 'expired' : null,
    capture_method: 'automatic_async',
    confirmation_method: 'automatic',
    created: intent.createdAt,
    currency: order.currency,
    customer: null,
    description: order.intentDescription,
    last_payment_error: lastError(intent),
    latest_charge: latestCharge(checkout, intent, expand),
    livemode: false,
    metadata: order.intentMetadata,
    next_action: nextAction(checkout, intent),
    payment_method_types: order.methods,
    processing: null,
    status: intent.status,
  };
};

const latestCharge = (checkout: Checkout, { charges }: Intent, expand: Expand): string | StripeObject | null => {
  const last = charges.length - 1;
  const charge = charges[last];
  if (!charge) return null;
  return isExpanded(expand, 'latest_charge')
    ? chargeObject(checkout, charge, last, expandInside(expand, 'latest_charge'))
    : chargeId(checkout, last);
};

const lastError = ({ lastFailure }: Intent): StripeObject | null =>
  lastFailure
    ? {
        type: lastFailure.type,
        code: lastFailure.code,
        ...(lastFailure.declineCode && { decline_code: lastFailure.declineCode }),
        message: lastFailure.message,
      }
    : null;

const nextAction = (checkout: Checkout, { status, pending }: Intent): StripeObject | null => {
  if (status !== 'requires_action' || !pending) return null;
  const { payUrl } = checkout;
  switch (pending.kind) {
    case 'voucher': {
      const { expiresAt: expires_at } = pending;
      const details = { expires_at, hosted_voucher_url: payUrl, stores: voucherStores(checkout) };
      return { type: 'konbini_display_details', konbini_display_details: details };
    }
    case 'wallet':
      return walletAction(pending.means.type, payUrl);
    case 'authentication':
    case 'settlement':
      return { type: 'use_stripe_sdk' };
  }
};

const walletAction = (method: string, url: string): StripeObject => {
  if (method === 'alipay') return { type: 'alipay_handle_redirect', alipay_handle_redirect: { url } };
  if (method === 'wechat_pay')
    return {
      type: 'wechat_pay_display_qr_code',
      wechat_pay_display_qr_code: { data: url, hosted_instructions_url: url },
    };
  return { type: 'redirect_to_url', redirect_to_url: { url, return_url: null } };
};
