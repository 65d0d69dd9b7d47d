/** What differs from one run to the next: instants, addresses of this machine, and names that others give. */
const VOLATILE: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, '<instant>'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:\d\d/g, '<local instant>'],
  [/\d{4}-\d\d-\d\d \d\d:\d\d/g, '<minute>'],
  [/^\d{4}-\d\d-\d\d$/g, '<day>'],
  [/^https?:\/\/\S+$/g, '<address>'],
  [/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>'],
];
/** Given by payment providers and carriers. */
const NAMES_OF_OTHERS: ReadonlySet<string> = new Set(['captureId', 'carrierReference']);

/** What is done at the same time is done in any order. */
const IN_ANY_ORDER: ReadonlySet<string> = new Set(['messages']);

/** In what an answer differs from an example of it, in shape or in what does not depend on when it was asked. */
export const unlike = (example: unknown, actual: unknown, at = ''): readonly string[] => {
  if (Array.isArray(example) && Array.isArray(actual)) {
    if (example.length !== actual.length) return [`${at} has ${actual.length} entries and not ${example.length}`];
    return example.flatMap((each, index) => unlike(each, actual[index], `${at}/${index}`));
  }
  if (isObject(example) && isObject(actual))
    return [...new Set([...Object.keys(example), ...Object.keys(actual)])].flatMap((key) => {
      if (NAMES_OF_OTHERS.has(key) && typeof example[key] === typeof actual[key]) return [];
      const [ours, theirs] = [example[key], actual[key]].map((each) => (IN_ANY_ORDER.has(key) ? sorted(each) : each));
      return unlike(ours, theirs, `${at}/${key}`);
    });
  return lasting(example) === lasting(actual)
    ? []
    : [`${at} is ${JSON.stringify(actual)} and not like ${JSON.stringify(example)}`];
};

const sorted = (value: unknown): unknown =>
  Array.isArray(value) ? value.toSorted((a, b) => (order(a) < order(b) ? -1 : 1)) : value;

const order = (value: unknown): string => String(lasting(JSON.stringify(value)));

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const lasting = (value: unknown): unknown =>
  typeof value === 'string' ? VOLATILE.reduce((text, [pattern, name]) => text.replaceAll(pattern, name), value) : value;
