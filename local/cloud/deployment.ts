import type { Resource, Stack, Template } from './assembly.ts';
import { evaluate, type Scope } from './intrinsics.ts';
import { Unsupported } from './unsupported.ts';

/** What a resource is to those that refer to it. */
export interface Created {
  readonly ref: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface ResourceRequest {
  readonly logicalId: string;
  readonly type: string;
  /** The name of the construct that holds it, for people: `activation-worker`. */
  readonly name: string;
  /** With every intrinsic function evaluated. */
  readonly properties: unknown;
  readonly assets: Stack['assets'];
}

/** Makes one resource true on this machine. Repeating it with the same request changes nothing. */
export type CreateResource = (request: ResourceRequest) => Promise<Created>;

export interface ResourceKinds {
  readonly create: ReadonlyMap<string, CreateResource>;
  /** Types that mean nothing on one machine, each with the reason. */
  readonly meaningless: ReadonlyMap<string, string>;
}

export interface Account {
  readonly region: string;
  readonly accountId: string;
}

/**
 * Creates every resource of the stacks, each after those that it refers to.
 *
 * @throws Unsupported naming the resource, for a type or property that this cloud does not understand
 */
export const deploy = async (stacks: readonly Stack[], account: Account, kinds: ResourceKinds): Promise<void> => {
  const exported = new Map<string, () => Promise<unknown>>();
  for (const stack of stacks) {
    const made = resourcesOf(stack, account, kinds, exported);
    for (const logicalId of Object.keys(stack.template.Resources)) await made.resource(logicalId);
    for (const [name, { Value, Export }] of Object.entries(stack.template.Outputs)) {
      if (!Export) continue;
      const exportName = await evaluate(Export.Name, made.scope);
      exported.set(String(exportName), () => evaluate(Value, made.scope).catch(renamed(`output ${name}`)));
    }
  }
};

const resourcesOf = (
  { name: stackName, template, assets }: Stack,
  account: Account,
  { create, meaningless }: ResourceKinds,
  exported: ReadonlyMap<string, () => Promise<unknown>>,
) => {
  const made = new Map<string, Promise<Created>>();

  const make = async (logicalId: string, resource: Resource): Promise<Created> => {
    const { Type: type } = resource;
    if (resource.Condition !== undefined) throw new Unsupported(`the condition ${resource.Condition}`);
    for (const other of [resource.DependsOn ?? []].flat()) await scope.ref(other);
    if (meaningless.has(type)) return { ref: logicalId };
    const creator = create.get(type);
    if (!creator) throw new Unsupported('the resource type');
    const properties = await evaluate(resource.Properties, scope);
    return creator({ logicalId, type, name: constructName(logicalId, resource), properties, assets });
  };

  const resource = (logicalId: string): Promise<Created> => {
    const known = made.get(logicalId);
    if (known) return known;
    const definition = template.Resources[logicalId];
    if (!definition)
      return Promise.reject(new Unsupported(`a reference to ${logicalId}, which is not in the template`));
    const creating = make(logicalId, definition).catch(renamed(`${logicalId} (${definition.Type})`));
    made.set(logicalId, creating);
    return creating;
  };

  const scope: Scope = {
    async ref(name) {
      const pseudo = pseudoParameter(name, stackName, account);
      if (pseudo !== undefined) return pseudo;
      const parameter = template.Parameters[name];
      if (parameter) return parameterValue(name, parameter);
      return (await resource(name)).ref;
    },
    async attribute(logicalId, attribute) {
      const { attributes } = await resource(logicalId);
      const value = attributes?.[attribute];
      if (value !== undefined) return value;
      const type = template.Resources[logicalId]?.Type ?? '';
      if (meaningless.has(type))
        return `arn:aws:local:${account.region}:${account.accountId}:${logicalId}/${attribute}`;
      throw new Unsupported(`the attribute ${logicalId}.${attribute}`);
    },
    async importValue(name) {
      const value = exported.get(name);
      if (!value) throw new Unsupported(`the import of ${name}, which no stack exports`);
      return value();
    },
  };
  return { resource, scope };
};

/** The outermost error names the resource; what is inside stays as it was. */
const renamed =
  (where: string) =>
  (error: unknown): never => {
    if (error instanceof Unsupported) throw new Unsupported(`${where}: ${error.message}`, { cause: error });
    throw error;
  };

const pseudoParameter = (name: string, stackName: string, { region, accountId }: Account): string | undefined => {
  switch (name) {
    case 'AWS::Region':
      return region;
    case 'AWS::AccountId':
      return accountId;
    case 'AWS::Partition':
      return 'aws';
    case 'AWS::URLSuffix':
      return 'amazonaws.com';
    case 'AWS::StackName':
      return stackName;
    case 'AWS::StackId':
      return `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/local`;
    default:
      return undefined;
  }
};

const parameterValue = (name: string, { Type, Default }: Template['Parameters'][string]): unknown => {
  // The one parameter that CDK adds by itself: it names a value that only a real account has.
  if (Default === undefined || (Type.startsWith('AWS::SSM::') && name !== 'BootstrapVersion'))
    throw new Unsupported(`the parameter ${name}`);
  return Default;
};

/** `aws:cdk:path` is `stack/outer/name/Resource`: the last part that a person chose. */
const constructName = (logicalId: string, { Metadata }: Resource): string => {
  const path = Metadata['aws:cdk:path'];
  if (typeof path !== 'string') return logicalId;
  const parts = path.split('/').filter((part) => part !== 'Resource' && part !== 'Default');
  return parts.at(-1) ?? logicalId;
};
