import { randomUUID } from 'node:crypto';
import { eventually } from '../../local/eventually.ts';
import type { Endpoints } from '../../local/ports.ts';
import type { LineSpec } from '../../local/seed/lines.ts';
import { expectDocumented } from '../documented/documented.ts';

type Provider = 'stripe' | 'paypal';
export type SimulatedCarrier = 'soracom' | 'airalo' | 'esimaccess' | 'esimgo';

/** How long anything may take that happens by itself. */
export const WITHIN_MS = 30_000;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by tests only, as deep as each of them needs
  readonly body: any;
}

/** What only the gateway of our HTTP API adds to answers: it tells them from those of everybody else. */
const OURS = 'apigw-requestid';

/** Every answer of our API is compared with the OpenAPI document, whatever else a test expects of it. */
export const call = async (url: string, init: RequestInit = {}): Promise<Answer> => {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const { status, headers } = response;
  const text = await response.text();
  const isJson = /json/.test(headers.get('content-type') ?? '');
  const body = isJson && text !== '' ? JSON.parse(text) : text;
  if (headers.has(OURS)) {
    const header = (name: string) => headers.get(name) ?? undefined;
    expectDocumented(init.method ?? 'GET', new URL(url).pathname, { status, header, body });
  }
  return { status, headers, body };
};

