import { describe, expect, test } from '@jest/globals';
import { komojuAccount } from '../../../../shared/payments/komoju/komoju-account.ts';
import { komojuWebhook } from '../../../../shared/payments/komoju/komoju-webhook.ts';
import { komojuKeys, komojuReceiver } from '../../../webhooks/senders/komoju.ts';
import { secretOf } from '../antom/arrived.ts';

const receiver = komojuWebhook({ account: secretOf(komojuReceiver) });

describe('given a delivery that was handled, when KOMOJU is answered, then it reads', () => {
  test('received, when it is taken', () => {
    expect(receiver.accepted).toEqual({ statusCode: 200, contentType: 'application/json', body: '{"received":true}' });
  });

  test.each([
    [401, 'bad_signature'],
    [503, 'payment_provider_unavailable'],
  ])('%i %s, when it is not', (statusCode, code) => {
    const body = JSON.stringify({ error: code });
    expect(receiver.refused(statusCode, code)).toEqual({ statusCode, contentType: 'application/json', body });
  });
});

describe('given the contents of a secret, when they are read as an account', () => {
  test.each([[[komojuKeys.present]], [[komojuKeys.present, komojuKeys.next]]])(
    '%j, then it is one',
    (webhookSecrets) => {
      expect(komojuAccount.parse({ webhookSecrets })).toEqual({ webhookSecrets });
    },
  );

  test.each([[[]], [Object.values(komojuKeys)], [['']], [['too short']], ['no list'], [undefined]])(
    '%j, then it is none',
    (webhookSecrets) => {
      expect(komojuAccount.safeParse({ webhookSecrets }).success).toBe(false);
    },
  );
});
