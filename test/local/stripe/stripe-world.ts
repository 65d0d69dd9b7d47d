import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type RunningSimulator, serveSimulator } from '../../../local/simulators/simulator.ts';
import { createStripe } from '../../../local/simulators/stripe/index.ts';
import type { PaymentMethod } from '../../../shared/domain/payment/payment.ts';
import { paymentReference, renewalId } from '../../../shared/domain/values/ids.ts';
import { instant } from '../../../shared/domain/values/instant.ts';
import { money } from '../../../shared/domain/values/money.ts';
import type { PaymentOrder } from '../../../shared/payments/provider.ts';
import { stripeProvider } from '../../../shared/payments/stripe/stripe-provider.ts';
import { stripeWebhook } from '../../../shared/payments/stripe/stripe-webhook.ts';
import type { PaymentNotice, SignedRequest } from '../../../shared/payments/webhook.ts';
import { eventually } from '../payments/eventually.ts';

export const SECRET_KEY = 'sk_test_simulated';
const WEBHOOK_SECRET = 'whsec_simulated';

export const CARDS = {
  good: '4242 4242 4242 4242',
  noFunds: '4000000000009995',
  expired: '4000000000000069',
  declined: '4000000000000002',
  threeDSecure: '4000002760003184',
  processingError: '4000000000000119',
  disputed: '4000000000000259',
  inquiry: '4000000000001976',
} as const;

export interface Delivery {
  readonly eventId: string;
  readonly type: string;
  readonly state: string;
  readonly tries: readonly { readonly status: number | null }[];
}

export interface PaymentState {
  readonly sessionId: string;
  readonly reference: string;
  readonly status: string;
  readonly intentId: string | null;
  readonly intentStatus: string | null;
  readonly receivedMinor: number;
  readonly declines: number;
  readonly refundedMinor: number;
  readonly refunds: readonly { readonly id: string; readonly amountMinor: number; readonly status: string }[];
  readonly disputes: readonly { readonly id: string; readonly amountMinor: number; readonly status: string }[];
}

/** The real adapter, a real simulator on a port of its own, and an endpoint that takes webhooks. */
export const stripeWorld = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stripe-'));
  const endpoint = await webhookEndpoint();
  let offsetMs = 0;
  const serve = (port: number): Promise<RunningSimulator> =>
    serveSimulator(
      createStripe({ secretKey: SECRET_KEY, webhookSecret: WEBHOOK_SECRET, webhookUrl: () => endpoint.url }),
      { port, recordsFile: join(folder, 'stripe.sqlite'), now: () => Date.now() + offsetMs },
    );
  let simulator = await serve(0);
  const { url } = simulator;
  const account = async () => ({ secretKey: SECRET_KEY, webhookSecrets: [WEBHOOK_SECRET], apiUrl: url });
  const provider = stripeProvider({ account });
  const receiver = stripeWebhook({ account });

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
  /** What the adapter makes of everything that has arrived, in order. */
  const notices = async () => (await Promise.all(endpoint.received.map((request) => receiver.receive(request)))).flat();
  const types = () => endpoint.received.map(({ body }): string => JSON.parse(body.toString()).type);

  return {
    url,
    provider,
    receiver,
    endpoint,
    ask,
    faults: (faults: object) => ask('PUT', '/_sim/faults', { retryBaseMs: 20, ...faults }),
    pay: (sessionId: string, card: string, authenticate?: 'approve' | 'fail') =>
      ask<{ status: string }>('POST', `/_sim/sessions/${sessionId}/pay`, {
        card,
        ...(authenticate && { authenticate }),
      }),
    payWith: (sessionId: string, method: string, answer?: 'approve' | 'decline' | 'later') =>
      ask<{ status: string }>('POST', `/_sim/sessions/${sessionId}/pay`, { method, ...(answer && { answer }) }),
    settle: (sessionId: string, outcome: 'paid' | 'failed') =>
      ask<{ status: string }>('POST', `/_sim/sessions/${sessionId}/settle`, { outcome }),
    payments,
    paymentOf: async ({ reference }: { readonly reference: string }): Promise<PaymentState> => {
      const found = (await payments()).find((each) => each.reference === reference);
      if (!found) throw new Error(`no payment for ${reference}`);
      return found;
    },
    now: () => instant(Date.now() + offsetMs),
    deliveries: () => ask<readonly Delivery[]>('GET', '/_sim/deliveries'),
    notices,
    types,
    /** Waits for so many deliveries in all. */
    arrived: (count: number) => eventually(types, (seen) => seen.length >= count),
    /** What the deliveries from the `from`th on say. */
    reportsFrom: async (from: number): Promise<readonly PaymentNotice['report'][]> => {
      const told = await Promise.all(endpoint.received.slice(from).map((request) => receiver.receive(request)));
      return told.flat().map(({ report }) => report);
    },
    jump: (ms: number) => {
      offsetMs += ms;
    },
    stop: () => simulator.close(),
    /** While it is stopped: loses all records of a kind, as if they had not been written before the end. */
    forget: (kind: 'delivery' | 'idempotency' | 'faults') => {
      const database = new DatabaseSync(join(folder, 'stripe.sqlite'));
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

export type StripeWorld = Awaited<ReturnType<typeof stripeWorld>>;

const webhookEndpoint = async () => {
  const received: SignedRequest[] = [];
  const state = { status: 200 };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const signedAt = Number(/t=(\d+)/.exec(headers['stripe-signature'] ?? '')?.[1]);
    const { pathname: path } = new URL(request.url ?? '/', 'http://endpoint');
    received.push({ headers, body: Buffer.concat(chunks), path, receivedAt: instant(signedAt * 1_000) });
    response.writeHead(state.status).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/webhooks/stripe`,
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
export const anOrder = (amountMinor = 1980, language = 'zh-CN', method: PaymentMethod = 'card'): PaymentOrder => {
  orders += 1;
  return {
    reference: paymentReference(renewalId(`0123456789AB${String(orders).padStart(16, '0')}`), 1),
    key: `key-${orders}`,
    amount: money(amountMinor, 'JPY'),
    method,
    description: '日本 <5> 天',
    language,
    returnUrl: 'http://127.0.0.1:4242/?renewal=0123456789AB',
  };
};
