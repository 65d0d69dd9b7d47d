import type { Stripe } from 'stripe';
import type { PaymentOrder } from '../provider.ts';
import { methodParameters } from './methods.ts';
import { REFERENCE_KEY } from './replies.ts';

/**
 * Parameters of the payment page. Nothing but the order goes in, least of all a clock: Stripe refuses a repeated
 * request whose parameters differ (docs.stripe.com/api/checkout/sessions/create).
 */
export const checkoutSession = (order: PaymentOrder): Stripe.Checkout.SessionCreateParams => {
  const { reference, amount, method, description, language, returnUrl } = order;
  const metadata = { [REFERENCE_KEY]: reference };
  return {
    mode: 'payment',
    ...methodParameters(method),
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: amount.currency.toLowerCase(),
          unit_amount: amount.amountMinor,
          product_data: { name: description },
        },
      },
    ],
    client_reference_id: reference,
    metadata,
    // The payment's own events carry only what is attached to the payment.
    payment_intent_data: { description, metadata },
    // Converted prices would be captured in another currency than the one that was quoted.
    adaptive_pricing: { enabled: false },
    locale: pageLocale(language),
    success_url: returnUrl,
    cancel_url: returnUrl,
  };
};

/** Stripe's `zh` is Simplified Chinese; what it has no page for follows the browser. */
const pageLocale = (language: string): 'zh' | 'zh-TW' | 'zh-HK' | 'ja' | 'en' | 'auto' => {
  const { language: spoken, script, region } = new Intl.Locale(language).maximize();
  if (spoken === 'ja' || spoken === 'en') return spoken;
  if (spoken !== 'zh') return 'auto';
  if (script !== 'Hant') return 'zh';
  return region === 'HK' ? 'zh-HK' : 'zh-TW';
};
