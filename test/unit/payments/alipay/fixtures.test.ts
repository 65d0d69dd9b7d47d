import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { instant } from '../../../../shared/domain/values/instant.ts';
import { alipayAccount } from '../../../../shared/payments/alipay/alipay-account.ts';
import { alipayWebhook } from '../../../../shared/payments/alipay/alipay-webhook.ts';
import { tamperedBodies } from '../tampering.ts';
import { received, secretOf } from '../wechatpay/received.ts';

/** Deliveries with known verdicts that lie beside the repository, where they are available. */
const FIXTURES = join(import.meta.dirname, '../../../../../shared/fixtures/webhooks');

interface Case {
  readonly id: string;
  readonly title: string;
  readonly clock: number;
  readonly http: {
    readonly path: string;
    readonly headers: readonly (readonly [string, string])[];
    readonly body_b64: string;
  };
  readonly expect: { readonly ack: string };
}

const text = (path: string): string => readFileSync(join(FIXTURES, path), 'utf8');
const read = <T>(path: string): T => JSON.parse(text(path)) as T;

if (!existsSync(FIXTURES)) test.skip('the webhook fixtures are not beside this repository', () => {});
else {
  describe('given the published deliveries, when they are received, then the verdict is the expected one', () => {
    const { alipay } = read<{ alipay: { app_id: string; seller_id: string } }>('keys/secrets.json');
    const account = alipayAccount.parse({
      appId: alipay.app_id,
      sellerId: alipay.seller_id,
      publicKeys: [text('keys/alipay-public.pem')],
    });
    const receiver = alipayWebhook({ account: secretOf(account) });
    const cases = readdirSync(join(FIXTURES, 'cases/alipay')).map((name) => read<Case>(`cases/alipay/${name}`));

    test('there is at least one', () => {
      expect(cases.length).toBeGreaterThan(0);
    });

    test.each(cases.map((each) => [`${each.id}: ${each.title}`, each] as const))('%s', async (_title, each) => {
      const { path, headers, body_b64 } = each.http;
      const sent = { path, headers: Object.fromEntries(headers), body: Buffer.from(body_b64, 'base64') };
      const verdict = receiver.receive(received(sent, instant(each.clock * 1_000)));
      if (each.expect.ack !== 'ok') await expect(verdict).rejects.toMatchObject({ code: 'bad_signature' });
      else
        expect(await verdict).toEqual([
          {
            reference: 'R-20261001-0042',
            report: expect.objectContaining({ kind: 'captured', amount: { amountMinor: 14_800, currency: 'CNY' } }),
          },
        ]);
    });
  });

  describe('given the notice that Alipay’s own SDK for Node is tested with', () => {
    const published = read<{ alipay_public_key_pem: string; form_body: string }>(
      'vectors/alipay-published-notify.json',
    );
    const account = alipayAccount.parse({
      appId: '2019073166072302',
      sellerId: '2088531891668739',
      publicKeys: [published.alipay_public_key_pem],
    });
    const receiver = alipayWebhook({ account: secretOf(account) });
    const request = received({ path: '/', headers: {}, body: Buffer.from(published.form_body) });

    test('when it is received, then it is captured', async () => {
      expect(await receiver.receive(request)).toEqual([
        {
          reference: '20190815155618536-564-57',
          report: {
            kind: 'captured',
            captureId: '2019081522001468450512505578',
            amount: { amountMinor: 10, currency: 'CNY' },
          },
        },
      ]);
    });

    test('when any byte of it is changed, then it is refused', async () => {
      for (const tampered of tamperedBodies(request))
        await expect(receiver.receive(tampered)).rejects.toMatchObject({ code: 'bad_signature' });
    });
  });
}
