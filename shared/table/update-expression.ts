import { marshall } from '@aws-sdk/util-dynamodb';

export interface Condition {
  /** Uses `#name` for attributes and `:name` for values. */
  readonly condition: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface Update extends Condition {
  /** Top-level attributes and their new values. */
  readonly set?: Readonly<Record<string, unknown>>;
  /** Further assignments by expression, for example `'#claims.#claim': ':claim'`. */
  readonly assign?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
}

export const toAttributes = (value: unknown) => marshall(value, { removeUndefinedValues: true });

/** The parameters of a conditional update, without its table and key. */
export const updateExpression = ({ set = {}, assign = {}, remove = [], condition, names, values }: Update) => {
  const sets = [
    ...Object.keys(set).map((name) => `#${name} = :${name}`),
    ...Object.entries(assign).map(([path, expression]) => `${path} = ${expression}`),
  ];
  const removes = remove.map((name) => `#${name}`);
  const expression = [
    sets.length > 0 ? `SET ${sets.join(', ')}` : '',
    removes.length > 0 ? `REMOVE ${removes.join(', ')}` : '',
  ].join(' ');
  const own = Object.fromEntries([...Object.keys(set), ...remove].map((name) => [`#${name}`, name]));
  return {
    UpdateExpression: expression.trim(),
    ConditionExpression: condition,
    ExpressionAttributeNames: { ...own, ...names },
    ExpressionAttributeValues: toAttributes({
      ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
      ...values,
    }),
  };
};
