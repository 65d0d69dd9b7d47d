import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ShownSim } from '../../../local/simulators/airalo/control.ts';
import { createAiralo } from '../../../local/simulators/airalo/index.ts';
import type { Order } from '../../../local/simulators/airalo/orders.ts';
import type { Call } from '../../../local/simulators/carrier/calls.ts';
import type { FaultRule } from '../../../local/simulators/carrier/faults.ts';
import { type RunningSimulator, serveSimulator } from '../../../local/simulators/simulator.ts';
import { type AiraloAccount, airaloAccount } from '../../../shared/carriers/airalo/airalo-account.ts';
import { airaloCarrier } from '../../../shared/carriers/airalo/airalo-carrier.ts';
import type { ActivationOrder, Carrier, CarrierSim } from '../../../shared/carriers/carrier.ts';
import type { KeptToken, TokenStore } from '../../../shared/carriers/shared-state.ts';
import { iccid } from '../../../shared/domain/values/iccid.ts';
import { type Instant, instant, plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';

export const ACCOUNT = { clientId: 'client-test', clientSecret: 'secret-test' };
/** Long enough for every answer that comes, short enough to wait for one that does not. */
export const CALL_TIMEOUT_MS = 1_000;
export const PRODUCT = 'moshi-moshi-7days-1gb-topup';
export const DAYS = 7;
/** Far enough ahead that no SIM of a test ends meanwhile. */
export const END = instant(Date.UTC(2031, 9, 1, 15));
export const REFERENCE = 'MEJP00000001ZZBTQR3RC9NN00YY';

const ICCID = iccid('8910300000005271146');
export const SIM: CarrierSim = { carrierRef: ICCID, iccid: ICCID };
export const ORDER: ActivationOrder = {
  ...SIM,
  reference: REFERENCE,
  product: PRODUCT,
  days: DAYS,
  targetEnd: plusMs(END, DAYS * ROLLING_DAY_MS),
};

/** A rule as a person writes it: what has a default may be left out. */
export type Rule = { readonly fault: FaultRule['fault'] } & Readonly<Record<string, unknown>>;

/** What the functions of one account share. A lease is lost when nobody has saved a token for so long. */
const sharedTokens = (): TokenStore & { forget(): void } => {
  let kept: KeptToken | undefined;
  let isLeased = false;
  return {
    read: async () => kept,
    lease: async () => {
      if (isLeased) return false;
      isLeased = true;
      return true;
    },
    save: async (token) => {
      kept = token;
      isLeased = false;
    },
    forget: () => {
      kept = undefined;
      isLeased = false;
    },
  };
};

export type WorldOptions = Partial<Parameters<typeof createAiralo>[0]>;

/** The real adapter and a real simulator on a port of its own. */
export const airaloWorld = async (options: WorldOptions = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'airalo-'));
  let offsetMs = 0;
  const now = (): Instant => instant(Date.now() + offsetMs);
  const serve = (port: number): Promise<RunningSimulator> =>
    serveSimulator(createAiralo({ ...ACCOUNT, ...options }), { port, recordsFile: join(folder, 'airalo.sqlite'), now });
  let simulator = await serve(0);
  const { url } = simulator;
  let clientSecret = ACCOUNT.clientSecret;
  const tokens = sharedTokens();

  const account = async (): Promise<AiraloAccount> =>
    airaloAccount.parse({ ...ACCOUNT, clientSecret, apiUrl: `${url}/v2` });
  const carrier = (): Carrier =>
    airaloCarrier({ account, clock: now, tokens, callTimeoutMs: CALL_TIMEOUT_MS, tokenWaitMs: 20 });

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

  const calls = () => ask<readonly Call[]>('GET', '/_sim/calls');
  const sims = () => ask<readonly ShownSim[]>('GET', '/_sim/sims');

  /** As a client that is not ours talks to the API. */
  const api = async (method: string, path: string, body?: FormData | URLSearchParams | object, token?: string) => {
    const isForm = body instanceof FormData || body instanceof URLSearchParams;
    const response = await fetch(`${url}/v2${path}`, {
      method,
      headers: {
        accept: 'application/json',
        connection: 'close',
        ...(body && !isForm && { 'content-type': 'application/json' }),
        ...(token && { authorization: `Bearer ${token}` }),
      },
      ...(body && { body: isForm ? body : JSON.stringify(body) }),
    });
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      body: (await response.json()) as Record<string, unknown>,
    };
  };

  const signIn = async (): Promise<string> => {
    const form = new URLSearchParams({
      client_id: ACCOUNT.clientId,
      client_secret: ACCOUNT.clientSecret,
      grant_type: 'client_credentials',
    });
    const { body } = await api('POST', '/token', form);
    return (body as { data: { access_token: string } }).data.access_token;
  };

  return {
    url,
    now,
    account,
    carrier: carrier(),
    /** Another function instance: it has no token in memory. */
    anotherCarrier: carrier,
    /** As if nobody had a token yet. */
    forgetToken: tokens.forget,
    ask,
    api,
    signIn,
    putSim: (sim: object = { endsAt: END }, number: string = ICCID) =>
      ask<ShownSim>('PUT', `/_sim/sims/${number}`, sim),
    sim: async (number: string = ICCID) => (await sims()).find(({ iccid }) => iccid === number),
    act: (path: string, body: object = {}, number: string = ICCID) =>
      ask<ShownSim>('POST', `/_sim/sims/${number}/${path}`, body),
    orders: () => ask<readonly Order[]>('GET', '/_sim/orders'),
    float: async () => (await ask<{ amount: number }>('GET', '/_sim/float')).amount,
    setFloat: (amount: number) => ask('PUT', '/_sim/float', { amount }),
    faults: (...rules: readonly Rule[]) => ask<readonly FaultRule[]>('PUT', '/_sim/faults', rules),
    calls,
    /** What was called, in order, without the SIM. */
    endpoints: async () => (await calls()).map(({ path }) => path.replace('/v2', '').replace(/\/sims\/[^/]+/, '')),
    jump: (ms: number) => {
      offsetMs += ms;
    },
    useSecret: (secret: string) => {
      clientSecret = secret;
    },
    stop: () => simulator.close(),
    start: async () => {
      simulator = await serve(Number(new URL(url).port));
    },
    close: async () => {
      await simulator.close();
      await rm(folder, { recursive: true });
    },
  };
};

export type AiraloWorld = Awaited<ReturnType<typeof airaloWorld>>;

export const multipart = (fields: Readonly<Record<string, string>>): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
};
