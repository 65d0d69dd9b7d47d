import * as z from 'zod/mini';

/**
 * The function's environment, read once when it starts.
 *
 * @throws Error that names every missing variable, so that a wrong deployment fails at once and says why
 */
export const environment = <const Name extends string>(...names: readonly Name[]): Readonly<Record<Name, string>> => {
  const schema = z.record(z.enum(names), z.string().check(z.minLength(1)));
  const result = z.safeParse(schema, Object.fromEntries(names.map((name) => [name, process.env[name]])));
  if (result.success) return result.data;
  const missing = names.filter((name) => !process.env[name]);
  throw new Error(`missing environment variables: ${missing.join(', ')}`);
};
