import * as z from 'zod';
import type { Backend } from './gateway/forward.ts';
import { awsError, jsonResponse } from './gateway/signed-request.ts';

/** The values of secrets, by ARN. They come from whoever starts the cloud, as they come from the operator on AWS. */
export interface Secrets {
  define(arn: string, value: () => string): void;
  readonly backend: Backend;
}

const getValue = z.object({ SecretId: z.string() });

/** Secrets Manager, as far as functions use it: `GetSecretValue`. */
export const secretsManager = (): Secrets => {
  const values = new Map<string, () => string>();
  return {
    define(arn, value) {
      values.set(arn, value);
    },
    backend: async ({ operation, body }) => {
      if (operation !== 'GetSecretValue') return awsError(400, 'UnknownOperationException', operation);
      const { SecretId } = getValue.parse(JSON.parse(body.toString('utf8')));
      const value = values.get(SecretId);
      if (!value) return awsError(400, 'ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
      return jsonResponse(200, { ARN: SecretId, Name: SecretId, SecretString: value(), VersionStages: ['AWSCURRENT'] });
    },
  };
};
