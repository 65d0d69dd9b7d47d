import * as z from 'zod/mini';
import { PAYMENT_METHODS, type PaymentMethod } from '../domain/payment/payment.ts';
import type { PaymentAccounts, PaymentProvider } from './provider.ts';

const accountName = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,19}$/));

/** The brand's accounts at providers, in the order in which they are preferred. Infrastructure writes it as JSON. */
export const paymentAccountsConfig = z.array(
  z.object({
    /** Part of the webhook's address and of every payment: never renamed. */
    name: accountName,
    provider: z.enum(['stripe', 'paypal', 'wechatpay', 'alipay', 'antom', 'komoju', 'square']),
    secretArn: z.string().check(z.minLength(1)),
    /** What may be paid through it; nothing for an account that is only listened to. */
    methods: z.array(
      z.object({
        method: z.enum(PAYMENT_METHODS),
        currencies: z.array(z.string().check(z.regex(/^[A-Z]{3}$/))).check(z.minLength(1)),
      }),
    ),
  }),
);

export type PaymentAccountConfig = z.output<typeof paymentAccountsConfig>[number];

/** @throws Error that says why the text is no configuration */
export const parsePaymentAccounts = (text: string): readonly PaymentAccountConfig[] =>
  paymentAccountsConfig.parse(JSON.parse(text));

/** `connect` is called once for each account that is used, when it is used first. */
export const paymentAccounts = (
  configured: readonly PaymentAccountConfig[],
  connect: (account: PaymentAccountConfig) => PaymentProvider | undefined,
): PaymentAccounts => {
  const connected = new Map<string, PaymentProvider | undefined>();
  const takes = (method: PaymentMethod, currency: string) => (account: PaymentAccountConfig) =>
    account.methods.some((each) => each.method === method && each.currencies.includes(currency));
  return {
    names: configured.map(({ name }) => name),
    of(name) {
      const account = configured.find((each) => each.name === name);
      if (account && !connected.has(name)) connected.set(name, connect(account));
      return connected.get(name);
    },
    choose: (method, currency) => configured.find(takes(method, currency))?.name,
    methods: (currency) => [
      ...new Set(
        configured.flatMap(({ methods }) =>
          methods.filter(({ currencies }) => currencies.includes(currency)).map(({ method }) => method),
        ),
      ),
    ],
  };
};
