import * as z from 'zod';
import type { Account, CreateResource } from '../deployment.ts';
import type { Secrets } from '../secrets.ts';
import { kind, meaningless } from './kind.ts';

/** A secret; its value comes from `secretValue`, by the construct's name, or is missing as on AWS before it is put in. */
export const secretKind = (
  secrets: Secrets,
  { region, accountId }: Account,
  secretValue: (name: string) => (() => string) | undefined,
): CreateResource =>
  kind(
    {
      Name: z.string().optional(),
      Description: meaningless,
      GenerateSecretString: meaningless,
      SecretString: meaningless,
      KmsKeyId: meaningless,
      ReplicaRegions: meaningless,
      Tags: meaningless,
    },
    async (given, { logicalId, name }) => {
      const arn = `arn:aws:secretsmanager:${region}:${accountId}:secret:${given.Name ?? logicalId}`;
      const value = secretValue(name);
      if (value) secrets.define(arn, value);
      return { ref: arn, attributes: { Id: arn } };
    },
  );

/** A log group is a name here: what functions print goes into files. */
export const logGroupKind = ({ region, accountId }: Account): CreateResource =>
  kind(
    {
      LogGroupName: z.string().optional(),
      RetentionInDays: meaningless,
      KmsKeyId: meaningless,
      LogGroupClass: meaningless,
      DeletionProtectionEnabled: meaningless,
      Tags: meaningless,
    },
    async (given, { logicalId }) => {
      const name = given.LogGroupName ?? logicalId;
      return { ref: name, attributes: { Arn: `arn:aws:logs:${region}:${accountId}:log-group:${name}:*` } };
    },
  );
