import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Call } from '../../../local/simulators/carrier/calls.ts';
import type { FaultRule } from '../../../local/simulators/carrier/faults.ts';
import { type RunningSimulator, serveSimulator } from '../../../local/simulators/simulator.ts';
import { createSoracom } from '../../../local/simulators/soracom/index.ts';
import type { Sim } from '../../../local/simulators/soracom/sim.ts';
import type { ActivationOrder, Carrier } from '../../../shared/carriers/carrier.ts';
import { soracomCarrier } from '../../../shared/carriers/soracom/soracom-carrier.ts';
import { type Iccid, iccid } from '../../../shared/domain/values/iccid.ts';
import { type Instant, instant } from '../../../shared/domain/values/instant.ts';

const ACCOUNT = { authKeyId: 'keyId-test', authKey: 'secret-test' };
/** What the event handler of the simulated operator shows. */
export const TOKEN = 'token-of-the-event-handler';
/** Long enough for every answer that comes, short enough to wait for one that does not. */
export const CALL_TIMEOUT_MS = 1_000;

export type ShownSim = Omit<Sim, 'before'> & {
  readonly carrierRef: string;
  readonly endsAt: number | null;
  readonly canConnect: boolean;
};

/** `sim-7` is on a card that ends with a 7. */
export const iccidOf = (simId: string): Iccid => iccid(`89811000${simId.replace(/\D/g, '').padStart(11, '0')}`);

export const orderFor = (simId: string, targetEnd: Instant): ActivationOrder => ({
  carrierRef: simId,
  iccid: iccidOf(simId),
  reference: 'MEJP00000001ZZBTQR3RC9NN00YY',
  product: 'days-3',
  days: 3,
  targetEnd,
});

/** A rule as a person writes it: what has a default may be left out. */
export type Rule = { readonly fault: FaultRule['fault'] } & Readonly<Record<string, unknown>>;

/** The real adapter and a real simulator on a port of its own. */
export const soracomWorld = async ({ webhookUrl }: { readonly webhookUrl?: string } = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'soracom-'));
  let offsetMs = 0;
  const now = (): Instant => instant(Date.now() + offsetMs);
  const serve = (port: number): Promise<RunningSimulator> =>
    serveSimulator(
      createSoracom({ ...ACCOUNT, ...(webhookUrl && { webhook: { url: () => webhookUrl, token: TOKEN } }) }),
      { port, recordsFile: join(folder, 'soracom.sqlite'), now },
    );
  let simulator = await serve(0);
  const { url } = simulator;
  let authKey = ACCOUNT.authKey;

  const carrier = (): Carrier =>
    soracomCarrier({
      account: async () => ({ ...ACCOUNT, authKey, apiUrl: `${url}/v1`, webhookTokens: [TOKEN] }),
      clock: now,
      callTimeoutMs: CALL_TIMEOUT_MS,
    });

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

  return {
    url,
    now,
    carrier: carrier(),
    /** Another function instance: it has no token yet. */
    anotherCarrier: carrier,
    ask,
    putSim: (simId: string, sim: object = {}) =>
      ask<ShownSim>('PUT', `/_sim/sims/${simId}`, { iccid: iccidOf(simId), ...sim }),
    sim: async (simId: string) => (await sims()).find((sim) => sim.simId === simId),
    faults: (...rules: readonly Rule[]) => ask<readonly FaultRule[]>('PUT', '/_sim/faults', rules),
    calls: () => ask<readonly Call[]>('GET', '/_sim/calls'),
    /** The last part of the path of each call, in order. */
    endpoints: async () =>
      (await ask<readonly Call[]>('GET', '/_sim/calls')).map(({ path, carrierRef }) =>
        path.replace(`/v1/sims/${carrierRef}`, '').replace('/v1', ''),
      ),
    jump: (ms: number) => {
      offsetMs += ms;
    },
    useKey: (key: string) => {
      authKey = key;
    },
    /** As a client that is not ours talks to the API. */
    api: async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
      const response = await fetch(`${url}/v1${path}`, {
        method,
        headers: { 'content-type': 'application/json', connection: 'close', ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    signIn: async (tokenTimeoutSeconds?: number) => {
      const response = await fetch(`${url}/v1/auth`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', connection: 'close' },
        body: JSON.stringify({ ...ACCOUNT, ...(tokenTimeoutSeconds && { tokenTimeoutSeconds }) }),
      });
      const { apiKey, token } = (await response.json()) as { apiKey: string; token: string };
      return { 'x-soracom-api-key': apiKey, 'x-soracom-token': token };
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

export type SoracomWorld = Awaited<ReturnType<typeof soracomWorld>>;
