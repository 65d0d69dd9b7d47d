import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createPaypal } from '../../../local/simulators/paypal/index.ts';
import { newSigningChain } from '../../../local/simulators/paypal/signing-chain.ts';
import { type RunningSimulator, serveSimulator } from '../../../local/simulators/simulator.ts';
import { paymentReference, renewalId } from '../../../shared/domain/values/ids.ts';
import { instant } from '../../../shared/domain/values/instant.ts';
import { money } from '../../../shared/domain/values/money.ts';
import { paypalAccount } from '../../../shared/payments/paypal/paypal-account.ts';
import { paypalProvider } from '../../../shared/payments/paypal/paypal-provider.ts';
import { paypalWebhook } from '../../../shared/payments/paypal/paypal-webhook.ts';
import type { PaymentOrder } from '../../../shared/payments/provider.ts';
import type { PaymentNotice, SignedRequest } from '../../../shared/payments/webhook.ts';
import { eventually } from '../payments/eventually.ts';

export const CLIENT = { clientId: 'simulated-client', clientSecret: 'simulated-secret' } as const;
const WEBHOOK_ID = '5GP028458E2496506';
/** Three keys of RSA: made once for all tests of a file. */
const signing = newSigningChain();

export interface Delivery {
  readonly eventId: string;
  readonly type: string;
  readonly state: string;
  readonly transmissionId: string;
  readonly tries: readonly { readonly status: number | null }[];
}

export interface PaymentState {
  readonly sessionId: string;
  readonly reference: string;
  readonly status: string;
  readonly captureId: string | null;
  readonly captureStatus: string | null;
  readonly receivedMinor: number;
  readonly declined: boolean;
  readonly refundedMinor: number;
  readonly refunds: readonly { readonly id: string; readonly amountMinor: number; readonly status: string }[];
  readonly disputes: readonly { readonly id: string; readonly outcome: string | null }[];
}

/** The real adapter, a real simulator on a port of its own, and an endpoint that takes webhooks. */
export const paypalWorld = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'paypal-'));
  let offsetMs = 0;
  const now = () => instant(Date.now() + offsetMs);
  const endpoint = await webhookEndpoint(now);
  const serve = (port: number): Promise<RunningSimulator> =>
    serveSimulator(createPaypal({ ...CLIENT, webhookUrl: () => endpoint.url, webhookId: WEBHOOK_ID, signing }), {
      port,
      recordsFile: join(folder, 'paypal.sqlite'),
      now,
    });
  let simulator = await serve(0);
  const { url } = simulator;
  const configured = paypalAccount.parse({
    clientId: CLIENT.clientId,
    clientSecrets: [CLIENT.clientSecret],
    webhookIds: [WEBHOOK_ID],
    environment: 'sandbox',
    apiUrl: url,
    merchantId: 'S2MPQ2RSTUVWX',
    trustRootsPem: [signing.rootPem],
  });
  const account = async () => configured;
  const provider = paypalProvider({ account, clock: now });
  const receiver = paypalWebhook({ account, clock: now });

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
  const payments = () => ask<readonly PaymentState[]>('GET', '/_sim/payments');
  const types = () => endpoint.received.map(({ body }): string => JSON.parse(body.toString()).event_type);

  return {
    url,
    provider,
    receiver,
    endpoint,
    ask,
    now,
    payments,
    types,
    faults: (faults: object) => ask('PUT', '/_sim/faults', { retryBaseMs: 20, ...faults }),
    pay: (sessionId: string, instrument: 'balance' | 'declined_card' = 'balance') =>
      ask<{ status: string; redirectUrl: string }>('POST', `/_sim/sessions/${sessionId}/pay`, { instrument }),
    decide: (sessionId: string, path: string, body: object = {}) =>
      ask<PaymentState>('POST', `/_sim/sessions/${sessionId}/${path}`, body),
    paymentOf: async ({ reference }: { readonly reference: string }): Promise<PaymentState> => {
      const found = (await payments()).find((each) => each.reference === reference);
      if (!found) throw new Error(`no payment for ${reference}`);
      return found;
    },
    deliveries: () => ask<readonly Delivery[]>('GET', '/_sim/deliveries'),
    /** What the adapter makes of everything that has arrived, in order. */
    notices: async (): Promise<readonly PaymentNotice[]> => {
      const told: PaymentNotice[] = [];
      for (const request of endpoint.received) told.push(...(await receiver.receive(request)));
      return told;
    },
    /** Waits until an event of this type has arrived. */
    arrived: (type: string) => eventually(types, (seen) => seen.includes(type)),
    jump: (ms: number) => {
      offsetMs += ms;
    },
    stop: () => simulator.close(),
    /** While it is stopped: loses all records of a kind, as if they had not been written before the end. */
    forget: (kind: 'delivery' | 'faults' | 'token') => {
      const database = new DatabaseSync(join(folder, 'paypal.sqlite'));
      database.prepare('DELETE FROM record WHERE kind = ?').run(kind);
      database.close();
    },
    start: async () => {
      simulator = await serve(Number(new URL(url).port));
    },
    close: async () => {
      await simulator.close();
      await endpoint.close();
      await rm(folder, { recursive: true });
    },
  };
};

export type PaypalWorld = Awaited<ReturnType<typeof paypalWorld>>;

const webhookEndpoint = async (now: () => ReturnType<typeof instant>) => {
  const received: SignedRequest[] = [];
  const state = { status: 200 };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const { pathname: path } = new URL(request.url ?? '/', 'http://endpoint');
    received.push({ headers, body: Buffer.concat(chunks), path, receivedAt: now() });
    response.writeHead(state.status).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/webhooks/paypal`,
    received,
    answerWith: (status: number) => {
      state.status = status;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

let orders = 0;
export const anOrder = (more: Partial<PaymentOrder> = {}): PaymentOrder => {
  orders += 1;
  return {
    reference: paymentReference(renewalId(`0123456789AB${String(orders).padStart(16, '0')}`), 1),
    key: `key-${orders}`,
    amount: money(1980, 'JPY'),
    method: 'paypal',
    description: '日本 <5> 天',
    language: 'zh-CN',
    returnUrl: 'http://127.0.0.1:4242/?renewal=0123456789AB',
    ...more,
  };
};
