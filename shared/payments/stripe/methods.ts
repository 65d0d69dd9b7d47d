import type { Stripe } from 'stripe';
import type { PaymentMethod } from '../../domain/payment/payment.ts';

/** What the payment page can be opened for. */
export const STRIPE_METHODS = [
  'card',
  'apple_pay',
  'alipay',
  'wechat_pay',
  'konbini',
  'paypay',
] as const satisfies readonly PaymentMethod[];
export type StripeMethod = (typeof STRIPE_METHODS)[number];

type Parameters = Pick<Stripe.Checkout.SessionCreateParams, 'allowed_payment_method_types' | 'payment_method_options'>;

/**
 * Calendar days in Japan after the one on which the voucher is issued; it is good until 23:59:59 of the last
 * (docs.stripe.com/payments/konbini/accept-a-payment, "Expiration"). Stripe's own default is three.
 */
const KONBINI_EXPIRES_AFTER_DAYS = 1;

/**
 * Japan's Credit Card Security Guidelines want EMV 3-D Secure. Stripe exempts some cards from it, and an exempt payment
 * is disputed at our cost: `any` asks for it wherever the card has it (docs.stripe.com/payments/3d-secure/japan-exemptions).
 */
const CARD: Parameters = {
  allowed_payment_method_types: ['card'],
  payment_method_options: { card: { request_three_d_secure: 'any' } },
};

const PARAMETERS: Readonly<Record<StripeMethod, Parameters>> = {
  card: CARD,
  // A wallet of the card: the page offers it by itself on the devices that have it, and the card form beside it.
  apple_pay: CARD,
  alipay: { allowed_payment_method_types: ['alipay'] },
  wechat_pay: {
    allowed_payment_method_types: ['wechat_pay'],
    payment_method_options: { wechat_pay: { client: 'web' } },
  },
  konbini: {
    allowed_payment_method_types: ['konbini'],
    payment_method_options: { konbini: { expires_after_days: KONBINI_EXPIRES_AFTER_DAYS } },
  },
  paypay: { allowed_payment_method_types: ['paypay'] },
};

const isStripeMethod = (method: PaymentMethod): method is StripeMethod => Object.hasOwn(PARAMETERS, method);

/** @throws RangeError for a method that is not in {@link STRIPE_METHODS}: the brand's configuration must not name it */
export const methodParameters = (method: PaymentMethod): Parameters => {
  if (!isStripeMethod(method)) throw new RangeError(`not carried out by Stripe: ${method}`);
  return PARAMETERS[method];
};
