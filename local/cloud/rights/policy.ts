import * as z from 'zod';

const texts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/** A policy statement without conditions: with one it would have to be understood before it could be honoured. */
const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: texts,
  Resource: texts,
});

export const policyDocument = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z.union([statement, z.array(statement)]).transform((value) => [value].flat()),
});

export type Statement = z.output<typeof statement>;

/** One thing that a request does, as IAM names it. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
}

/** IAM's evaluation within one account: an explicit deny wins, else a statement has to allow it. */
export const allows = (statements: readonly Statement[], { action, resource }: Permission): boolean => {
  const fitting = statements.filter(
    ({ Action, Resource }) =>
      // Actions are compared without regard to case, resources exactly (IAM User Guide, "Action" and "Resource").
      Action.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
      Resource.some((pattern) => matches(pattern, resource)),
  );
  return fitting.length > 0 && fitting.every(({ Effect }) => Effect === 'Allow');
};

/** `*` stands for any number of characters, `?` for one. */
const matches = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  ).test(text);
