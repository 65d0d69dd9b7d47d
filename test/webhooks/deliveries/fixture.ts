import type { OrderWord, ProviderName } from '../adapter/context.ts';
import type { Acknowledgement, FixtureCase } from '../runner/folder.ts';

/** What a sender sends. Names of headers are as the provider writes them. */
export interface Delivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly path: string;
}

/** The order of every fixture, as the senders' deliveries name it. */
export const ORDER_ID = '0123456789AB0123456789ABCDEF01';
export const YEN = 2_980;
export const FEN = 14_800;
/** Where the receiver's clock stands, in Unix seconds; the senders' deliveries are dated around it. */
export const CLOCK = 1_790_812_800;

/** How a case departs from an unpaid order and a provider that describes nothing. */
export type Terms = Partial<Pick<FixtureCase, 'config' | 'cert_fetch' | 'provider_api'>> & {
  readonly order?: { readonly status: OrderWord } | null;
};

export interface Expected {
  readonly ack: Acknowledgement;
  readonly fulfil: number;
  readonly order_after: OrderWord;
  readonly cert_fetches?: number;
  /** Another outcome that the rules allow as well. */
  readonly alt?: string;
}

export interface Case extends Terms {
  readonly name: string;
  readonly group: 'valid' | 'invalid';
  readonly title: string;
  readonly http: Delivery;
  readonly expect: Expected;
}

export interface Step {
  readonly http: Delivery;
  readonly before?: 'create-order' | 'fail-store-once';
}

export interface Sequence extends Terms {
  readonly name: string;
  readonly title: string;
  readonly mode: 'serial' | 'parallel';
  readonly steps: readonly Step[];
  readonly expect: Omit<Expected, 'ack'> & {
    readonly acks: readonly Acknowledgement[];
    readonly refunded_amount?: number;
  };
}

export interface ProviderFixtures {
  readonly provider: ProviderName;
  readonly cases: readonly Case[];
  readonly sequences: readonly Sequence[];
}

/** Genuine, acknowledged, and from then on the order is called this. */
export const valid = (
  name: string,
  title: string,
  http: Delivery,
  after: OrderWord | Expected,
  terms: Terms = {},
): Case => ({
  name,
  group: 'valid',
  title,
  http,
  expect: typeof after === 'string' ? counted(after) : after,
  ...terms,
});

/** Money for an unpaid order is what it is fulfilled for; use {@link untouched} for an order that was paid before. */
const counted = (after: OrderWord): Expected => ({ ack: 'ok', fulfil: after === 'paid' ? 1 : 0, order_after: after });

/** Acknowledged, and nothing is fulfilled. */
export const untouched = (after: OrderWord, alt?: string): Expected => ({
  ack: 'ok',
  fulfil: 0,
  order_after: after,
  ...(alt !== undefined && { alt }),
});

/** Refused as the sender's fault, and the order is as it was. */
export const invalid = (name: string, title: string, http: Delivery, terms: Terms & Partial<Expected> = {}): Case => {
  const { ack = 'reject', fulfil = 0, order_after = 'unpaid', cert_fetches, alt, ...rest } = terms;
  const more = { ...(cert_fetches !== undefined && { cert_fetches }), ...(alt !== undefined && { alt }) };
  return { name, group: 'invalid', title, http, expect: { ack, fulfil, order_after, ...more }, ...rest };
};

export const sequence = (
  name: string,
  title: string,
  steps: readonly (Delivery | Step)[],
  expect: Partial<Sequence['expect']> & Pick<Sequence['expect'], 'order_after'>,
  terms: Terms & { readonly mode?: Sequence['mode'] } = {},
): Sequence => ({
  mode: 'serial',
  ...terms,
  name,
  title,
  steps: steps.map((step) => ('http' in step ? step : { http: step })),
  expect: { acks: steps.map(() => 'ok'), fulfil: 1, ...expect },
});

/** What must hold of any provider, for a delivery that pays the order and another one that tells the same. */
export const everywhere = (paying: Delivery, again: Delivery): readonly Sequence[] => [
  sequence('twice', 'paid, told twice', [paying, paying, again], { order_after: 'paid' }),
  sequence(
    'at-once',
    'paid, told three times at once',
    [paying, again, paying],
    { order_after: 'paid' },
    { mode: 'parallel' },
  ),
  sequence(
    'overtaken',
    'it overtakes the write of the order, and is delivered again',
    [paying, { http: paying, before: 'create-order' }],
    { acks: ['reject-any', 'ok'], order_after: 'paid' },
    { order: null },
  ),
  sequence(
    'store-down',
    'the store fails once, and it is delivered again',
    [{ http: paying, before: 'fail-store-once' }, paying],
    { acks: ['reject-any', 'ok'], order_after: 'paid' },
  ),
];

/** The body with one text in the place of another, and the headers as they were. */
export const altered = (delivery: Delivery, from: string, to: string): Delivery => {
  const text = delivery.body.toString('utf8');
  if (!text.includes(from)) throw new Error(`nothing to alter: ${from}`);
  return { ...delivery, body: Buffer.from(text.replace(from, to)) };
};

/** With a header replaced, or left out where it is `undefined`. */
export const withHeader = (delivery: Delivery, name: string, value: string | undefined): Delivery => {
  if (!Object.hasOwn(delivery.headers, name)) throw new Error(`no such header: ${name}`);
  const { [name]: _replaced, ...others } = delivery.headers;
  return { ...delivery, headers: { ...others, ...(value !== undefined && { [name]: value }) } };
};

/** A header's text changed. */
export const changedHeader = (delivery: Delivery, name: string, change: (value: string) => string): Delivery =>
  withHeader(delivery, name, change(delivery.headers[name] ?? ''));