const sending = (method: string, body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** What tests do with a running product: as travellers over the API, and as the people around it. */
export const world = (endpoints: () => Endpoints) => {
  /** Each lasts an hour of a clock that is moved by days. */
  const tokens = new Map<string, string>();

  const control = async (path: string, method = 'GET', body?: unknown): Promise<Answer['body']> => {
    const answer = await call(`${endpoints().control}${path}`, body === undefined ? { method } : sending(method, body));
    if (path === '/clock') tokens.clear();
    if (answer.status >= 300) throw new Error(`control ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };

  const tokenOf = async (sub: string): Promise<string> => {
    const token =
      tokens.get(sub) ?? (await call(`${endpoints().issuer}/token`, sending('POST', { sub }))).body.access_token;
    tokens.set(sub, token);
    return token;
  };

  const as = (sub: string) => {
    const request = async (method: string, path: string, init: RequestInit = {}): Promise<Answer> =>
      call(`${endpoints().api}/v1${path}`, {
        ...init,
        method,
        headers: { authorization: `Bearer ${await tokenOf(sub)}`, ...init.headers },
      });
    return {
      get: (path: string, headers: Record<string, string> = {}) => request('GET', path, { headers }),
      order: (body: unknown, key: string = randomUUID()) =>
        request('POST', '/renewals', {
          headers: { 'content-type': 'application/json', 'idempotency-key': key },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
      request,
    };
  };
  type Person = ReturnType<typeof as>;

  const addLine = async (spec: LineSpec): Promise<{ lineId: string; iccid: string; endsAt: string }> =>
    control('/lines', 'POST', spec);

  const preview = async (person: Person, lineId: string, planId = 'jp-3d'): Promise<Answer['body']> => {
    const answer = await person.get(`/lines/${lineId}/preview?planId=${planId}`);
    if (answer.status !== 200) throw new Error(`preview: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };

  /** Previews and orders; answers what was promised and the renewal. */
  const order = async (person: Person, lineId: string, planId?: string, method = 'card') => {
    const promised = await preview(person, lineId, planId);
    const { status, body } = await person.order({ ...promised.order, method });
    if (status !== 201) throw new Error(`order: ${status} ${JSON.stringify(body)}`);
    return { promised, renewal: body };
  };

  const sessionOf = (renewal: Answer['body']): string => new URL(renewal.payment.url).pathname.split('/').at(-1) ?? '';

  const pay = (renewal: Answer['body'], card = '4242424242424242'): Promise<Answer> =>
    call(`${endpoints().stripe}/_sim/sessions/${sessionOf(renewal)}/pay`, sending('POST', { card }));

  const until = (person: Person, renewalId: string, status: string, withinMs = WITHIN_MS): Promise<Answer['body']> =>
    eventually(`renewal ${renewalId} is ${status}`, withinMs, async () => {
      const { body } = await person.get(`/renewals/${renewalId}`);
      if (body.status !== status) throw new Error(`it is ${JSON.stringify(body)}`);
      return body;
    });

  /** What the provider shows of one payment of ours. */
  const booked = async (provider: Provider, reference: string): Promise<Answer['body']> => {
    const { body } = await call(`${endpoints()[provider]}/_sim/payments`);
    const found = body.find((payment: { reference: string }) => payment.reference === reference);
    if (!found) throw new Error(`${provider} knows no payment ${reference}`);
    return found;
  };

  /** What the payer, the till, the bank or the dashboard does with a payment: `pay`, `settle`, … */
  const at = async (provider: Provider, reference: string, action: string, asked: unknown = {}): Promise<Answer> => {
    const { sessionId } = await booked(provider, reference);
    const answer = await call(`${endpoints()[provider]}/_sim/sessions/${sessionId}/${action}`, sending('POST', asked));
    if (answer.status >= 300) throw new Error(`${action}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  };

  const simulated = async (provider: Provider, path: string, asked: unknown = {}): Promise<Answer> => {
    const answer = await call(`${endpoints()[provider]}/_sim${path}`, sending('POST', asked));
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  };

  const atCarrier = (name: SimulatedCarrier, path: string, init?: RequestInit): Promise<Answer> =>
    call(`${endpoints()[name]}/_sim${path}`, init);

  /** A carrier, as the people around the product see it. */
  const carrier = (name: SimulatedCarrier) => {
    const changed = async (path: string, init: RequestInit): Promise<Answer['body']> => {
      const answer = await atCarrier(name, path, init);
      if (answer.status >= 300) throw new Error(`${name} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    };
    const sims = async (): Promise<Answer['body'][]> => (await atCarrier(name, '/sims')).body;
    const sim = async (iccid: string): Promise<Answer['body']> => (await sims()).find((each) => each.iccid === iccid);
    return {
      /** What goes wrong with its API from now on; replaces what was set before. */
      faults: (rules: readonly unknown[]) => changed('/faults', sending('PUT', rules)),
      /** What goes wrong with one SIM, beside all that goes wrong with others. */
      strike: (iccid: string, ...rules: readonly object[]) =>
        changed(
          '/faults',
          sending(
            'POST',
            rules.map((rule) => ({ ...rule, iccid })),
          ),
        ),
      heal: (iccid: string) => changed(`/faults/${iccid}`, { method: 'DELETE' }),
      webhookFaults: (faults: unknown) => changed('/webhook-faults', sending('PUT', faults)),
      sims,
      /** Its own record of a SIM. */
      sim,
      calls: async (): Promise<{ endpoint: string; carrierRef: string | null; carriedOut: boolean | null }[]> =>
        (await atCarrier(name, '/calls')).body,
      deliveries: async (): Promise<Answer['body'][]> => (await atCarrier(name, '/deliveries')).body,
      /** What happens to a SIM: `usage`, `recycle`, … */
      happens: async (iccid: string, what: string, facts: unknown): Promise<Answer['body']> =>
        changed(`/sims/${(await sim(iccid)).carrierRef}/${what}`, sending('POST', facts)),
      /** What the brand has there: `float`, `balance`, … */
      set: (what: string, value: unknown) => changed(`/${what}`, sending('PUT', value)),
    };
  };

  const put = (base: 'stripe' | 'paypal' | 'soracom' | 'mailbox') => async (faults: unknown) => {
    const answer = await call(`${endpoints()[base]}/_sim/faults`, sending('PUT', faults));
    if (answer.status >= 300) throw new Error(`faults of ${base}: ${answer.status} ${JSON.stringify(answer.body)}`);
  };

  return {
    as,
    control,
    addLine,
    preview,
    order,
    sessionOf,
    pay,
    until,
    booked,
    at,
    simulated,
    stripeFaults: put('stripe'),
    paypalFaults: put('paypal'),
    soracomFaults: put('soracom'),
    carrier,
    /** The carrier's own record of a line. */
    sim: async (iccid: string) =>
      (await call(`${endpoints().soracom}/_sim/sims`)).body.find((sim: { iccid: string }) => sim.iccid === iccid),
    carrierCalls: async (): Promise<{ path: string }[]> => (await call(`${endpoints().soracom}/_sim/calls`)).body,
    deliveries: async (session: string): Promise<{ sessionId: string; tries: { status: number | null }[] }[]> =>
      (await call(`${endpoints().stripe}/_sim/deliveries`)).body.filter(
        ({ sessionId }: { sessionId: string }) => sessionId === session,
      ),
    /** Delivers every event of a payment once more, as the provider may. */
    resend: async (renewal: Answer['body']): Promise<void> => {
      const { body } = await call(`${endpoints().stripe}/_sim/deliveries`);
      for (const { sessionId, eventId } of body)
        if (sessionId === sessionOf(renewal))
          await call(`${endpoints().stripe}/_sim/deliveries/${eventId}/resend`, { method: 'POST' });
    },
    messages: async (
      to: string,
    ): Promise<{ messageId: string; channel: string; text: string; subject?: string; unsubscribeUrl?: string }[]> =>
      (await call(`${endpoints().mailbox}/_sim/messages?to=${encodeURIComponent(to)}`)).body,
    advance: (ms: number) => control('/clock', 'POST', { advanceMs: ms }),
    fire: (schedule: string) => control(`/schedules/${schedule}/fire`, 'POST'),
    /** Nothing is queued and nothing is being worked on, but for the queues that are named so. */
    idle: (besides = /^$/) =>
      eventually('every queue is empty', WITHIN_MS, async () => {
        const depths: Record<string, { ready: number; inFlight: number }> = await control('/queues');
        for (const [name, { ready, inFlight }] of Object.entries(depths))
          if (!/dead|failure|undelivered|unlogged/i.test(name) && !besides.test(name) && ready + inFlight > 0)
            throw new Error(`${name} is not`);
      }),
  };
};
export type World = ReturnType<typeof world>;
