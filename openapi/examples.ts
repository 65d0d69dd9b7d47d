import { readFileSync } from 'node:fs';
import * as z from 'zod';

const example = z.strictObject({
  /** The operation that it belongs to. */
  operation: z.string(),
  name: z.string(),
  summary: z.string(),
  /** Whoever of the local cloud's people asks; `link:<lineId>` is somebody with the renewal link of that line. */
  as: z.string(),
  /** Its `Idempotency-Key`. */
  key: z.string().optional(),
  path: z.record(z.string(), z.string()).optional(),
  query: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
  status: z.int(),
  answer: z.unknown(),
});
/** A request as it was sent to the local cloud, and what came back. */
export type Example = z.infer<typeof example>;

/** The one place where examples are: the document and docs/api.md show these. */
export const EXAMPLES_FILE = new URL('./examples.json', import.meta.url);

export const EXAMPLES: readonly Example[] = z.array(example).parse(JSON.parse(readFileSync(EXAMPLES_FILE, 'utf8')));

export const examplesOf = (operation: string): readonly Example[] =>
  EXAMPLES.filter((each) => each.operation === operation);

/** `examples` of OpenAPI, of those that have something to show. */
export const named = (examples: readonly Example[], pick: (example: Example) => unknown) => {
  const shown = examples.flatMap((each) => {
    const value = pick(each);
    return value === undefined ? [] : [[each.name, { summary: each.summary, value }] as const];
  });
  return shown.length === 0 ? {} : { examples: Object.fromEntries(shown) };
};

/** What is refused for its shape does not fit the schema, and is no example of it. */
export const requestExamples = (examples: readonly Example[]) =>
  named(examples, ({ status, body }) => (status === 400 ? undefined : body));
