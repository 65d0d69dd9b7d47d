import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { instant } from '../../../../shared/domain/values/instant.ts';
import type { SignedRequest } from '../../../../shared/payments/webhook.ts';

/** Deliveries with known verdicts that lie beside the repository, where they are available. */
const FIXTURES = join(import.meta.dirname, '../../../../../shared/fixtures/webhooks');

interface FixtureCase {
  readonly id: string;
  readonly title: string;
  readonly request: SignedRequest;
  readonly expect: { readonly signature: 'valid' | 'invalid'; readonly ack: string; readonly order_after: string };
}

interface StoredCase extends Omit<FixtureCase, 'request'> {
  readonly clock: number;
  readonly http: {
    readonly path: string;
    readonly headers: readonly (readonly [string, string])[];
    readonly body_b64: string;
  };
}

const read = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T;

/** `undefined` when they are not there. */
export const fixtureCases = (provider: string): readonly FixtureCase[] | undefined => {
  const folder = join(FIXTURES, 'cases', provider);
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder).map((name) => {
    const { id, title, expect, http, clock } = read<StoredCase>(join(folder, name));
    const headers = Object.fromEntries(http.headers.map(([key, value]) => [key.toLowerCase(), value]));
    const body = Buffer.from(http.body_b64, 'base64');
    return { id, title, expect, request: { headers, body, path: http.path, receivedAt: instant(clock * 1_000) } };
  });
};

/** What the receiver is configured with. */
export const fixtureSecrets = <T>(provider: string): T =>
  read<Record<string, T>>(join(FIXTURES, 'keys/secrets.json'))[provider] as T;

export const fixtureKey = (name: string): string => readFileSync(join(FIXTURES, 'keys', name), 'utf8');

/** The order that all of them are about. */
export const FIXTURE_ORDER = { reference: 'R-20261001-0042', amount: { amountMinor: 2980, currency: 'JPY' } } as const;
