import * as z from 'zod';
import { amountIn } from './amount.ts';
import { invalid, unprocessable } from './api-error.ts';
import type { OrderTerms } from './order.ts';

const address = z.url({ protocol: /^https?$/ });

/** What this simulator knows of an order's parameters; any other one is refused, so that nobody relies on it. */
const schema = z.strictObject({
  intent: z.literal('CAPTURE'),
  purchase_units: z
    .array(
      z.strictObject({
        reference_id: z.string().min(1).max(256).optional(),
        custom_id: z.string().min(1).max(255).optional(),
        invoice_id: z.string().min(1).max(127).optional(),
        description: z.string().min(1).max(127).optional(),
        amount: z.strictObject({
          currency_code: z.enum(['JPY', 'USD', 'EUR', 'GBP', 'CNY', 'HKD', 'SGD']),
          value: z.string().max(32),
        }),
      }),
    )
    .length(1),
  payment_source: z.strictObject({
    paypal: z.strictObject({
      experience_context: z.strictObject({
        return_url: address,
        cancel_url: address,
        brand_name: z.string().max(127).optional(),
        locale: z
          .string()
          .regex(/^[a-z]{2}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?$/)
          .optional(),
        landing_page: z.enum(['LOGIN', 'GUEST_CHECKOUT', 'NO_PREFERENCE']).optional(),
        user_action: z.enum(['PAY_NOW', 'CONTINUE']).optional(),
        shipping_preference: z.enum(['GET_FROM_FILE', 'NO_SHIPPING', 'SET_PROVIDED_ADDRESS']).optional(),
        payment_method_preference: z.enum(['UNRESTRICTED', 'IMMEDIATE_PAYMENT_REQUIRED']).optional(),
      }),
    }),
  }),
});

/** @throws ApiError that names the field */
export const orderTerms = (body: unknown): OrderTerms => {
  const result = schema.safeParse(body);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw invalid('INVALID_PARAMETER_VALUE', `/${issue?.path.join('/') ?? ''}`);
  }
  const [unit] = result.data.purchase_units;
  const amount = unit && amountIn(unit.amount);
  if (!unit || !amount)
    throw unprocessable(unit?.amount.currency_code === 'JPY' ? 'DECIMALS_NOT_SUPPORTED' : 'DECIMAL_PRECISION');
  const { return_url, cancel_url, locale } = result.data.payment_source.paypal.experience_context;
  return {
    amount,
    customId: unit.custom_id ?? null,
    invoiceId: unit.invoice_id ?? null,
    description: unit.description ?? null,
    locale: locale ?? null,
    returnUrl: return_url,
    cancelUrl: cancel_url,
  };
};
