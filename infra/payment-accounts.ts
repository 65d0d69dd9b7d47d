import * as z from 'zod';
import { accountName } from './account-name.ts';

/** One account of the brand at a payment provider. */
export interface PaymentAccount {
  /** Part of the webhook's address, `/v1/webhooks/<name>`, and of every payment: never renamed. */
  readonly name: string;
  readonly provider: 'stripe' | 'paypal' | 'wechatpay' | 'alipay' | 'antom' | 'komoju' | 'square';
  /** What may be paid through it, in ISO 4217 currencies; nothing where only its webhooks are heard. */
  readonly methods: readonly {
    readonly method: 'card' | 'apple_pay' | 'paypal' | 'alipay' | 'wechat_pay' | 'konbini' | 'paypay';
    readonly currencies: readonly string[];
  }[];
}

const CARRIED = {
  stripe: ['card', 'apple_pay', 'alipay', 'wechat_pay', 'konbini', 'paypay'],
  paypal: ['paypal'],
  wechatpay: [],
  alipay: [],
  antom: [],
  komoju: [],
  square: [],
} as const satisfies Record<PaymentAccount['provider'], readonly PaymentAccount['methods'][number]['method'][]>;

const methodsOf = (provider: PaymentAccount['provider']) =>
  z.array(
    z.object({
      method: z.enum(CARRIED[provider], `${provider} carries out ${CARRIED[provider].join(', ') || 'nothing yet'}`),
      currencies: z.array(z.string().regex(/^[A-Z]{3}$/, 'three capital letters of ISO 4217')).min(1),
    }),
  );

/**
 * @throws Error that says which account is wrong, and why: the functions would refuse it when they start
 */
export const checkedPayments = (payments: readonly PaymentAccount[]): readonly PaymentAccount[] => {
  const problems = payments.flatMap(({ name, provider, methods }) => {
    const parsed = z.object({ name: accountName, methods: methodsOf(provider) }).safeParse({ name, methods });
    return parsed.success ? [] : [`payment account ${name}: ${z.prettifyError(parsed.error)}`];
  });
  if (new Set(payments.map(({ name }) => name)).size < payments.length) problems.push('two accounts of one name');
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return payments;
};
