import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type * as z from 'zod/mini';
import type { Clock } from './deps.ts';

/** How long a rotated secret may go unnoticed where nothing fails because of it. */
const MAX_AGE_MS = 5 * 60_000;
/** A flood of authentication failures must not become a flood of reads. */
const MIN_REFRESH_INTERVAL_MS = 10_000;

export type Secret<T> = (options?: { readonly refresh?: boolean }) => Promise<T>;

/**
 * A secret in JSON, parsed and kept for {@link MAX_AGE_MS}. `refresh` reads it again after an authentication failure.
 *
 * @throws when it cannot be read or does not fit the schema; the message never contains its value
 */
export const cachedSecret = <T extends z.ZodMiniType>(
  client: SecretsManagerClient,
  secretArn: string,
  schema: T,
  clock: Clock,
): Secret<z.output<T>> => {
  let kept: { readonly value: z.output<T>; readonly readAt: number } | undefined;
  return async ({ refresh = false } = {}) => {
    const age = kept ? clock() - kept.readAt : Number.POSITIVE_INFINITY;
    if (kept && age >= 0 && age < (refresh ? MIN_REFRESH_INTERVAL_MS : MAX_AGE_MS)) return kept.value;
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
    const result = schema.safeParse(parseJson(SecretString));
    if (!result.success) throw new Error(`the secret ${secretArn} does not fit its schema`);
    kept = { value: result.data, readAt: clock() };
    return kept.value;
  };
};

const parseJson = (text: string | undefined): unknown => {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
};
