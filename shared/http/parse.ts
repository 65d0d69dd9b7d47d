import * as z from 'zod/mini';
import { Refusal } from '../errors.ts';

/** @throws Refusal `bad_request` that names each field, never the value. */
export const parse = <T extends z.ZodMiniType>(schema: T, value: unknown): z.output<T> => {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, code }) => ({ field: path.join('.') || 'body', problem: code }));
  throw new Refusal('bad_request', { errors });
};
