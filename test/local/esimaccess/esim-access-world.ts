import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Call } from '../../../local/simulators/carrier/calls.ts';
import type { FaultRule } from '../../../local/simulators/carrier/faults.ts';
import { createEsimAccess } from '../../../local/simulators/esimaccess/index.ts';
import { type RunningSimulator, serveSimulator } from '../../../local/simulators/simulator.ts';
import type { ActivationOrder, Carrier, CarrierSim } from '../../../shared/carriers/carrier.ts';
import { esimAccessCarrier } from '../../../shared/carriers/esimaccess/esim-access-carrier.ts';
import { signedHeaders } from '../../../shared/carriers/esimaccess/esim-access-signature.ts';
import { esimAccessWebhook } from '../../../shared/carriers/esimaccess/esim-access-webhook.ts';
import type { RateBudget } from '../../../shared/carriers/shared-state.ts';
import type { CarrierNotice } from '../../../shared/carriers/webhook.ts';
import { iccid } from '../../../shared/domain/values/iccid.ts';
import { type Instant, instant, plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { Refusal } from '../../../shared/errors.ts';

export const KEYS = { accessCode: 'access-test', secretKey: 'secret-test' };
export const TOKEN = 'token-of-the-webhook-address';
/** Long enough for every answer that comes, short enough to wait for one that does not. */
export const CALL_TIMEOUT_MS = 1_000;
export const SIM: CarrierSim = { carrierRef: '26042216320015', iccid: iccid('8910300000059824319') };
export const PRODUCT = 'TOPUP_CKH179';
export const DAYS = 7;
export const PRICE = 11_000;
export const GIB = 1_073_741_824;

/** A rule as a person writes it: what has a default may be left out. */
export type Rule = { readonly fault: string } & Readonly<Record<string, unknown>>;

export interface ShownSim {
  readonly carrierRef: string;
  readonly iccid: string;
  readonly endsAt: number | null;
  readonly changes: number;
  readonly status: string;
  readonly totalVolume: number;
  readonly orderUsage: number;
  readonly packages: readonly { readonly transactionId: string; readonly esimTranNo: string }[];
}

/** What the webhook address has received, as our receiver understood it. */
type Received = readonly CarrierNotice[] | { readonly refused: string };

/** A server that does with deliveries what the webhook function does. */
const serveReceiver = async () => {
  const received: Received[] = [];
  const receiver = esimAccessWebhook({
    account: async () => ({ ...KEYS, apiUrl: 'https://unused.invalid', webhookTokens: [TOKEN] }),
  });
  const receive = async (request: IncomingMessage): Promise<number> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', 'http://receiver');
    try {
      received.push(
        await receiver.receive({
          method: request.method ?? '',
          headers: {},
          body: Buffer.concat(chunks),
          query: Object.fromEntries(url.searchParams),
          receivedAt: instant(Date.now()),
        }),
      );
      return 200;
    } catch (error) {
      received.push({ refused: error instanceof Refusal ? error.code : 'defect' });
      return 401;
    }
  };
  const server = createServer(async (request, response) => {
    const status = await receive(request);
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    received,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?token=${TOKEN}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** The real adapter, a real simulator on a port of its own, and a webhook address. */
export const esimAccessWorld = async ({ requestsPerSecond = 1_000 }: { readonly requestsPerSecond?: number } = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'esimaccess-'));
  let offsetMs = 0;
  const now = (): Instant => instant(Date.now() + offsetMs);
  const receiver = await serveReceiver();
  const serve = (port: number): Promise<RunningSimulator> =>
    serveSimulator(createEsimAccess({ ...KEYS, webhookUrl: () => receiver.url, requestsPerSecond }), {
      port,
      recordsFile: join(folder, 'esimaccess.sqlite'),
      now,
    });
  let simulator = await serve(0);
  const { url } = simulator;
  let keys = KEYS;

  const carrierWith = (deps: { readonly budget?: RateBudget } = {}): Carrier =>
    esimAccessCarrier({
      account: async () => ({ ...keys, apiUrl: `${url}/api/v1/open`, webhookTokens: [TOKEN] }),
      clock: now,
      callTimeoutMs: CALL_TIMEOUT_MS,
      ...deps,
    });
  const carrier = carrierWith();

  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${url}${path}`, {
      method,
      // A kept connection would not survive the restarts.
      headers: { 'content-type': 'application/json', connection: 'close' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };

  const sims = (): Promise<readonly ShownSim[]> => ask('GET', '/_sim/sims');
  const calls = () => ask<readonly Call[]>('GET', '/_sim/calls');

  return {
    url,
    now,
    carrier,
    carrierWith,
    ask,
    /** As a client that is not ours talks to the API. */
    api: async (path: string, body: string, headers: Readonly<Record<string, string>> = {}, method = 'POST') => {
      const requestId = '4ce9d9cd-ac9e-4e17-b3a2-c66c358c1ce2';
      const response = await fetch(`${url}/api/v1/open${path}`, {
        method,
        headers: { connection: 'close', ...signedHeaders(KEYS, { body, sentAt: now(), requestId }), ...headers },
        ...(method !== 'GET' && { body }),
      });
      return (await response.json()) as {
        readonly success: boolean;
        readonly errorCode: string;
        readonly obj: Readonly<Record<string, unknown>> | null;
      };
    },
    putSim: ({ carrierRef, iccid }: CarrierSim, facts: object = {}) =>
      ask<ShownSim>('PUT', `/_sim/sims/${carrierRef}`, { iccid, endsAt: null, ...facts }),
    sim: async ({ carrierRef }: CarrierSim) => (await sims()).find((sim) => sim.carrierRef === carrierRef),
    use: ({ carrierRef }: CarrierSim, bytes: number) =>
      ask<ShownSim>('POST', `/_sim/sims/${carrierRef}/usage`, { bytes }),
    faults: (...rules: readonly Rule[]) => ask<readonly FaultRule[]>('PUT', '/_sim/faults', rules),
    calls,
    /** The end of each path that was called, in order. */
    paths: async () => (await calls()).map(({ path }) => path.replace('/api/v1/open', '')),
    received: receiver.received,
    jump: (ms: number) => {
      offsetMs += ms;
    },
    useKeys: (changed: typeof KEYS) => {
      keys = changed;
    },
    /** An order as the activation worker makes it: what is there before is read first. */
    order: async (facts: Partial<ActivationOrder> = {}): Promise<ActivationOrder> => {
      const plain: ActivationOrder = {
        ...SIM,
        reference: 'MEJP00000001ZZBTQR3RC9NN00YY',
        product: PRODUCT,
        days: DAYS,
        targetEnd: plusMs(now(), DAYS * ROLLING_DAY_MS),
        ...facts,
      };
      const read = await carrier.baseline?.(plain);
      if (read?.kind !== 'baseline') throw new Error('no baseline');
      return { ...plain, baseline: read.baseline };
    },
    stop: () => simulator.close(),
    start: async () => {
      simulator = await serve(Number(new URL(url).port));
    },
    close: async () => {
      await simulator.close();
      await receiver.close();
      await rm(folder, { recursive: true });
    },
  };
};

export type EsimAccessWorld = Awaited<ReturnType<typeof esimAccessWorld>>;
