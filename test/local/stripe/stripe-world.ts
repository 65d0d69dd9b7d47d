import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { type RunningSimulator, serveSimulator } from '../../../local/simulators/simulator.ts';
import { createStripe } from '../../../local/simulators/stripe/index.ts';
import { paymentReference, renewalId } from '../../../shared/domain/values/ids.ts';
import { instant } from '../../../shared/domain/values/instant.ts';
import { money } from '../../../shared/domain/values/money.ts';
import type { PaymentOrder, SignedRequest } from '../../../shared/payments/provider.ts';
import { stripeProvider } from '../../../shared/payments/stripe/stripe-provider.ts';

export const SECRET_KEY = 'sk_test_simulated';
const WEBHOOK_SECRET = 'whsec_simulated';
const DEADLINE_MS = 10_000;

export const CARDS = {
  good: '4242 4242 4242 4242',
  noFunds: '4000000000009995',
  expired: '4000000000000069',
  declined: '4000000000000002',
  threeDSecure: '4000002760003184',
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
  readonly declines: number;
  readonly refundedMinor: number;
  readonly refunds: readonly { readonly amountMinor: number; readonly status: string }[];
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
  const provider = stripeProvider({
    account: async () => ({ secretKey: SECRET_KEY, webhookSecrets: [WEBHOOK_SECRET], apiUrl: url }),
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

  return {
    url,
    provider,
    endpoint,
    ask,
    faults: (faults: object) => ask('PUT', '/_sim/faults', { retryBaseMs: 20, ...faults }),
    pay: (sessionId: string, card: string, authenticate?: 'approve' | 'fail') =>
      ask<{ status: string }>('POST', `/_sim/sessions/${sessionId}/pay`, {
        card,
        ...(authenticate && { authenticate }),
      }),
    payments: () => ask<readonly PaymentState[]>('GET', '/_sim/payments'),
    deliveries: () => ask<readonly Delivery[]>('GET', '/_sim/deliveries'),
    /** What the adapter makes of everything that has arrived, in order. */
    notices: async () => (await Promise.all(endpoint.received.map((request) => provider.verify(request)))).flat(),
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
    received.push({ headers, body: Buffer.concat(chunks), receivedAt: instant(signedAt * 1_000) });
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
export const anOrder = (amountMinor = 1980, language = 'zh-CN'): PaymentOrder => {
  orders += 1;
  return {
    reference: paymentReference(renewalId(`0123456789AB${String(orders).padStart(16, '0')}`), 1),
    amount: money(amountMinor, 'JPY'),
    method: 'card',
    description: '日本 <5> 天',
    language,
    returnUrl: 'http://127.0.0.1:4242/?renewal=0123456789AB',
  };
};

/** @throws Error that shows what was seen last when the condition does not come true in time */
export const eventually = async <T>(look: () => T | Promise<T>, holds: (seen: T) => boolean): Promise<T> => {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`not within ${DEADLINE_MS} ms: ${JSON.stringify(seen)}`);
    await wait(10);
  }
};
