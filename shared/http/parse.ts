import * as z from 'zod/mini';
import { Refusal } from '../errors.ts';

/** @throws Refusal `bad_request` that names each field, never the value. */
export const parse = <T extends z.ZodMiniType>(schema: T, value: unknown): z.output<T> => {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap(fields).slice(0, MAX_ERRORS);
  throw new Refusal('bad_request', { errors });
};

/** An answer stays small however much is wrong with the request. */
const MAX_ERRORS = 20;
const MAX_FIELD_LENGTH = 64;

/** A field that is unknown is named itself, not what it stands in. */
const fields = (issue: z.core.$ZodIssue) => {
  const keys = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [key]) : [[]];
  return keys.map((key) => ({
    field: [...issue.path, ...key].join('.').slice(0, MAX_FIELD_LENGTH) || 'body',
    problem: issue.code,
  }));
};
