import { describe, expect, test } from '@jest/globals';
import { komojuAccount } from '../../../../shared/payments/komoju/komoju-account.ts';
import { komojuWebhook } from '../../../../shared/payments/komoju/komoju-webhook.ts';
import { secretOf } from '../antom/arrived.ts';
import { FIXTURE_ORDER, fixtureCases, fixtureSecrets } from '../antom/fixture-cases.ts';

const cases = fixtureCases('komoju');

if (!cases) test.skip('the webhook fixtures are not beside this repository', () => {});
else
  describe('given the published deliveries, when they arrive, then the verdict is the expected one', () => {
    const receiver = komojuWebhook({
      account: secretOf(komojuAccount.parse({ webhookSecrets: [fixtureSecrets<{ secret: string }>('komoju').secret] })),
    });

    test('there is at least one', () => {
      expect(cases.length).toBeGreaterThan(0);
    });

    test.each(cases.map((each) => [`${each.id}: ${each.title}`, each] as const))('%s', async (_title, each) => {
      const notices = receiver.receive(each.request);
      if (each.expect.signature === 'invalid') await expect(notices).rejects.toMatchObject({ code: 'bad_signature' });
      else if (each.expect.order_after !== 'paid') expect(Array.isArray(await notices)).toBe(true);
      else
        expect(await notices).toEqual([
          {
            reference: FIXTURE_ORDER.reference,
            report: { kind: 'captured', captureId: expect.any(String), amount: FIXTURE_ORDER.amount },
          },
        ]);
    });
  });
