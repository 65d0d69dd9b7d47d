import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { Unsupported } from './unsupported.ts';

const resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Metadata: z.record(z.string(), z.unknown()).default({}),
  DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
  Condition: z.string().optional(),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});
export type Resource = z.infer<typeof resource>;

const template = z.object({
  Resources: z.record(z.string(), resource).default({}),
  Outputs: z
    .record(z.string(), z.object({ Value: z.unknown(), Export: z.object({ Name: z.unknown() }).optional() }))
    .default({}),
  Parameters: z.record(z.string(), z.object({ Type: z.string(), Default: z.unknown() })).default({}),
});
export type Template = z.infer<typeof template>;

export interface Stack {
  readonly name: string;
  readonly template: Template;
  /** From the object key that the template names to the folder or file in the assembly. */
  readonly assets: ReadonlyMap<string, string>;
}

const manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      dependencies: z.array(z.string()).default([]),
      properties: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
});

const stackProperties = z.object({ templateFile: z.string(), stackName: z.string().optional() });

const assetManifest = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string(), packaging: z.string() }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

/**
 * Reads a synthesized cloud assembly: its stacks, those first that others depend on.
 *
 * @throws Unsupported for artifacts such as nested assemblies
 */
export const readAssembly = (folder: string): readonly Stack[] => {
  const { artifacts } = manifest.parse(readJson(join(folder, 'manifest.json')));
  const nested = Object.entries(artifacts).find(([, { type }]) => type === 'cdk:cloud-assembly');
  if (nested) throw new Unsupported(`the assembly nests another one: ${nested[0]}`);
  const stacks = Object.entries(artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
  return inOrder(new Map(stacks.map(([id, { dependencies }]) => [id, dependencies]))).map((id) => {
    const { templateFile, stackName } = stackProperties.parse(artifacts[id]?.properties);
    return {
      name: stackName ?? id,
      template: template.parse(readJson(join(folder, templateFile))),
      assets: assetsOf(folder, id),
    };
  });
};

const assetsOf = (folder: string, stackId: string): ReadonlyMap<string, string> => {
  const file = join(folder, `${stackId}.assets.json`);
  if (!existsSync(file)) return new Map();
  const { files } = assetManifest.parse(readJson(file));
  return new Map(
    Object.values(files).flatMap(({ source, destinations }) =>
      Object.values(destinations).map(({ objectKey }): [string, string] => [objectKey, join(folder, source.path)]),
    ),
  );
};

/** Depth first over what each one needs; an assembly has no cycles. */
const inOrder = (needs: ReadonlyMap<string, readonly string[]>): readonly string[] => {
  const done = new Set<string>();
  const visit = (id: string): void => {
    if (done.has(id)) return;
    done.add(id);
    for (const other of needs.get(id) ?? []) if (needs.has(other)) visit(other);
    ordered.push(id);
  };
  const ordered: string[] = [];
  for (const id of needs.keys()) visit(id);
  return ordered;
};
