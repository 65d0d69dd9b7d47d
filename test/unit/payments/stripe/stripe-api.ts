import { Stripe } from 'stripe';
import { paymentReference, renewalId } from '../../../../shared/domain/values/ids.ts';
import { instant } from '../../../../shared/domain/values/instant.ts';
import { money } from '../../../../shared/domain/values/money.ts';
import type { PaymentOrder, SignedRequest } from '../../../../shared/payments/provider.ts';
import type { StripeAccount } from '../../../../shared/payments/stripe/stripe-account.ts';
import type { Secret } from '../../../../shared/runtime/secrets.ts';

export const NOW = instant(1_790_812_800_000);
export const REFERENCE = paymentReference(renewalId('0123456789AB0123456789ABCDEF'), 1);
export const ACCOUNT: StripeAccount = {
  secretKey: 'sk_test_one',
  webhookSecrets: ['whsec_new', 'whsec_old'],
  apiUrl: 'https://api.stripe.com',
};

export const ORDER: PaymentOrder = {
  reference: REFERENCE,
  amount: money(1980, 'JPY'),
  method: 'card',
  description: '日本 5 天',
  language: 'zh-CN',
  returnUrl: 'https://sim.example/?renewal=0123456789AB0123456789ABCDEF',
};

/** A secret that holds `accounts` one after the other: each refresh reads the next one. */
export const secretOf = (...accounts: readonly StripeAccount[]): Secret<StripeAccount> & { refreshes: number } => {
  const secret = Object.assign(
    async ({ refresh = false } = {}) => {
      if (refresh) secret.refreshes += 1;
      return accounts[Math.min(secret.refreshes, accounts.length - 1)] ?? ACCOUNT;
    },
    { refreshes: 0 },
  );
  return secret;
};

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly key: string | null;
  readonly authorization: string | null;
  readonly version: string | null;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Stands in for Stripe behind the real SDK: answers each request with `reply`, and remembers what was asked. */
export const stripeApi = (reply: (asked: Asked, number: number) => Reply | Error) => {
  const asked: Asked[] = [];
  const fetchStub = async (input: unknown, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(String(input));
    const headers = new Headers(init.headers);
    const request: Asked = {
      method: init.method ?? 'GET',
      path: url.pathname,
      key: headers.get('idempotency-key'),
      authorization: headers.get('authorization'),
      version: headers.get('stripe-version'),
      parameters: Object.fromEntries(
        init.method === 'POST' ? new URLSearchParams(String(init.body ?? '')) : url.searchParams,
      ),
    };
    asked.push(request);
    const answer = reply(request, asked.length);
    if (answer instanceof Error) throw answer;
    const { status = 200, body, headers: more } = answer;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return new Response(text, {
      status,
      headers: { 'content-type': 'application/json', 'request-id': 'req_1', ...more },
    });
  };
  return { asked, httpClient: Stripe.createFetchHttpClient(fetchStub as typeof fetch) };
};

export const stripeError = (status: number, error: Record<string, unknown>, replayed = false): Reply => ({
  status,
  body: { error: { message: 'no', ...error } },
  ...(replayed && { headers: { 'idempotent-replayed': 'true' } }),
});

export const event = (type: string, object: unknown, more: Record<string, unknown> = {}): string =>
  JSON.stringify({ id: 'evt_1', object: 'event', type, livemode: false, data: { object }, ...more }, null, 2);

/** Signed by the SDK's own helper, at `at` and received at `NOW`. */
export const signed = (
  body: string | Buffer,
  { secret = 'whsec_new', at = NOW as number }: { secret?: string; at?: number } = {},
): SignedRequest => ({
  headers: {
    'stripe-signature': Stripe.webhooks.generateTestHeaderString({
      payload: body.toString(),
      secret,
      timestamp: Math.floor(at / 1_000),
    }),
  },
  body: Buffer.from(body),
  receivedAt: NOW,
});

export const intent = (more: Record<string, unknown> = {}) => ({
  id: 'pi_1',
  object: 'payment_intent',
  amount: 1980,
  amount_received: 1980,
  currency: 'jpy',
  last_payment_error: null,
  latest_charge: 'ch_1',
  metadata: { reference: REFERENCE },
  status: 'succeeded',
  ...more,
});

export const session = (more: Record<string, unknown> = {}) => ({
  id: 'cs_test_1',
  object: 'checkout.session',
  amount_total: 1980,
  client_reference_id: REFERENCE,
  currency: 'jpy',
  metadata: { reference: REFERENCE },
  payment_intent: 'pi_1',
  payment_status: 'paid',
  status: 'complete',
  url: null,
  ...more,
});

export const refund = (more: Record<string, unknown> = {}) => ({
  id: 're_1',
  object: 'refund',
  amount: 1980,
  charge: 'ch_1',
  currency: 'jpy',
  metadata: { reference: REFERENCE },
  payment_intent: 'pi_1',
  status: 'succeeded',
  ...more,
});

export const list = (data: readonly unknown[]) => ({ object: 'list', url: '/v1/refunds', has_more: false, data });
