import * as z from 'zod';
import type { Account, CreateResource } from '../deployment.ts';
import type { FunctionHost } from '../lambda/function-host.ts';
import type { Rights } from '../rights/rights.ts';
import { Unsupported } from '../unsupported.ts';
import { count, kind, meaningless } from './kind.ts';

const DEFAULT_TIMEOUT_SECONDS = 3;
const DEFAULT_MEMORY_MB = 128;

/**
 * A function from the bundle in the assembly. `variablesFor` adds what Lambda itself sets, for example the region, the
 * credentials and where AWS is.
 */
export const functionKind = (
  { functions, rights }: { readonly functions: FunctionHost; readonly rights: Pick<Rights, 'assume'> },
  account: Account,
  variablesFor: (functionName: string) => Readonly<Record<string, string>>,
): CreateResource =>
  kind(
    {
      Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
      Handler: z.string(),
      Runtime: z.literal('nodejs24.x'),
      Timeout: count.optional(),
      MemorySize: count.optional(),
      Environment: z.strictObject({ Variables: z.record(z.string(), z.coerce.string()) }).optional(),
      PackageType: z.literal('Zip').optional(),
      Role: z.string(),
      Architectures: meaningless,
      Description: meaningless,
      LoggingConfig: meaningless,
      TracingConfig: meaningless,
      RecursiveLoop: meaningless,
      KmsKeyArn: meaningless,
      Tags: meaningless,
    },
    async (given, { logicalId, name, assets }) => {
      const folder = assets.get(given.Code.S3Key);
      if (folder === undefined) throw new Unsupported(`the code ${given.Code.S3Key}, which is not in the assembly`);
      if (functions.has(name)) throw new Unsupported(`a second function named ${name}`);
      const arn = `arn:aws:lambda:${account.region}:${account.accountId}:function:${name}`;
      rights.assume(name, given.Role);
      functions.define({
        name,
        arn,
        folder,
        handler: given.Handler,
        timeoutMs: (given.Timeout ?? DEFAULT_TIMEOUT_SECONDS) * 1_000,
        memoryMb: given.MemorySize ?? DEFAULT_MEMORY_MB,
        variables: { ...variablesFor(name), LAMBDA_TASK_ROOT: folder, ...given.Environment?.Variables },
      });
      return { ref: name, attributes: { Arn: arn, FunctionName: name, LogicalId: logicalId } };
    },
  );
