import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { stageConfig } from '../../infra/config.ts';
import { addStacks } from '../../infra/stacks/stacks.ts';

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: templates are read by tests only, as deep as each of them needs
  readonly Properties: any;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
}
export type Resources = Readonly<Record<string, Resource>>;

/** Of the app, as `cdk.json` has them. */
export const { context: FLAGS } = JSON.parse(readFileSync(join(import.meta.dirname, '../../cdk.json'), 'utf8'));

/** Both stacks of a stage under the flags of the app, synthesized without bundling, and looked at by tests alone. */
export const synthesized = (stage: string) => {
  const app = new App({
    context: { ...FLAGS, stage, 'aws:cdk:bundling-stacks': [] },
    builtinCloudFormationValidation: false,
  });
  const { data, service } = addStacks(
    app,
    stageConfig((key) => app.node.tryGetContext(key)),
  );
  const dataTemplate = Template.fromStack(data);
  const serviceTemplate = Template.fromStack(service);
  const all: Resources = { ...dataTemplate.toJSON()['Resources'], ...serviceTemplate.toJSON()['Resources'] };
  return { data: dataTemplate, service: serviceTemplate, dataStack: data, all };
};

export const ofType = (all: Resources, type: string): [string, Resource][] =>
  Object.entries(all).filter(([, { Type }]) => Type === type);

/** The logical ids that a value refers to, at any depth. */
export const referredIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(referredIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, entry]) => {
    if (name === 'Ref') return [String(entry)];
    if (name === 'Fn::GetAtt') return [String(Array.isArray(entry) ? entry[0] : entry)];
    return referredIn(entry);
  });
};
