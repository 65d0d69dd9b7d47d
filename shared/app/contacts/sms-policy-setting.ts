import * as z from 'zod/mini';
import type { SmsPolicy } from '../../domain/spend/sms-policy.ts';

const count = z.int().check(z.minimum(1));

const smsPolicy = z.object({
  countries: z.array(
    z.object({
      callingCode: z.string().check(z.regex(/^\+[1-9]\d{0,6}$/)),
      segmentPriceE4: count,
      registeredTemplates: z.optional(z.boolean()),
    }),
  ),
  dailySegments: count,
  dailyUsdCents: count,
  perPrefixAndHour: count,
});

/**
 * The stage's rules of SMS, in JSON in the function's environment.
 *
 * @throws Error that names the field: a wrong deployment fails at once
 */
export const parseSmsPolicy = (text: string): SmsPolicy => {
  const result = smsPolicy.safeParse(JSON.parse(text));
  if (!result.success)
    throw new Error(`SMS_POLICY does not fit: ${result.error.issues.map(({ path }) => path.join('.')).join(', ')}`);
  const { countries, ...rest } = result.data;
  return {
    ...rest,
    countries: countries.map(({ registeredTemplates, ...country }) => ({
      ...country,
      ...(registeredTemplates !== undefined && { registeredTemplates }),
    })),
  };
};
