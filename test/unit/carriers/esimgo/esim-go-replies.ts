import { esimGoCarrier } from '../../../../shared/carriers/esimgo/esim-go-carrier.ts';
import type { RateBudget } from '../../../../shared/carriers/shared-state.ts';
import { iccid } from '../../../../shared/domain/values/iccid.ts';
import { instant, plusMs, ROLLING_DAY_MS } from '../../../../shared/domain/values/instant.ts';

export const NOW = instant(Date.UTC(2026, 9, 1, 3));
export const ICCID = iccid('8944538532008160222');
export const SIM = { carrierRef: ICCID, iccid: ICCID };
export const PRODUCT = 'esim_1GB_7D_JP_V2';
/** An eSIM on which nothing was before the attempt. */
export const ORDER = {
  ...SIM,
  reference: 'MEJP00000001ZZBTQR3RC9NN00YY',
  product: PRODUCT,
  days: 7,
  targetEnd: plusMs(NOW, 7 * ROLLING_DAY_MS),
  baseline: '1.',
};
export const PRICED = { ...ORDER, maxCost: { amountE4: 20_000, currency: 'USD' } };
const ACCOUNT = { apiKeys: ['key-one-of-the-account'], apiUrl: 'https://api.esim-go.com/v2.5' };

/** What the network does with one request. */
export type Step = Response | Error | ((request: Sent) => Response | Promise<Response>);

export interface Sent {
  readonly url: string;
  readonly method: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly redirect: string | undefined;
  readonly signal: AbortSignal;
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers });

export const message = (text: string, status = 400): Response => json({ message: text }, status);

export const row = (facts: object = {}) => ({
  id: '215009266',
  callTypeGroup: 'data',
  initialQuantity: 1_000_000_000,
  remainingQuantity: 1_000_000_000,
  assignmentDateTime: '2026-10-01T03:00:00.34523Z',
  assignmentReference: '3a6e2e40-c674-45e9-b289-b35027bf72a9-0',
  bundleState: 'queued',
  unlimited: false,
  ...facts,
});

/** The answer that lists assignments of the product, and of other bundles by name. */
export const bundles = (rows: readonly object[], others: Readonly<Record<string, readonly object[]>> = {}): Response =>
  json({
    bundles: [
      ...Object.entries(others).map(([name, assignments]) => ({ name, assignments })),
      { name: PRODUCT, description: 'eSIM, 1GB, 7 Days, Japan, V2', assignments: rows },
    ],
  });

export const ordered = (facts: object = {}): Response =>
  json({
    order: [{ type: 'bundle', item: PRODUCT, quantity: 1, iccids: [ICCID], esims: [{ iccid: ICCID }] }],
    total: 1.82,
    currency: 'USD',
    status: 'completed',
    statusMessage: 'Order completed',
    orderReference: '9183265c-1234-1234-1234-388a21393138',
    runningBalance: 998.18,
    ...facts,
  });

export const priced = (facts: object = {}): Response =>
  json({ order: [{ type: 'bundle', item: PRODUCT }], total: 1.82, valid: true, currency: 'USD', ...facts });

export const organisation = (facts: object = {}): Response =>
  json({ name: 'Keizoku', apiKey: 'secret', balance: 998.18, currency: 'USD', ...facts });

/** As undici throws: a TypeError with the reason as its cause. */
export const networkError = (code: string): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });

/** No answer ever; keeps the test alive, which the time-out of a signal does not. */
export const silence: Step = ({ signal }) =>
  new Promise((_resolve, reject) => {
    const alive = setInterval(() => {}, 1_000);
    signal.addEventListener('abort', () => {
      clearInterval(alive);
      reject(signal.reason);
    });
  });

/** The adapter on a network that does the given steps, in order, and nothing else. */
export const onNetwork = (...steps: readonly Step[]) => withAccount({}, ...steps);

export const withAccount = (
  { freshKey, budget, unreadable }: { freshKey?: string; budget?: RateBudget; unreadable?: true },
  ...steps: readonly Step[]
) => {
  const sent: Sent[] = [];
  const left = [...steps];
  const send = (async (input: string, init: RequestInit) => {
    const request: Sent = {
      url: String(input),
      method: init.method,
      headers: init.headers as Record<string, string>,
      body: init.body === undefined ? undefined : JSON.parse(String(init.body)),
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
  return {
    sent,
    /** Steps that nobody asked for. */
    left,
    carrier: esimGoCarrier({
      account: async ({ refresh = false } = {}) => {
        if (unreadable) throw new Error('denied');
        return refresh && freshKey ? { ...ACCOUNT, apiKeys: [freshKey] } : ACCOUNT;
      },
      clock: () => NOW,
      fetch: send,
      callTimeoutMs: 100,
      ...(budget && { budget }),
    }),
  };
};
