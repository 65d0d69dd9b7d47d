import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { readAssembly } from '../../local/cloud/assembly.ts';

const code = z.object({
  Code: z.object({ S3Key: z.string() }),
  Environment: z.object({ Variables: z.object({ POWERTOOLS_SERVICE_NAME: z.string() }) }),
});

/** Bytes of each function's bundle in the assembly that runs, without source maps. */
export const bundleBytes = (home: string): readonly (readonly [string, number])[] => {
  const assemblies = join(home, 'assembly');
  const [folder = ''] = readdirSync(assemblies).filter((name) => /^[0-9a-f]{16}$/.test(name));
  return readAssembly(join(assemblies, folder)).flatMap(({ template, assets }) =>
    Object.values(template.Resources)
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      .map(({ Properties }) => {
        const { Code, Environment } = code.parse(Properties);
        const bytes = statSync(join(assets.get(Code.S3Key) ?? '', 'index.js')).size;
        return [Environment.Variables.POWERTOOLS_SERVICE_NAME, bytes] as const;
      }),
  );
};
