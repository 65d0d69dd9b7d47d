import * as z from 'zod';

const entry = z.object({
  caller: z.string(),
  service: z.string(),
  operation: z.string(),
  requests: z.number(),
  readUnits: z.number(),
  writeUnits: z.number(),
});
const usage = z.object({
  functions: z.record(z.string(), z.object({ invocations: z.number() })),
  requests: z.array(entry),
});
type Usage = z.output<typeof usage>;
type Entry = z.output<typeof entry>;

/** What some work used, by function and operation. */
export interface Used {
  readonly invocations: ReadonlyMap<string, number>;
  readonly requests: readonly Entry[];
}

/** Runs `work` and answers what it used, by the local cloud's own counts (`GET /usage`). */
export const usedBy = async (read: () => Promise<unknown>, work: () => Promise<unknown>): Promise<Used> => {
  const before = usage.parse(await read());
  await work();
  const after = usage.parse(await read());
  return {
    invocations: new Map(
      Object.entries(after.functions).map(([name, { invocations }]) => [
        name,
        invocations - (before.functions[name]?.invocations ?? 0),
      ]),
    ),
    requests: difference(before, after),
  };
};

const difference = (before: Usage, after: Usage): readonly Entry[] => {
  const key = ({ caller, service, operation }: Entry): string => `${caller} ${service} ${operation}`;
  const known = new Map(before.requests.map((each) => [key(each), each]));
  return after.requests
    .map((each) => {
      const old = known.get(key(each));
      return {
        ...each,
        requests: each.requests - (old?.requests ?? 0),
        readUnits: each.readUnits - (old?.readUnits ?? 0),
        writeUnits: each.writeUnits - (old?.writeUnits ?? 0),
      };
    })
    .filter(({ requests }) => requests > 0);
};

const COLUMNS = [
  'invocations',
  'table requests',
  'read units',
  'write units',
  'SQS',
  'SNS',
  'events',
  'other',
] as const;
export type Row = Readonly<Record<(typeof COLUMNS)[number], number>>;

/** The share of some functions in what was used, for each of `count` pieces of work. */
export const row = (used: Used, functions: readonly string[], count: number): Row => {
  const requests = used.requests.filter(({ caller }) => functions.includes(caller));
  const of = (service: string, what: 'requests' | 'readUnits' | 'writeUnits' = 'requests'): number =>
    each(requests.filter((entry) => entry.service === service).reduce((sum, entry) => sum + entry[what], 0));
  const each = (total: number): number => Math.round((total / count) * 100) / 100;
  const named = new Set(['dynamodb', 'sqs', 'sns', 'events']);
  return {
    invocations: each(functions.reduce((sum, name) => sum + (used.invocations.get(name) ?? 0), 0)),
    'table requests': of('dynamodb'),
    'read units': of('dynamodb', 'readUnits'),
    'write units': of('dynamodb', 'writeUnits'),
    SQS: of('sqs'),
    SNS: of('sns'),
    events: of('events'),
    other: each(requests.filter(({ service }) => !named.has(service)).reduce((sum, entry) => sum + entry.requests, 0)),
  };
};

/** `function service operation: times`, the most frequent first. */
export const detail = (used: Used, functions: readonly string[], count: number): readonly string[] =>
  used.requests
    .filter(({ caller }) => functions.includes(caller))
    .sort((a, b) => b.requests - a.requests)
    .map(({ caller, service, operation, requests, readUnits, writeUnits }) => {
      const units = service === 'dynamodb' ? `, ${readUnits / count} read and ${writeUnits / count} write units` : '';
      return `${caller} ${service} ${operation}: ${requests / count}${units}`;
    });
