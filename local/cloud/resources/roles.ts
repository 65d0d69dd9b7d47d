import * as z from 'zod';
import type { Account, CreateResource } from '../deployment.ts';
import { policyDocument } from '../rights/policy.ts';
import type { Rights } from '../rights/rights.ts';
import { kind, meaningless } from './kind.ts';

const inline = z.strictObject({ PolicyName: z.string(), PolicyDocument: policyDocument });

/** A role; what it allows is in its own policies and in those that are attached to it. */
export const roleKind = (rights: Rights, { accountId }: Account): CreateResource =>
  kind(
    {
      AssumeRolePolicyDocument: meaningless,
      Policies: z.array(inline).optional(),
      RoleName: meaningless,
      Description: meaningless,
      Tags: meaningless,
    },
    async ({ Policies = [] }, { logicalId }) => {
      for (const { PolicyDocument } of Policies) rights.grant(logicalId, PolicyDocument.Statement);
      return { ref: logicalId, attributes: { Arn: `arn:aws:iam::${accountId}:role/${logicalId}`, RoleId: logicalId } };
    },
  );

export const policyKind = (rights: Rights): CreateResource =>
  kind(
    { PolicyName: z.string(), PolicyDocument: policyDocument, Roles: z.array(z.string()) },
    async ({ PolicyDocument, Roles }, { logicalId }) => {
      for (const role of Roles) rights.grant(role, PolicyDocument.Statement);
      return { ref: logicalId };
    },
  );
