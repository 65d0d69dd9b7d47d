import type { ActivationOrder, CarrierSim } from '../../../../shared/carriers/carrier.ts';
import { esimAccessCarrier } from '../../../../shared/carriers/esimaccess/esim-access-carrier.ts';
import type { RateBudget } from '../../../../shared/carriers/shared-state.ts';
import { iccid } from '../../../../shared/domain/values/iccid.ts';
import {
  formatInstant,
  type Instant,
  instant,
  plusMs,
  ROLLING_DAY_MS,
} from '../../../../shared/domain/values/instant.ts';

export const NOW = instant(Date.UTC(2026, 9, 1, 3));
export const END = instant(Date.UTC(2026, 9, 7, 15));
export const GIB = 1_073_741_824;
export const SIM: CarrierSim = { carrierRef: '26042216320015', iccid: iccid('8910300000059824319') };
/** In use, 7 days and 1 GiB, all of it named. */
export const BASELINE = `v1/${GIB}/7/${GIB}/7/${END}/0`;
export const ORDER: ActivationOrder = {
  ...SIM,
  reference: 'MEJP00000001ZZBTQR3RC9NN00YY',
  product: 'TOPUP_CKH179',
  days: 7,
  targetEnd: plusMs(END, 7 * ROLLING_DAY_MS),
  baseline: BASELINE,
};
export const ACCOUNT = {
  accessCode: 'access-1',
  secretKey: 'secret-1',
  apiUrl: 'https://api.esimaccess.com/api/v1/open',
  webhookTokens: ['token-of-the-address'],
};

/** What the network does with one request. */
export type Step = Response | Error | ((request: Sent) => Response | Promise<Response>);

export interface Sent {
  readonly path: string;
  readonly method: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** As it was sent. */
  readonly text: string;
  readonly body: unknown;
  readonly signal: AbortSignal;
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers });

export const ok = (obj: unknown): Response => json({ success: true, errorCode: '0', errorMsg: null, obj });
export const refused = (errorCode: string | null, status = 200): Response =>
  json({ success: false, errorCode, errorMsg: 'text of another system', obj: null }, status);

export const toppedUp = (facts: object = {}): Response =>
  ok({
    transactionId: ORDER.reference,
    iccid: SIM.iccid,
    expiredTime: '2026-10-14T15:00:00+0000',
    totalVolume: 2 * GIB,
    totalDuration: 14,
    orderUsage: 0,
    topUpEsimTranNo: '26100103000001',
    ...facts,
  });

/** As the carrier writes times. */
export const apiTime = (at: Instant): string => formatInstant(at).replace('Z', '+0000');

export const row = (facts: object = {}) => ({
  packageName: 'Japan 1GB 7Days',
  packageCode: 'CKH179',
  slug: 'JP_1_7',
  duration: 7,
  volume: GIB,
  locationCode: 'JP',
  createTime: '2026-09-24T15:00:00+0000',
  esimTranNo: SIM.carrierRef,
  transactionId: 'first-order',
  ...facts,
});

export const esim = (facts: object = {}) => ({
  esimTranNo: SIM.carrierRef,
  orderNo: 'B26042216320015',
  iccid: SIM.iccid,
  smdpStatus: 'ENABLED',
  dataType: 1,
  activateTime: '2026-09-30T15:00:00+0000',
  expiredTime: apiTime(END),
  totalVolume: GIB,
  totalDuration: 7,
  durationUnit: 'DAY',
  orderUsage: 0,
  esimStatus: 'IN_USE',
  packageList: [row()],
  ...facts,
});

export const found = (...esims: readonly object[]): Response =>
  ok({ esimList: esims, pager: { pageSize: 5, pageNum: 1, total: esims.length } });

export const listing = (...packages: readonly object[]): Response => ok({ packageList: packages });
export const offer = (facts: object = {}) => ({
  packageCode: ORDER.product,
  slug: 'JP_1_7',
  price: 11_000,
  currencyCode: 'USD',
  ...facts,
});

/** As undici throws: a TypeError with the reason as its cause. */
export const networkError = (code: string): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });

/** The adapter on a network that does the given steps, in order, and nothing else. */
export const onNetwork = (...steps: readonly Step[]) => withBudget(undefined, ...steps);

export const withBudget = (budget: RateBudget | undefined, ...steps: readonly Step[]) => {
  const sent: Sent[] = [];
  const secrets: boolean[] = [];
  const left = [...steps];
  const send = (async (input: string, init: RequestInit) => {
    const text = String(init.body);
    const request: Sent = {
      path: String(input).replace(ACCOUNT.apiUrl, ''),
      method: init.method,
      headers: init.headers as Record<string, string>,
      text,
      body: JSON.parse(text),
      signal: init.signal as AbortSignal,
    };
    sent.push(request);
    const step = left.shift();
    if (!step) throw new Error(`nothing is told about ${request.path}`);
    if (step instanceof Response) return step;
    if (typeof step === 'function') return step(request);
    throw step;
  }) as typeof fetch;
  return {
    sent,
    /** Each read of the secret; `true` where it had to be fresh. */
    secrets,
    carrier: esimAccessCarrier({
      account: async ({ refresh = false } = {}) => {
        secrets.push(refresh);
        return refresh ? { ...ACCOUNT, secretKey: 'secret-2' } : ACCOUNT;
      },
      clock: () => NOW,
      fetch: send,
      callTimeoutMs: 200,
      ...(budget && { budget }),
    }),
  };
};
