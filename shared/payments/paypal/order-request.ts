import type { PaymentOrder } from '../provider.ts';
import { paypalAmount } from './amount.ts';

/** PayPal's limit for what the payer reads (`purchase_units[].description`). */
const MAX_DESCRIPTION_LENGTH = 127;

/**
 * The order as PayPal is asked for it (developer.paypal.com/docs/api/orders/v2/#orders_create). Nothing but our own
 * order goes in, so that a repetition asks for exactly the same.
 *
 * Our reference stands in it twice: `custom_id` comes back in every event; `invoice_id` is what PayPal refuses to
 * capture twice (`DUPLICATE_INVOICE_ID`), also when the request id, kept for six hours, is long forgotten.
 */
export const orderRequest = (order: PaymentOrder) => {
  const { reference, amount, description, language, returnUrl } = order;
  return {
    intent: 'CAPTURE',
    purchase_units: [
      {
        custom_id: reference,
        invoice_id: reference,
        amount: paypalAmount(amount),
        description: Array.from(description).slice(0, MAX_DESCRIPTION_LENGTH).join(''),
      },
    ],
    payment_source: {
      paypal: {
        experience_context: {
          return_url: returnUrl,
          cancel_url: returnUrl,
          ...pageLocale(language),
          user_action: 'PAY_NOW',
          shipping_preference: 'NO_SHIPPING',
          // No eChecks, which take days: a line waits for this money.
          payment_method_preference: 'IMMEDIATE_PAYMENT_REQUIRED',
        },
      },
    },
  };
};

/** Language and region (`zh-TW`); what cannot be said so follows the browser. */
const pageLocale = (language: string): { readonly locale?: string } => {
  const { language: spoken, region } = new Intl.Locale(language).maximize();
  return /^[a-z]{2}$/.test(spoken ?? '') && /^[A-Z]{2}$/.test(region ?? '') ? { locale: `${spoken}-${region}` } : {};
};
