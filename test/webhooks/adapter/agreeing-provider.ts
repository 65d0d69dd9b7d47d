import * as z from 'zod/mini';
import { type PaypalTold, paypalAnswer, paypalResource } from './agreeing-paypal.ts';
import { type StripeObject, stripeAnswer, stripeObject } from './agreeing-stripe.ts';
import type { FixtureOrder, OrderWord, ProviderApi, ReceiverContext } from './context.ts';

/**
 * Before our receivers believe some deliveries they ask the provider's API: what was really captured (PayPal), whose
 * payment it is, what was refunded in all (Stripe). A folder describes that API only where a case turns on it. What
 * it leaves out is answered here as by a provider that agrees with all it has delivered: objects stand as they were
 * delivered, and money that a delivery only names is the money of the one order there is, if that was paid before.
 * What the folder describes wins, a 404 with a body included.
 */
export interface AgreeingProvider {
  readonly api: ProviderApi;
  /** From here on the provider stands by this delivery. */
  readonly stand: (delivered: Delivered) => void;
  /** A delivery that was refused says nothing: anybody may have made it. */
  readonly retract: (delivered: Delivered) => void;
  /** PayPal's order that its payer approved last. */
  readonly approvedOrder: () => string | undefined;
}

const event = z.object({
  data: z.optional(z.object({ object: z.optional(z.unknown()) })),
  event_type: z.optional(z.string()),
  resource: z.optional(z.unknown()),
});

export interface Delivered {
  readonly stripe: StripeObject | undefined;
  readonly paypal: PaypalTold | undefined;
}

/** Deliveries of the other providers, and what is no event, lead to no look-up. */
export const delivered = (body: Buffer): Delivered => {
  const { data, event_type: type = '', resource } = event.safeParse(jsonIn(body)).data ?? {};
  const told = paypalResource.safeParse(resource).data;
  return { stripe: stripeObject.safeParse(data?.object).data, paypal: told && { type, resource: told } };
};

export const agreeingProvider = (
  { provider, api }: Pick<ReceiverContext, 'provider' | 'api'>,
  order: () => FixtureOrder | null,
): AgreeingProvider => {
  const stoodBy: Delivered[] = [];
  const told = (): readonly PaypalTold[] => stoodBy.flatMap(({ paypal }) => paypal ?? []);
  const paidBefore = (): FixtureOrder | undefined => {
    const now = order();
    return now && PAID.includes(now.status) ? now : undefined;
  };

  const answer = (method: string, url: URL): unknown => {
    switch (provider) {
      case 'stripe':
        return stripeAnswer(
          stoodBy.flatMap(({ stripe }) => stripe ?? []),
          url,
          paidBefore()?.id,
        );
      case 'paypal':
        return method === 'GET' ? paypalAnswer(told(), url.pathname, order() ?? undefined, paidBefore()) : undefined;
      case 'alipay':
      case 'antom':
      case 'wechat':
      case 'komoju':
      case 'square':
        return undefined;
    }
  };

  return {
    async api(method, path) {
      const url = new URL(path, 'https://provider.example');
      for (const asked of new Set([path, decodeURIComponent(path), url.pathname])) {
        const described = await api(method, asked);
        if (isDescribed(described)) return described;
      }
      const json = answer(method, url);
      if (json !== undefined) return { status: 200, json };
      // Whatever nobody says was captured still waits for its payer.
      const waits = method === 'POST' && url.pathname.endsWith('/capture');
      return waits ? { status: 422, json: { details: [{ issue: 'ORDER_NOT_APPROVED' }] } } : { status: 404, json: {} };
    },
    stand: (each) => void stoodBy.push(each),
    retract: (each) => void stoodBy.splice(stoodBy.indexOf(each), 1),
    approvedOrder: () => told().findLast(({ type }) => type === 'CHECKOUT.ORDER.APPROVED')?.resource.id ?? undefined,
  };
};

/** What a folder leaves out, runners answer by a 404 that says nothing. */
const isDescribed = ({ status, json }: Awaited<ReturnType<ProviderApi>>): boolean =>
  status !== 404 || (typeof json === 'object' && json !== null && Object.keys(json).length > 0);

const PAID: readonly string[] = [
  'paid',
  'refunded_partial',
  'refunded_full',
  'disputed',
  'review',
] satisfies OrderWord[];

const jsonIn = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
};
