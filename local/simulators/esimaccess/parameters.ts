import * as z from 'zod';
import { type ErrorCode, refusal } from './api-error.ts';

/** The examples leave what is not meant as an empty text. */
export const optionalText = z
  .string()
  .optional()
  .transform((text) => text || undefined);

const valueAt = (body: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    body,
  );

const codeOf = (body: unknown, issue: z.core.$ZodIssue | undefined): ErrorCode => {
  if (!issue || typeof body !== 'object') return '000104';
  if (issue.code === 'too_big' || issue.code === 'too_small') return '000107';
  const value = valueAt(body, issue.path);
  if (value === undefined) return '000105';
  return value === null ? '000106' : '000104';
};

/** @throws ApiError as the carrier tells missing, null, too long and wrong parameters apart */
export const parameters = <T extends z.ZodType>(schema: T, body: unknown): z.output<T> => {
  const result = schema.safeParse(body);
  if (!result.success) throw refusal(codeOf(body, result.error.issues[0]));
  return result.data;
};
