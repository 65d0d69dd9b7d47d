import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { instant } from '../../../../shared/domain/values/instant.ts';
import type { SignedRequest } from '../../../../shared/payments/provider.ts';
import { isSigned } from '../../../../shared/payments/stripe/signature.ts';
import { stripeProvider } from '../../../../shared/payments/stripe/stripe-provider.ts';
import { ACCOUNT, REFERENCE, secretOf, signed, stripeApi } from './stripe-api.ts';

/** Deliveries with known verdicts that lie beside the repository, where they are available. */
const FIXTURES = join(import.meta.dirname, '../../../../../shared/fixtures/webhooks');
const CASES = join(FIXTURES, 'cases/stripe');

interface Case {
  readonly id: string;
  readonly title: string;
  readonly clock: number;
  readonly http: { readonly headers: readonly (readonly [string, string])[]; readonly body_b64: string };
  readonly expect: { readonly signature: 'valid' | 'invalid'; readonly ack: string; readonly order_after: string };
}

const read = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T;

const requestOf = ({ http, clock }: Case): SignedRequest => ({
  headers: Object.fromEntries(http.headers.map(([name, value]) => [name.toLowerCase(), value])),
  body: Buffer.from(http.body_b64, 'base64'),
  receivedAt: instant(clock * 1_000),
});

if (!existsSync(CASES)) test.skip('the webhook fixtures are not beside this repository', () => {});
else
  describe('given the published deliveries, when they are verified, then the verdict is the expected one', () => {
    const keys = read<{ stripe: { secret: string; secret_old: string } }>(join(FIXTURES, 'keys/secrets.json'));
    const webhookSecrets = [keys.stripe.secret, keys.stripe.secret_old];
    const cases = readdirSync(CASES).map((name) => read<Case>(join(CASES, name)));
    const { httpClient } = stripeApi(() => new Error('nothing is asked'));
    const provider = stripeProvider({ account: secretOf({ ...ACCOUNT, webhookSecrets }), httpClient });

    test('there is at least one', () => {
      expect(cases.length).toBeGreaterThan(0);
    });

    test.each(cases.map((each) => [`${each.id}: ${each.title}`, each] as const))('%s', async (_title, each) => {
      const request = requestOf(each);
      expect(isSigned(request, webhookSecrets)).toBe(each.expect.signature === 'valid');
      if (each.expect.ack !== 'ok')
        await expect(provider.verify(request)).rejects.toMatchObject({ code: 'bad_signature' });
      // Their orders have other references than ours: verified, and let pass as somebody else's.
      else expect(await provider.verify(request)).toEqual([]);
    });

    test.each(
      cases
        .filter(({ expect: { order_after } }) => ['paid', 'awaiting'].includes(order_after))
        .map((each) => [each.id, each] as const),
    )('%s, had it carried our reference', async (_id, each) => {
      const ours = Buffer.from(each.http.body_b64, 'base64')
        .toString()
        .replaceAll('"order_id"', '"reference"')
        .replaceAll('R-20261001-0042', REFERENCE);
      const request = {
        ...signed(ours, { secret: keys.stripe.secret, at: each.clock * 1_000 }),
        receivedAt: instant(each.clock * 1_000),
      };
      const kind = each.expect.order_after === 'paid' ? 'captured' : 'processing';
      expect(await provider.verify(request)).toEqual([
        { reference: REFERENCE, report: expect.objectContaining({ kind }) },
      ]);
    });
  });
