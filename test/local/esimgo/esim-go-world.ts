import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Call } from '../../../local/simulators/carrier/calls.ts';
import type { FaultRule } from '../../../local/simulators/carrier/faults.ts';
import { createEsimGo } from '../../../local/simulators/esimgo/index.ts';
import type { BundleState } from '../../../local/simulators/esimgo/timeline.ts';
import { type RunningSimulator, serveSimulator } from '../../../local/simulators/simulator.ts';
import type { ActivationOrder, Carrier, CarrierSim } from '../../../shared/carriers/carrier.ts';
import { esimGoCarrier } from '../../../shared/carriers/esimgo/esim-go-carrier.ts';
import type { CarrierRequest } from '../../../shared/carriers/webhook.ts';
import { iccid } from '../../../shared/domain/values/iccid.ts';
import { type Instant, instant, plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';

export const API_KEY = 'key-of-the-organisation';
/** Long enough for every answer that comes, short enough to wait for one that does not. */
export const CALL_TIMEOUT_MS = 1_000;
/** When every world begins. */
export const START = instant(Date.UTC(2031, 8, 20, 9));
export const PRODUCT = 'esim_1GB_7D_JP_V2';
export const DAYS = 7;

/** A rule as a person writes it: what has a default may be left out. */
export type Rule = { readonly fault: FaultRule['fault'] } & Readonly<Record<string, unknown>>;

export interface ShownSim {
  readonly carrierRef: string;
  readonly iccid: string;
  readonly endsAt: number | null;
  readonly changes: number;
  readonly returned: boolean;
  readonly bundles: readonly { readonly id: string; readonly state: BundleState; readonly endsAt: number | null }[];
}

/** Takes callbacks; answers them with the status that was set last. */
const openInbox = async (receivedAt: () => Instant) => {
  const requests: CarrierRequest[] = [];
  let status = 200;
  let wake = (): void => {};
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      requests.push({
        method: request.method ?? '',
        headers,
        body: Buffer.concat(chunks),
        query: {},
        receivedAt: receivedAt(),
      });
      response.writeHead(status).end();
      wake();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
    requests,
    answerWith: (next: number) => {
      status = next;
    },
    /** Waits until so many have come in all; the test's own deadline ends a wait for what never comes. */
    until: async (count: number): Promise<readonly CarrierRequest[]> => {
      while (requests.length < count)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      return requests;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

/** The real adapter and a real simulator on a port of its own, on a clock that stands still unless it is moved. */
export const esimGoWorld = async (config: Partial<Parameters<typeof createEsimGo>[0]> = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'esimgo-'));
  let at: Instant = START;
  const now = (): Instant => at;
  const inbox = await openInbox(now);
  const create = createEsimGo({ apiKey: API_KEY, callbackUrl: () => inbox.url, ...config });
  const serve = (port: number): Promise<RunningSimulator> =>
    serveSimulator(create, { port, recordsFile: join(folder, 'esimgo.sqlite'), now });
  let simulator = await serve(0);
  const { url } = simulator;

  const carrierWith = (...apiKeys: readonly string[]): Carrier =>
    esimGoCarrier({
      account: async () => ({ apiKeys: [...apiKeys], apiUrl: `${url}/v2.5` }),
      clock: now,
      callTimeoutMs: CALL_TIMEOUT_MS,
    });
  const carrier = carrierWith(API_KEY);

  const request = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      // A kept connection would not survive the restarts.
      headers: { 'content-type': 'application/json', connection: 'close', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  };

  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const { status, text } = await request(method, path, body);
    if (status !== 200) throw new Error(`${method} ${path}: ${status} ${text}`);
    return JSON.parse(text) as T;
  };

  let count = 0;

  return {
    url,
    now,
    carrier,
    carrierWith,
    inbox,
    ask,
    newSim: async (endsAt: Instant | null, more: object = {}): Promise<CarrierSim> => {
      count += 1;
      const id = iccid(`89445385320081${String(60_000 + count)}`);
      await ask('PUT', `/_sim/sims/${id}`, { iccid: id, endsAt, ...more });
      return { carrierRef: id, iccid: id };
    },
    sim: async ({ carrierRef }: CarrierSim): Promise<ShownSim> => {
      const sims = await ask<readonly ShownSim[]>('GET', '/_sim/sims');
      return sims.find((sim) => sim.carrierRef === carrierRef) as ShownSim;
    },
    /** As the activation worker prepares it. */
    order: async (sim: CarrierSim, more: Partial<ActivationOrder> = {}): Promise<ActivationOrder> => {
      const plain: ActivationOrder = {
        ...sim,
        reference: 'MEJP00000001ZZBTQR3RC9NN00YY',
        product: PRODUCT,
        days: DAYS,
        targetEnd: plusMs(at, DAYS * ROLLING_DAY_MS),
        maxCost: { amountE4: 50_000, currency: 'USD' },
        ...more,
      };
      const read = await carrier.baseline?.(plain);
      if (read?.kind !== 'baseline') throw new Error(JSON.stringify(read));
      return { ...plain, baseline: read.baseline };
    },
    use: (sim: CarrierSim, bytes: number) => ask<ShownSim>('POST', `/_sim/sims/${sim.carrierRef}/usage`, { bytes }),
    fire: (sim: CarrierSim, alertType: string) => ask('POST', `/_sim/sims/${sim.carrierRef}/callbacks`, { alertType }),
    organisation: (change: object = {}) => ask<{ readonly balance: number }>('PUT', '/_sim/organisation', change),
    faults: (...rules: readonly Rule[]) => ask<readonly FaultRule[]>('PUT', '/_sim/faults', rules),
    webhookFaults: (faults: object) => ask('PUT', '/_sim/webhook-faults', faults),
    calls: () => ask<readonly Call[]>('GET', '/_sim/calls'),
    jump: (ms: number) => {
      at = plusMs(at, ms);
    },
    /** As a client that is not ours talks to the API. */
    api: async (
      method: string,
      path: string,
      body?: unknown,
      headers: Record<string, string> = { 'x-api-key': API_KEY },
    ) => {
      const { status, text } = await request(method, `/v2.5${path}`, body, headers);
      return { status, text, body: JSON.parse(text) as Record<string, unknown> };
    },
    page: async () => (await request('GET', '/')).text,
    stop: () => simulator.close(),
    start: async () => {
      simulator = await serve(Number(new URL(url).port));
    },
    close: async () => {
      await simulator.close();
      await inbox.close();
      await rm(folder, { recursive: true });
    },
  };
};

export type EsimGoWorld = Awaited<ReturnType<typeof esimGoWorld>>;
