import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { instant } from '../../../../shared/domain/values/instant.ts';
import { isSigned } from '../../../../shared/payments/stripe/signature.ts';
import { stripeWebhook } from '../../../../shared/payments/stripe/stripe-webhook.ts';
import type { SignedRequest } from '../../../../shared/payments/webhook.ts';
import { ACCOUNT, missing, secretOf, stripeApi } from './stripe-api.ts';

/** Deliveries with known verdicts that lie beside the repository, where they are available. */
const FIXTURES = join(import.meta.dirname, '../../../../../shared/fixtures/webhooks');
const CASES = join(FIXTURES, 'cases/stripe');

interface Case {
  readonly id: string;
  readonly title: string;
  readonly clock: number;
  readonly http: {
    readonly headers: readonly (readonly [string, string])[];
    readonly path: string;
    readonly body_b64: string;
  };
  readonly expect: { readonly signature: 'valid' | 'invalid'; readonly ack: string; readonly order_after: string };
}

/** What must be told for an order to end up like this, whose reference every one of these deliveries carries. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  paid: ['captured'],
  awaiting: ['processing', 'requires_action'],
  failed: ['declined', 'failed', 'cancelled'],
  expired: ['expired', 'cancelled'],
  review: ['captured'],
  refunded_partial: ['refunded'],
  refunded_full: ['refunded'],
  disputed: ['disputed'],
};

const read = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T;

const requestOf = ({ http, clock }: Case): SignedRequest => ({
  headers: Object.fromEntries(http.headers.map(([name, value]) => [name.toLowerCase(), value])),
  body: Buffer.from(http.body_b64, 'base64'),
  path: http.path,
  receivedAt: instant(clock * 1_000),
});

if (!existsSync(CASES)) test.skip('the webhook fixtures are not beside this repository', () => {});
else
  describe('given the published deliveries, when they are verified, then the verdict is the expected one', () => {
    const keys = read<{ stripe: { secret: string; secret_old: string } }>(join(FIXTURES, 'keys/secrets.json'));
    const webhookSecrets = [keys.stripe.secret, keys.stripe.secret_old];
    const cases = readdirSync(CASES).map((name) => read<Case>(join(CASES, name)));
    const { httpClient } = stripeApi(() => missing);
    const receiver = stripeWebhook({ account: secretOf({ ...ACCOUNT, webhookSecrets }), httpClient });

    test('there is at least one', () => {
      expect(cases.length).toBeGreaterThan(0);
    });

    test.each(cases.map((each) => [`${each.id}: ${each.title}`, each] as const))('%s', async (_title, each) => {
      const request = requestOf(each);
      expect(isSigned(request, webhookSecrets)).toBe(each.expect.signature === 'valid');
      if (each.expect.ack !== 'ok') {
        await expect(receiver.receive(request)).rejects.toMatchObject({ code: 'bad_signature' });
        return;
      }
      const told = await receiver.receive(request);
      const kinds = KINDS[each.expect.order_after] ?? [];
      expect(told.map(({ report }) => kinds.includes(report.kind))).toEqual(kinds.length > 0 ? [true] : []);
      expect(told.every(({ reference }) => reference === 'R-20261001-0042')).toBe(true);
    });
  });
