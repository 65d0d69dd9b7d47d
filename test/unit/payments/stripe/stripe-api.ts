import { Stripe } from 'stripe';
import { paymentReference, renewalId } from '../../../../shared/domain/values/ids.ts';
import { type Instant, instant } from '../../../../shared/domain/values/instant.ts';
import { money } from '../../../../shared/domain/values/money.ts';
import type { PaymentOrder } from '../../../../shared/payments/provider.ts';
import type { StripeAccount } from '../../../../shared/payments/stripe/stripe-account.ts';
import type { SignedRequest } from '../../../../shared/payments/webhook.ts';
import type { Secret } from '../../../../shared/runtime/secrets.ts';
import * as sender from '../../../webhooks/senders/stripe.ts';

export const NOW = instant(1_790_812_800_000);
export const REFERENCE = paymentReference(renewalId('0123456789AB0123456789ABCDEF'), 1);
export const { INTENT_ID, SESSION_ID } = sender;
export const ACCOUNT: StripeAccount = {
  ...sender.stripeReceiver,
  webhookSecrets: [sender.stripeSecrets.present, sender.stripeSecrets.other],
};
export const UNAVAILABLE = { code: 'payment_provider_unavailable' };

export const ORDER: PaymentOrder = {
  reference: REFERENCE,
  key: 'k-7f3a',
  amount: money(1980, 'JPY'),
  method: 'card',
  description: '日本 5 天',
  language: 'zh-CN',
  returnUrl: 'https://sim.example/?renewal=0123456789AB0123456789ABCDEF',
};
export const SESSION = { sessionId: SESSION_ID, reference: REFERENCE };

export const CAPTURED = { kind: 'captured', captureId: INTENT_ID, amount: money(1980, 'JPY') };
/** `failures`: how many refunds in the list have failed. */
export const refunded = (amountMinor: number, kind = 'refunded', failures?: number) => ({
  kind,
  captureId: INTENT_ID,
  refunded: money(amountMinor, 'JPY'),
  ...(failures !== undefined && { failures }),
});
export const NEEDS_DETAILS = { kind: 'refund_needs_details', captureId: INTENT_ID };

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

export const missing = stripeError(404, { type: 'invalid_request_error', code: 'resource_missing' });

/** As the endpoint receives it: header names in lower case. */
export const received = (
  body: string | Buffer,
  { receivedAt = NOW, ...options }: sender.StripeOptions & { receivedAt?: Instant } = {},
): SignedRequest => {
  const delivery = sender.stripeDelivery(body, { at: NOW, ...options });
  return {
    ...delivery,
    headers: Object.fromEntries(Object.entries(delivery.headers).map(([name, value]) => [name.toLowerCase(), value])),
    receivedAt,
  };
};

type Fields = Readonly<Record<string, unknown>>;
export const event = sender.stripeEvent;
export const intent = (more: Fields = {}) => sender.paymentIntent(REFERENCE, more);
export const session = (more: Fields = {}) => sender.checkoutSession(REFERENCE, more);
export const charge = (more: Fields = {}) => sender.charge(REFERENCE, more);
export const refund = (more: Fields = {}) => sender.refund(REFERENCE, more);
export const dispute = sender.dispute;

/** The newest first, as Stripe lists them. */
export const list = (data: readonly unknown[], has_more = false) => ({ object: 'list', url: '/v1/x', has_more, data });
