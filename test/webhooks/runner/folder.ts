import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as z from 'zod/mini';
import { PROVIDERS } from '../adapter/context.ts';
import { type Keys, receiverConfig } from './receiver-config.ts';
import { UnusableFolder } from './unusable-folder.ts';

const text = z.string();
const count = z.int();

const http = z.object({
  method: z._default(text, 'POST'),
  path: text,
  headers: z.array(z.tuple([text, text])),
  body_b64: text,
});

const acknowledgement = z.enum(['ok', 'reject', 'reject-any', 'any']);
export type Acknowledgement = z.output<typeof acknowledgement>;

/** A certificate's PEM file by its name, or an answer of its own. */
const certFetch = z.record(text, z.union([text, z.object({ status: count, body: z.optional(text) })]));

const orderPart = z.looseObject({
  id: z.optional(text),
  amount: z.optional(count),
  currency: z.optional(text),
  status: z.optional(text),
});

const common = {
  id: text,
  provider: z.enum(PROVIDERS),
  title: z._default(text, ''),
  clock: z.number(),
  config: z.optional(text),
  cert_fetch: z.optional(certFetch),
  /** Answers by `METHOD path`; all others are 404. */
  provider_api: z.optional(z.record(text, z.object({ status: count, json: z.optional(z.unknown()) }))),
  /** Beside the defaults; `null` when nothing is stored. */
  order: z._default(z.nullable(z.union([z.literal('default'), orderPart])), 'default'),
};

const expectation = {
  /** Otherwise `alt` names another outcome that is acceptable. */
  strict: z.optional(z.boolean()),
  alt: z.optional(z.unknown()),
  fulfil: count,
  order_after: z.optional(z.nullable(text)),
};

const fixtureCase = z.object({
  ...common,
  http,
  expect: z.object({ ...expectation, ack: acknowledgement, cert_fetches: z.optional(count) }),
});
export type FixtureCase = z.output<typeof fixtureCase>;

const sequence = z.object({
  ...common,
  mode: z._default(z.enum(['serial', 'parallel']), 'serial'),
  steps: z
    .array(
      z.object({
        http,
        before: z.optional(z.enum(['create-order', 'fail-store-once'])),
        cert_fetch: z.optional(certFetch),
      }),
    )
    .check(z.minLength(1)),
  expect: z.object({
    ...expectation,
    acks: z.optional(z.array(acknowledgement)),
    refunded_amount: z.optional(count),
  }),
});
export type FixtureSequence = z.output<typeof sequence>;

export type Fixture = FixtureCase | FixtureSequence;

const price = z.object({ amount: count, currency: text });
const manifest = z.object({ defaults: z.object({ order_id: text, jpy: price, cny: price }) });
export type Defaults = z.output<typeof manifest>['defaults'];

/** Everything that a folder of webhook fixtures holds. */
export interface Folder {
  readonly keys: Keys;
  readonly defaults: Defaults;
  readonly cases: readonly FixtureCase[];
  readonly sequences: readonly FixtureSequence[];
}

/** @throws UnusableFolder */
export const readFolder = (folder: string): Folder => {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new UnusableFolder(`there is no folder ${folder}`);
  const { defaults } = read(folder, 'manifest.json', manifest);
  const keys = readKeys(folder);
  const cases = readAll(folder, 'cases', fixtureCase);
  const sequences = readAll(folder, 'sequences', sequence);
  if (cases.length + sequences.length === 0) throw new UnusableFolder(`${folder} holds no cases and no sequences`);
  for (const { provider, config } of [...cases, ...sequences]) receiverConfig(provider, config, keys);
  return { keys, defaults, cases, sequences };
};

const readKeys = (folder: string): Keys => {
  const secrets = read(folder, 'keys/secrets.json', z.record(text, z.record(text, z.unknown())));
  const names = readdirSync(join(folder, 'keys')).filter((name) => name.endsWith('.pem'));
  return {
    secrets,
    pem: new Map(
      names.map((name) => [name.slice(0, -'.pem'.length), readFileSync(join(folder, 'keys', name), 'utf8')]),
    ),
  };
};

/** In the order of their paths. */
const readAll = <T extends z.ZodMiniType>(folder: string, part: string, schema: T): readonly z.output<T>[] => {
  const root = join(folder, part);
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => read(folder, relative(folder, join(root, name)), schema));
};

const read = <T extends z.ZodMiniType>(folder: string, name: string, schema: T): z.output<T> => {
  const path = join(folder, name);
  if (!existsSync(path)) throw new UnusableFolder(`${folder} has no ${name}`);
  const result = schema.safeParse(jsonIn(path, name));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new UnusableFolder(`${name} is not of the format: ${issue?.path.join('.') || 'all of it'}: ${issue?.message}`);
};

const jsonIn = (path: string, name: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new UnusableFolder(`${name} is not JSON`);
  }
};
