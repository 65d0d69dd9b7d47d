import type { AiraloAccount } from '../../../../shared/carriers/airalo/airalo-account.ts';
import { airaloCarrier } from '../../../../shared/carriers/airalo/airalo-carrier.ts';
import type { ActivationOrder } from '../../../../shared/carriers/carrier.ts';
import type { KeptToken, RateBudget, TokenStore } from '../../../../shared/carriers/shared-state.ts';
import { iccid } from '../../../../shared/domain/values/iccid.ts';
import { HOUR_MS, instant, ROLLING_DAY_MS } from '../../../../shared/domain/values/instant.ts';

export const NOW = instant(Date.UTC(2026, 9, 1, 3));
export const ICCID = iccid('8910300000005271146');
export const ORDER: ActivationOrder = {
  carrierRef: ICCID,
  iccid: ICCID,
  reference: 'MEJP00000001ZZBTQR3RC9NN00YY',
  product: 'change-7days-1gb-topup',
  days: 7,
  targetEnd: instant(NOW + 7 * ROLLING_DAY_MS),
};
export const URL = 'https://partners-api.airalo.com/v2';
export const ACCOUNT: AiraloAccount = {
  clientId: 'client-1',
  clientSecret: 'secret-1',
  apiUrl: URL,
  webhookSecrets: ['secret-1'],
};

/** What the network does with one request. */
export type Step = Response | Error | ((request: Sent) => Response | Promise<Response>);

export interface Sent {
  readonly url: string;
  readonly method: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** The fields of the form. */
  readonly form: Readonly<Record<string, string>> | undefined;
  readonly isMultipart: boolean;
  readonly redirect: string | undefined;
  readonly signal: AbortSignal;
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers });

export const token = (name = 'one', expires_in = 86_400): Response =>
  json({ data: { token_type: 'Bearer', expires_in, access_token: `token-${name}` }, meta: { message: 'success' } });

/** Code and reason, as the page "Error handling" has them. */
export const numbered = (code: number, status = 422): Response => json({ code, reason: 'no, and why' }, status);

export const field = (name: string): Response =>
  json({ data: { [name]: 'The field is invalid.' }, meta: { message: 'the parameter is invalid' } }, 422);

export const notFound = (): Response => json({ data: [], meta: { message: 'messages.resource_not_found' } }, 404);

/** The reply to a top-up order, as documented. */
export const placed = (facts: object = {}): Response =>
  json({
    data: {
      id: 111,
      code: '20251118-000111',
      package_id: ORDER.product,
      currency: 'USD',
      quantity: 1,
      type: 'topup',
      description: ORDER.reference,
      validity: 7,
      price: 4.5,
      net_price: 3.6,
      created_at: '2025-11-18 13:37:07',
      ...facts,
    },
    meta: { message: 'success' },
  });

/** A row of the list of orders, as documented: a top-up is listed without its SIM. */
export const row = (facts: object = {}) => ({
  id: 111,
  created_at: '2025-11-18 13:37:07',
  code: '20251118-000111',
  description: ORDER.reference,
  type: 'topup',
  package_id: ORDER.product,
  quantity: 1,
  validity: '7',
  price: '4.50',
  sims: [],
  status: { name: 'Completed', slug: 'completed' },
  ...facts,
});

export const orders = (rows: readonly unknown[], meta: object = {}): Response =>
  json({
    data: rows,
    links: { first: null, last: null, prev: null, next: null },
    meta: { message: 'success', current_page: 1, last_page: 1, per_page: '50', total: rows.length, ...meta },
  });

export const packageRow = (facts: object = {}) => ({
  id: 728,
  status: 'ACTIVE',
  remaining: 2378,
  activated_at: '2026-09-28T10:30:45+00:00',
  expired_at: '2026-10-05T10:30:45+00:00',
  finished_at: null,
  package: { id: ORDER.product, type: 'topup', price: 10, net_price: 6, amount: 3072, day: 7, is_unlimited: false },
  ...facts,
});

/** Bought, and not begun. */
export const waitingRow = (id: number, day: unknown = 7) =>
  packageRow({ id, status: 'NOT_ACTIVE', activated_at: null, expired_at: null, package: { id: ORDER.product, day } });

export const packages = (...rows: readonly unknown[]): Response =>
  json({ pricing: { model: 'net_pricing', discount_percentage: 0 }, data: rows });

/** As undici throws: a TypeError with the reason as its cause. */
export const networkError = (code: string): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });

export const silence: Step = ({ signal }) =>
  new Promise((_resolve, reject) => {
    // Keeps the test alive: the time-out of a signal does not.
    const alive = setInterval(() => {}, 1_000);
    signal.addEventListener('abort', () => {
      clearInterval(alive);
      reject(signal.reason);
    });
  });

/** A store in which a token is ready: most tests are not about it. */
export const withToken = (kept?: KeptToken) => {
  let now: KeptToken | undefined = kept ?? { token: 'token-kept', endsAt: instant(NOW + 12 * HOUR_MS) };
  const saved: KeptToken[] = [];
  const store: TokenStore = {
    read: async () => now,
    lease: async () => true,
    save: async (token) => {
      saved.push(token);
      now = token;
    },
  };
  return { ...store, saved };
};

export interface Surroundings {
  readonly tokens?: TokenStore;
  readonly budget?: RateBudget;
  readonly account?: (refresh: boolean) => AiraloAccount;
}

/** The adapter on a network that does the given steps, in order, and nothing else. */
export const onNetwork = (steps: readonly Step[], around: Surroundings = {}) => {
  const sent: Sent[] = [];
  const secrets: boolean[] = [];
  const left = [...steps];
  let now = NOW;
  const send = (async (input: string, init: RequestInit) => {
    const body = init.body as FormData | URLSearchParams | undefined;
    const request: Sent = {
      url: String(input),
      method: init.method,
      headers: init.headers as Record<string, string>,
      form: body && (Object.fromEntries([...body.entries()]) as Record<string, string>),
      isMultipart: body instanceof FormData,
      redirect: init.redirect,
      signal: init.signal as AbortSignal,
    };
    sent.push(request);
    const step = left.shift();
    if (!step) throw new Error(`nothing is told about ${request.method} ${request.url}`);
    if (step instanceof Response) return step;
    if (typeof step === 'function') return step(request);
    throw step;
  }) as typeof fetch;
  const { tokens = withToken(), budget, account } = around;
  const make = () =>
    airaloCarrier({
      account: async ({ refresh = false } = {}) => {
        secrets.push(refresh);
        if (account) return account(refresh);
        return refresh ? { ...ACCOUNT, clientSecret: 'secret-2' } : ACCOUNT;
      },
      clock: () => now,
      tokens,
      ...(budget && { budget }),
      fetch: send,
      callTimeoutMs: 200,
      tokenWaitMs: 1,
    });
  return {
    sent,
    /** Each read of the secret; `true` where it had to be fresh. */
    secrets,
    jump: (ms: number) => {
      now = instant(now + ms);
    },
    carrier: make(),
    /** Another function instance on the same network. */
    anotherCarrier: make,
  };
};
