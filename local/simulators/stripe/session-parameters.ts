import * as z from 'zod';
import { ApiError } from './api-error.ts';
import { METHODS, type Method, type SessionOrder } from './checkout.ts';

/** What Stripe accepts at least for a card payment in yen (docs.stripe.com, "Supported currencies"). */
const MIN_AMOUNT_MINOR = 50;
/** In yen (docs.stripe.com/payments/konbini): outside of it the method is not offered. */
const KONBINI_AMOUNTS = { min: 120, max: 300_000 } as const;
const KONBINI_DAYS = 3;

const count = z.coerce.number().pipe(z.int().min(0));
const metadata = z.record(z.string().max(40), z.string().max(500)).default({});
const address = z.url({ protocol: /^https?$/ });

/** The parameters of a payment page that this simulator knows; any other one is refused, as Stripe refuses it. */
const schema = z.strictObject({
  mode: z.literal('payment'),
  allowed_payment_method_types: z.array(z.enum(METHODS)).min(1).default(['card']),
  payment_method_options: z
    .strictObject({
      card: z.strictObject({ request_three_d_secure: z.enum(['any', 'automatic', 'challenge']) }).optional(),
      wechat_pay: z.strictObject({ client: z.literal('web') }).optional(),
      konbini: z.strictObject({ expires_after_days: count.pipe(z.int().min(1).max(60)) }).optional(),
    })
    .optional(),
  line_items: z
    .array(
      z.strictObject({
        quantity: count,
        price_data: z.strictObject({
          currency: z.string().regex(/^[a-z]{3}$/),
          unit_amount: count,
          product_data: z.strictObject({ name: z.string().min(1), description: z.string().optional() }),
        }),
      }),
    )
    .min(1),
  client_reference_id: z.string().max(200).optional(),
  metadata,
  payment_intent_data: z.strictObject({ description: z.string().max(1_000).optional(), metadata }).optional(),
  adaptive_pricing: z.strictObject({ enabled: z.enum(['true', 'false']) }).optional(),
  locale: z.enum(['auto', 'en', 'ja', 'zh', 'zh-HK', 'zh-TW']).optional(),
  success_url: address,
  cancel_url: address.optional(),
  expand: z.array(z.string()).optional(),
});

/** @throws ApiError that names the parameter */
export const sessionOrder = (parameters: Readonly<Record<string, unknown>>): SessionOrder => {
  // Removed from the API with version 2026-09-30.endive.
  if ('payment_method_types' in parameters)
    throw refused('payment_method_types_no_longer_supported', 'payment_method_types');
  const result = schema.safeParse(parameters);
  if (!result.success) throw asApiError(result.error);
  const { line_items: items, payment_intent_data: payment, ...rest } = result.data;
  const [first] = items;
  const currency = first?.price_data.currency ?? '';
  const amountMinor = items.reduce((sum, { quantity, price_data }) => sum + quantity * price_data.unit_amount, 0);
  if (amountMinor < MIN_AMOUNT_MINOR) throw refused('amount_too_small', 'line_items');
  const methods = rest.allowed_payment_method_types.filter((method) => isOffered(method, amountMinor, currency));
  if (methods.length === 0) throw noMethod();
  // The page of WeChat Pay has to know what it runs on.
  if (methods.includes('wechat_pay') && !rest.payment_method_options?.wechat_pay)
    throw refused('parameter_missing', 'payment_method_options[wechat_pay][client]');
  return {
    name: first?.price_data.product_data.name ?? '',
    amountMinor,
    currency,
    methods,
    konbiniDays: rest.payment_method_options?.konbini?.expires_after_days ?? KONBINI_DAYS,
    clientReferenceId: rest.client_reference_id ?? null,
    metadata: rest.metadata,
    intentMetadata: payment?.metadata ?? {},
    intentDescription: payment?.description ?? null,
    locale: rest.locale ?? null,
    successUrl: rest.success_url,
    cancelUrl: rest.cancel_url ?? null,
  };
};

/** The list is a filter on what an account in Japan could be paid by. */
const isOffered = (method: Method, amountMinor: number, currency: string): boolean => {
  if (method !== 'konbini' && method !== 'paypay') return true;
  if (currency !== 'jpy') return false;
  return method === 'paypay' || (amountMinor >= KONBINI_AMOUNTS.min && amountMinor <= KONBINI_AMOUNTS.max);
};

const noMethod = (): ApiError =>
  new ApiError(400, {
    type: 'invalid_request_error',
    message: 'No valid payment method types for this Checkout Session.',
  });

const refused = (code: string, param: string): ApiError =>
  new ApiError(400, { type: 'invalid_request_error', code, param, message: `${code}: ${param}` });

const asApiError = ({ issues }: z.ZodError): ApiError => {
  const [issue] = issues;
  const path = issue?.path.map(String) ?? [];
  if (issue?.code === 'unrecognized_keys') {
    const param = bracketed([...path, ...issue.keys.slice(0, 1)]);
    return new ApiError(400, {
      type: 'invalid_request_error',
      code: 'parameter_unknown',
      message: `Received unknown parameter: ${param}`,
      param,
    });
  }
  const param = bracketed(path);
  return new ApiError(400, { type: 'invalid_request_error', message: `Invalid ${param}: ${issue?.message}`, param });
};

const bracketed = ([head = '', ...rest]: readonly string[]): string => head + rest.map((step) => `[${step}]`).join('');
