import { paymentReference, renewalId } from '../../../../shared/domain/values/ids.ts';
import { instant } from '../../../../shared/domain/values/instant.ts';
import { money } from '../../../../shared/domain/values/money.ts';
import type { PaypalAccount } from '../../../../shared/payments/paypal/paypal-account.ts';
import type { PaypalFetch } from '../../../../shared/payments/paypal/paypal-fetch.ts';
import { paypalProvider } from '../../../../shared/payments/paypal/paypal-provider.ts';
import type { PaymentOrder } from '../../../../shared/payments/provider.ts';
import type { Secret } from '../../../../shared/runtime/secrets.ts';
import {
  CAPTURE_ID,
  captureResource,
  ORDER_ID,
  orderResource,
  paypalReceiver,
} from '../../../webhooks/senders/paypal.ts';
import { secretOf } from './receiving.ts';

export const ORDER: PaymentOrder = {
  reference: paymentReference(renewalId('0123456789AB0123456789ABCDEF'), 1),
  key: 'key-1',
  amount: money(1980, 'JPY'),
  method: 'paypal',
  description: '日本 5 天',
  language: 'zh-CN',
  returnUrl: 'https://sim.example/?renewal=0123456789AB0123456789ABCDEF',
};
export const SESSION = { sessionId: ORDER_ID, reference: ORDER.reference };
export const REFUND = { reference: ORDER.reference, captureId: CAPTURE_ID, amount: ORDER.amount };

export interface Asked {
  readonly line: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface Reply {
  readonly status?: number;
  readonly body?: unknown;
}

/** Stands in for PayPal: answers each request but those for tokens with `reply`, and remembers what was asked. */
export const against = (
  reply: (asked: Asked, number: number) => Reply | Error,
  {
    account = secretOf(paypalReceiver),
    token = () => ({ body: { access_token: 'A21AA', expires_in: 32_400 } }),
  }: {
    readonly account?: Secret<PaypalAccount>;
    readonly token?: (asked: Asked, number: number) => Reply | Error;
  } = {},
) => {
  const asked: Asked[] = [];
  const tokensAsked: Asked[] = [];
  const time = { now: instant(1_790_812_800_000) };
  const fetch: PaypalFetch = async (address, { method, headers, body }) => {
    const url = new URL(address);
    const request = { line: `${method} ${url.pathname}`, query: Object.fromEntries(url.searchParams), headers, body };
    const isToken = url.pathname === '/v1/oauth2/token';
    const list = isToken ? tokensAsked : asked;
    list.push(request);
    const answer = (isToken ? token : reply)(request, list.length);
    if (answer instanceof Error) throw answer;
    const { status = 200, body: content = {} } = answer;
    return { status, text: async () => (typeof content === 'string' ? content : JSON.stringify(content)) };
  };
  return { asked, tokensAsked, time, provider: paypalProvider({ account, fetch, clock: () => time.now }) };
};

/** Answers by `METHOD /path`; a list is answered one after the other, its last again and again. */
export const answers =
  (table: Readonly<Record<string, Reply | Error | readonly (Reply | Error)[]>>) =>
  ({ line }: Asked): Reply | Error => {
    const left = queues.get(table) ?? new Map<string, (Reply | Error)[]>();
    queues.set(table, left);
    const found = table[line];
    if (found === undefined) return { status: 404, body: { name: 'RESOURCE_NOT_FOUND' } };
    if (!isList(found)) return found;
    const queue = left.get(line) ?? [...found];
    left.set(line, queue);
    const next = queue.length > 1 ? queue.shift() : queue[0];
    return next ?? { status: 404 };
  };
const queues = new Map<object, Map<string, (Reply | Error)[]>>();
const isList = (value: Reply | Error | readonly (Reply | Error)[]): value is readonly (Reply | Error)[] =>
  Array.isArray(value);

export const problem = (status: number, issue: string, name = 'UNPROCESSABLE_ENTITY'): Reply => ({
  status,
  body: { name, message: 'no', details: [{ issue, description: 'no' }] },
});

/** An order as the API shows it. */
export const order = (status: string, payments?: object, more: Readonly<Record<string, unknown>> = {}): Reply => ({
  body: orderResource(ORDER.reference, { status, ...more }, payments ? { payments } : {}),
});

export const capture = (more: Readonly<Record<string, unknown>> = {}) => captureResource(ORDER.reference, more);
