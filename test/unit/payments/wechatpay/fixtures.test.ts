import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { instant } from '../../../../shared/domain/values/instant.ts';
import { wechatpayAccount } from '../../../../shared/payments/wechatpay/wechatpay-account.ts';
import { wechatpayWebhook } from '../../../../shared/payments/wechatpay/wechatpay-webhook.ts';
import { tamperedBodies } from '../tampering.ts';
import { received, secretOf } from './received.ts';

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
  readonly expect: { readonly ack: string; readonly order_after: string };
}

interface Secrets {
  readonly mchid: string;
  readonly appid: string;
  readonly apiv3_key: string;
  readonly platform_serial: string;
  readonly public_key_id: string;
}

interface Published {
  readonly certificate: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly check_at_unix: number;
}

const text = (path: string): string => readFileSync(join(FIXTURES, path), 'utf8');
const read = <T>(path: string): T => JSON.parse(text(path)) as T;

const KINDS: Readonly<Record<string, string>> = { paid: 'captured', refunded_full: 'refund_part' };

if (!existsSync(FIXTURES)) test.skip('the webhook fixtures are not beside this repository', () => {});
else {
  const { wechat } = read<{ wechat: Secrets }>('keys/secrets.json');
  const account = wechatpayAccount.parse({
    mchid: wechat.mchid,
    appids: [wechat.appid],
    apiv3Keys: [wechat.apiv3_key],
    keys: {
      [wechat.public_key_id]: text('keys/wechat-pubkey-public.pem'),
      [wechat.platform_serial]: text('keys/wechat-platform-cert.pem'),
    },
  });

  describe('given the published deliveries, when they are received, then the verdict is the expected one', () => {
    const cases = readdirSync(join(FIXTURES, 'cases/wechat')).map((name) => read<Case>(`cases/wechat/${name}`));
    const receiver = wechatpayWebhook({ account: secretOf(account) });

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
            report: expect.objectContaining({
              kind: KINDS[each.expect.order_after],
              amount: { amountMinor: 14_800, currency: 'CNY' },
            }),
          },
        ]);
    });
  });

  describe('given the notice that WeChat Pay’s own SDK for Go is tested with', () => {
    const published = read<Published>('vectors/wechat-published-notify.json');
    const serial = published.headers['Wechatpay-Serial'] ?? '';
    const receiver = wechatpayWebhook({ account: secretOf({ ...account, keys: { [serial]: published.certificate } }) });
    const sent = { path: '/', headers: published.headers, body: Buffer.from(published.body) };
    const request = received(sent, instant(published.check_at_unix * 1_000));

    test('when it is received, then the certificate verifies it, and its type is let pass', async () => {
      expect(await receiver.receive(request)).toEqual([]);
    });

    test('when a byte of it is changed, then it is refused', async () => {
      for (const tampered of tamperedBodies(request).slice(0, 20))
        await expect(receiver.receive(tampered)).rejects.toMatchObject({ code: 'bad_signature' });
    });
  });
}
