import { X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { describe, expect, test } from '@jest/globals';
import { instant, parseInstant } from '../../../../shared/domain/values/instant.ts';
import { chainVerdict } from '../../../../shared/payments/paypal/certificate-chain.ts';
import { paypalAccount } from '../../../../shared/payments/paypal/paypal-account.ts';
import { paypalWebhook } from '../../../../shared/payments/paypal/paypal-webhook.ts';
import { isSignedBy, transmissionOf } from '../../../../shared/payments/paypal/transmission.ts';
import { type ApiAnswer, agreeing, paypalSide } from '../../../webhooks/senders/paypal.ts';
import { arrived, NOW, secretOf } from './receiving.ts';

/** Deliveries with known verdicts that lie beside the repository, where they are available. */
const FIXTURES = join(import.meta.dirname, '../../../../../shared/fixtures/webhooks');
const CASES = join(FIXTURES, 'cases/paypal');

interface Case {
  readonly id: string;
  readonly title: string;
  readonly clock: number;
  readonly cert_fetch?: Readonly<Record<string, string | { readonly status: number; readonly body?: string }>>;
  readonly provider_api?: Readonly<Record<string, ApiAnswer>>;
  readonly http: {
    readonly path: string;
    readonly headers: readonly (readonly [string, string])[];
    readonly body_b64: string;
  };
  readonly expect: { readonly ack: string; readonly order_after: string; readonly cert_fetches?: number };
}

interface Published {
  readonly leaf_pem: string;
  readonly intermediate_pem: string;
  readonly root_pem: string;
  readonly vectors: readonly Readonly<Record<string, string>>[];
}

const json = <T>(path: string): T => JSON.parse(readFileSync(join(FIXTURES, path), 'utf8')) as T;
const key = (name: string): string => readFileSync(join(FIXTURES, 'keys', name), 'utf8');
const account = (more: object) =>
  paypalAccount.parse({ clientId: 'client', clientSecrets: ['secret'], environment: 'sandbox', ...more });

if (!existsSync(CASES)) test.skip('the webhook fixtures are not beside this repository', () => {});
else {
  const cases = readdirSync(CASES).map((name) => json<Case>(`cases/paypal/${name}`));
  const { webhook_id: webhookId } = json<{ paypal: { webhook_id: string } }>('keys/secrets.json').paypal;

  describe('given the published deliveries, when they arrive, then the verdict is the expected one', () => {
    test('there is at least one', () => {
      expect(cases.length).toBeGreaterThan(0);
    });

    test.each(cases.map((each) => [`${each.id}: ${each.title}`, each] as const))('%s', async (_title, each) => {
      const { http, clock, cert_fetch: certificateAt = {}, provider_api: api = {} } = each;
      const body = Buffer.from(http.body_b64, 'base64');
      const side = paypalSide({
        // Undescribed look-ups are answered with what the delivery itself carries.
        api: { ...agreeing(body), ...api },
        certificateAt: (url) => {
          const found = certificateAt[url];
          return typeof found === 'object' ? { status: found.status, text: found.body ?? '' } : found && key(found);
        },
      });
      const configured = account({
        webhookIds: [webhookId],
        trustRootsPem: [key('paypal-root-ca.pem')],
        intermediatesPem: [key('paypal-intermediate-ca.pem')],
      });
      const receiver = paypalWebhook({ account: secretOf(configured), fetch: side.fetch, clock: () => NOW });
      const request = arrived(
        { headers: Object.fromEntries(http.headers), body, path: http.path },
        instant(clock * 1_000),
      );
      if (each.expect.ack !== 'ok')
        await expect(receiver.receive(request)).rejects.toMatchObject({ code: 'bad_signature' });
      else
        expect(await receiver.receive(request)).toMatchObject(
          each.expect.order_after === 'paid'
            ? [
                {
                  reference: 'R-20261001-0042',
                  report: { kind: 'captured', amount: { amountMinor: 2980, currency: 'JPY' } },
                },
              ]
            : expect.anything(),
        );
      expect(side.certificateFetches()).toBeLessThanOrEqual(each.expect.cert_fetches ?? 1);
    });
  });

  describe('given a real delivery that PayPal’s own SDKs publish', () => {
    const published = json<Published>('vectors/paypal-published.json');
    const leaf = new X509Certificate(published.leaf_pem);
    const sent = [new X509Certificate(published.intermediate_pem)];
    const root = new X509Certificate(published.root_pem);

    test.each(published.vectors)('when it is verified at its time, then it is PayPal’s (%#)', (vector) => {
      const configured = account({ webhookIds: [vector['webhook_id']], trustRootsPem: [published.root_pem] });
      const checkedAt = parseInstant(vector['check_at'] ?? '');
      const transmission = transmissionOf({
        headers: {
          'paypal-auth-algo': vector['auth_algo'],
          'paypal-cert-url': vector['cert_url'],
          'paypal-transmission-id': vector['transmission_id'],
          'paypal-transmission-sig': vector['transmission_sig'],
          'paypal-transmission-time': vector['transmission_time'],
        },
      });
      if (!transmission) throw new Error('no transmission');
      const body = Buffer.from(vector['body'] ?? '');
      expect(isSignedBy(leaf.publicKey, transmission, body, configured.webhookIds)).toBe(true);
      expect(isSignedBy(leaf.publicKey, transmission, Buffer.concat([body, body]), configured.webhookIds)).toBe(false);
      expect(chainVerdict(leaf, sent, configured, checkedAt)).toBe('trusted');
      expect(chainVerdict(leaf, sent, configured, instant(NOW))).toBe('broken');
      expect(chainVerdict(leaf, [], configured, checkedAt)).toBe('incomplete');
    });

    // Which roots those are changes with Node: this one's is on its way out.
    test('when no roots are configured, then Node’s count, and what they do not know is asked of PayPal', () => {
      const configured = account({ webhookIds: ['4JH86294D6297924G'] });
      const known = rootCertificates.some((pem) => new X509Certificate(pem).fingerprint256 === root.fingerprint256);
      const verdict = chainVerdict(leaf, sent, configured, parseInstant('2016-12-01T00:00:00Z'));
      expect(verdict).toBe(known ? 'trusted' : 'incomplete');
    });
  });
}
