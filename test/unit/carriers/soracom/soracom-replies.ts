import type { ActivationOrder } from '../../../../shared/carriers/carrier.ts';
import { soracomCarrier } from '../../../../shared/carriers/soracom/soracom-carrier.ts';
import { iccid } from '../../../../shared/domain/values/iccid.ts';
import { instant } from '../../../../shared/domain/values/instant.ts';

export const NOW = instant(Date.UTC(2026, 9, 1, 3));
export const TARGET = instant(Date.UTC(2026, 9, 7, 15));
/** When the SIM ends before anything is done. */
export const END = instant(Date.UTC(2026, 9, 4, 15));
export const ORDER: ActivationOrder = {
  carrierRef: '8942310000000000000',
  iccid: iccid('8942310000000000000'),
  reference: 'MEJP00000001ZZBTQR3RC9NN00YY',
  product: 'days-3',
  days: 3,
  targetEnd: TARGET,
};
export const ACCOUNT = {
  authKeyId: 'keyId-1',
  authKey: 'secret-1',
  apiUrl: 'https://api.soracom.io/v1',
  webhookTokens: [],
};

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

export const token = (name = 'one'): Response => json({ apiKey: `key-${name}`, token: `token-${name}`, userName: 'u' });

export const sim = (facts: object = {}): Response =>
  json({ simId: ORDER.carrierRef, status: 'active', expiryTime: TARGET, lastModifiedTime: NOW, ...facts });

/** The SIM as it is found before it is changed. */
export const found = (facts: object = {}): Response => sim({ expiryTime: END, ...facts });

/** Profiles as the API shows them, under their ICCIDs. */
export const profiles = (...iccids: readonly string[]) => ({
  activeProfileId: iccids[0],
  profiles: Object.fromEntries(iccids.map((each) => [each, { iccid: each, primaryImsi: '295050000000000' }])),
});

/** As undici throws: a TypeError with the reason as its cause. */
export const networkError = (code: string): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });

/** The adapter on a network that does the given steps, in order, and nothing else. */
export const onNetwork = (...steps: readonly Step[]) => {
  const sent: Sent[] = [];
  const secrets: boolean[] = [];
  const left = [...steps];
  let now = NOW;
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
    /** Each read of the secret; `true` where it had to be fresh. */
    secrets,
    send,
    jump: (ms: number) => {
      now = instant(now + ms);
    },
    carrier: soracomCarrier({
      account: async ({ refresh = false } = {}) => {
        secrets.push(refresh);
        return refresh ? { ...ACCOUNT, authKey: 'secret-2' } : ACCOUNT;
      },
      clock: () => now,
      fetch: send,
      callTimeoutMs: 200,
    }),
  };
};
