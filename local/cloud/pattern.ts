import { Unsupported } from './unsupported.ts';

/** Whether an event fits: of event bus rules and of event source filters, which share one language. */
export type Matches = (event: unknown) => boolean;

/**
 * Compiles an event pattern (Amazon EventBridge User Guide, "Event patterns"): every named field must be there and
 * equal one of its listed values.
 *
 * @throws Unsupported for a matcher other than a plain value, `prefix`, `suffix`, `exists`, `anything-but`
 */
export const compilePattern = (pattern: unknown): Matches => {
  if (typeof pattern !== 'object' || pattern === null || Array.isArray(pattern))
    throw new Unsupported(`an event pattern that is no object: ${JSON.stringify(pattern)}`);
  const fields = Object.entries(pattern).map(([name, expected]): Matches => {
    if (name.startsWith('$')) throw new Unsupported(`the event pattern operator ${name}`);
    const matches = Array.isArray(expected) ? anyOf(expected.map(compileValue)) : compilePattern(expected);
    return (event) => matches(fieldOf(event, name));
  });
  return (event) => fields.every((matches) => matches(event));
};

const fieldOf = (event: unknown, name: string): unknown =>
  typeof event === 'object' && event !== null && Object.hasOwn(event, name) ? Reflect.get(event, name) : undefined;

/** A list in the event fits when one of its entries does. */
const anyOf =
  (matchers: readonly Matches[]): Matches =>
  (value) =>
    matchers.some((matches) => (Array.isArray(value) ? value.some(matches) : matches(value)));

const compileValue = (expected: unknown): Matches => {
  if (typeof expected !== 'object' || expected === null) return (value) => value === expected;
  const [operator, argument] = Object.entries(expected)[0] ?? [];
  switch (operator) {
    case 'prefix':
      return (value) => typeof value === 'string' && value.startsWith(String(argument));
    case 'suffix':
      return (value) => typeof value === 'string' && value.endsWith(String(argument));
    case 'exists':
      return (value) => (value !== undefined) === argument;
    case 'anything-but': {
      const unwanted: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
      return (value) => value !== undefined && !unwanted.includes(value);
    }
    default:
      throw new Unsupported(`the event pattern matcher ${JSON.stringify(expected)}`);
  }
};
