/** What a conformance runner hands to an adapter: one receiver, the order that its store holds, and its surroundings. */

export const PROVIDERS = ['stripe', 'paypal', 'alipay', 'antom', 'wechat', 'komoju', 'square'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** The fixtures' words for what has become of an order. */
export const ORDER_WORDS = [
  'unpaid',
  'awaiting',
  'paid',
  'failed',
  'expired',
  'review',
  'refunded_partial',
  'refunded_full',
  'disputed',
] as const;
export type OrderWord = (typeof ORDER_WORDS)[number];

export interface FixtureOrder {
  readonly id: string;
  /** In the currency's minor unit. */
  readonly amount: number;
  readonly currency: string;
  /** An {@link OrderWord}. */
  readonly status: string;
}

/** A provider's API: `path` is what follows the host. */
export type ProviderApi = (
  method: string,
  path: string,
) => Promise<{ readonly status: number; readonly json?: unknown }>;

export interface ReceiverContext {
  readonly provider: ProviderName;
  /** Unix seconds at which the receiver believes to stand. */
  readonly clock: number;
  /** What the receivers are configured with, by provider. */
  readonly config: Readonly<Record<string, unknown>>;
  /** `null`: the store holds none (yet). */
  readonly order: FixtureOrder | null;
  readonly fetchCert: (url: string) => Promise<{ readonly status: number; readonly body: string }>;
  readonly api: ProviderApi;
}

export interface LambdaAnswer {
  readonly statusCode: number;
  readonly body?: unknown;
  readonly isBase64Encoded?: boolean;
}

export interface ReceiverState {
  readonly order_status: string;
  /** How often the service that was paid for has been ordered. */
  readonly fulfilments: number;
  readonly refunded_amount?: number;
}

/** One receiver with a store of its own. */
export interface Receiver {
  /** Answers when the effect of the event is settled. */
  deliver(lambdaEvent: unknown): Promise<LambdaAnswer>;
  state(): Promise<ReceiverState>;
  createOrder?(order: FixtureOrder | null): Promise<void>;
  /** The next write to the store throws. */
  failStoreOnce?(): Promise<void>;
}

export interface Adapter {
  create(context: ReceiverContext): Promise<Receiver>;
}
