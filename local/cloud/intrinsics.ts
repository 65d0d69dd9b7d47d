import { Unsupported } from './unsupported.ts';

/** Where a template's references lead. */
export interface Scope {
  /** `Ref` of a resource, a parameter or a pseudo parameter. */
  ref(name: string): Promise<unknown>;
  attribute(logicalId: string, attribute: string): Promise<unknown>;
  importValue(name: string): Promise<unknown>;
}

/** `Ref: AWS::NoValue`: the property that holds it is as if it were not there. */
const NO_VALUE = Symbol('AWS::NoValue');

/**
 * Evaluates CloudFormation's intrinsic functions in a value, to any depth.
 *
 * @throws Unsupported for a function that is not one of Ref, GetAtt, Join, Sub, Select, Split, ImportValue
 */
export const evaluate = async (value: unknown, scope: Scope): Promise<unknown> => {
  const result = await evaluateAny(value, scope);
  return result === NO_VALUE ? undefined : result;
};

const evaluateAny = async (value: unknown, scope: Scope): Promise<unknown> => {
  if (Array.isArray(value)) {
    const entries = await Promise.all(value.map((entry) => evaluateAny(entry, scope)));
    return entries.filter((entry) => entry !== NO_VALUE);
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  if (entries.length === 1 && name !== undefined && (name === 'Ref' || name.startsWith('Fn::')))
    return callFunction(name, argument, scope);
  const properties = await Promise.all(
    entries.map(async ([key, entry]): Promise<[string, unknown]> => [key, await evaluateAny(entry, scope)]),
  );
  return Object.fromEntries(properties.filter(([, entry]) => entry !== NO_VALUE));
};

const callFunction = async (name: string, argument: unknown, scope: Scope): Promise<unknown> => {
  switch (name) {
    case 'Ref':
      return argument === 'AWS::NoValue' ? NO_VALUE : scope.ref(text(argument, name));
    case 'Fn::GetAtt': {
      const [logicalId, attribute] = typeof argument === 'string' ? splitOnce(argument, '.') : list(argument, name);
      return scope.attribute(text(logicalId, name), text(await evaluateAny(attribute, scope), name));
    }
    case 'Fn::Join': {
      const [separator, parts] = list(argument, name);
      const values = list(await evaluateAny(parts, scope), name);
      return values.map((part) => text(part, name)).join(text(separator, name));
    }
    case 'Fn::Sub':
      return substitute(argument, scope);
    case 'Fn::Select': {
      const [index, choices] = list(argument, name);
      const chosen = list(await evaluateAny(choices, scope), name)[Number(index)];
      if (chosen === undefined) throw new Unsupported(`Fn::Select ${String(index)} finds nothing`);
      return chosen;
    }
    case 'Fn::Split': {
      const [separator, source] = list(argument, name);
      return text(await evaluateAny(source, scope), name).split(text(separator, name));
    }
    case 'Fn::ImportValue':
      return scope.importValue(text(await evaluateAny(argument, scope), name));
    default:
      throw new Unsupported(`the intrinsic function ${name}`);
  }
};

/** `${Name}`, `${Name.Attribute}` and own variables; `${!Literal}` stays as `${Literal}`. */
const substitute = async (argument: unknown, scope: Scope): Promise<string> => {
  const [pattern, variables] = typeof argument === 'string' ? [argument, {}] : list(argument, 'Fn::Sub');
  const own = new Map(Object.entries(Object(await evaluateAny(variables, scope))));
  const pieces = text(pattern, 'Fn::Sub').split(/(\$\{[^}]+\})/);
  const values = pieces.map(async (piece) => {
    const name = /^\$\{([^}]+)\}$/.exec(piece)?.[1];
    if (name === undefined) return piece;
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (own.has(name)) return text(own.get(name), 'Fn::Sub');
    const [logicalId, attribute] = splitOnce(name, '.');
    const value = attribute === undefined ? await scope.ref(name) : await scope.attribute(logicalId, attribute);
    return text(value, 'Fn::Sub');
  });
  return (await Promise.all(values)).join('');
};

const splitOnce = (value: string, separator: string): [string, string | undefined] => {
  const at = value.indexOf(separator);
  return at === -1 ? [value, undefined] : [value.slice(0, at), value.slice(at + 1)];
};

const text = (value: unknown, where: string): string => {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new Unsupported(`${where} of something that is no text: ${JSON.stringify(value)}`);
};

const list = (value: unknown, where: string): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  throw new Unsupported(`${where} of something that is no list: ${JSON.stringify(value)}`);
};
