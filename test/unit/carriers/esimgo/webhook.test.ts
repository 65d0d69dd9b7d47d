import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { esimGoWebhook } from '../../../../shared/carriers/esimgo/esim-go-webhook.ts';
import type { CarrierRequest } from '../../../../shared/carriers/webhook.ts';
import { ICCID, NOW } from './esim-go-replies.ts';

const KEYS = ['key-one-of-the-account', 'key-two-of-the-account'] as const;
const apiUrl = 'https://api.esim-go.com/v2.5';

const utilisation = (facts: object = {}, bundle: object = {}): string =>
  JSON.stringify({
    iccid: ICCID,
    alertType: 'Utilisation',
    bundle: {
      id: '215009266',
      reference: '3a6e2e40-c674-45e9-b289-b35027bf72a9-0',
      name: 'esim_1GB_7D_JP_V2',
      description: 'eSIM, 1GB, 7 Days, Japan, V2',
      initialQuantity: 1_000_000_000,
      remainingQuantity: 200_000_000,
      startTime: '2026-09-28T00:00:00Z',
      endTime: '2026-10-05T00:00:00Z',
      unlimited: false,
      ...bundle,
    },
    ...facts,
  });

const sign = (body: string, key: string = KEYS[0], encoding: 'base64' | 'hex' = 'base64'): string =>
  createHmac('sha256', key).update(body).digest(encoding);

const request = (body: string, signature: string | undefined = sign(body)): CarrierRequest => ({
  method: 'POST',
  headers: { 'x-signature-sha256': signature },
  body: Buffer.from(body),
  query: {},
  receivedAt: NOW,
});

const receiver = (kept: readonly string[] = [KEYS[0]], fresh = kept) => {
  const reads: boolean[] = [];
  return {
    reads,
    ...esimGoWebhook({
      account: async ({ refresh = false } = {}) => {
        reads.push(refresh);
        return { apiUrl, apiKeys: [...(refresh ? fresh : kept)] };
      },
    }),
  };
};

const receive = (body: string) => receiver().receive(request(body));

describe('a callback', () => {
  test('that a bundle is used up to a share tells what is left', async () => {
    expect(await receive(utilisation())).toEqual([
      {
        kind: 'usage',
        sim: { iccid: ICCID },
        remainingBytes: 200_000_000,
        totalBytes: 1_000_000_000,
        // Callbacks carry no time of their own.
        asOf: NOW,
        undated: true,
      },
    ]);
  });

  test('with any ICCID as a number keeps every digit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: 10n ** 16n, max: 10n ** 18n - 1n }), async (rest) => {
        const iccid = `89${String(rest).padStart(17, '0')}`;
        const body = utilisation().replace(`"${ICCID}"`, iccid);
        expect(await receive(body)).toMatchObject([{ sim: { iccid } }]);
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    ['unlimited', { unlimited: true }],
    ['without quantities', { initialQuantity: null, remainingQuantity: null }],
    ['of nothing', { initialQuantity: 0 }],
  ])('about a bundle %s says only that something happened', async (_what, bundle) => {
    expect(await receive(utilisation({}, bundle))).toEqual([{ kind: 'changed', sim: { iccid: ICCID } }]);
  });

  test('that its time has begun says that its record is worth reading', async () => {
    expect(await receive(utilisation({ alertType: 'FirstUse' }))).toEqual([{ kind: 'changed', sim: { iccid: ICCID } }]);
  });

  test.each(['FirstAttachment', 'LowBalance', 'AutoTopup', 'SomethingNew'])(
    '%s is none that a line needs',
    async (alertType) => {
      expect(await receive(JSON.stringify({ alertType, bundle: { oldAmount: 40.1 } }))).toEqual([]);
    },
  );

  test.each([
    ['no JSON', '<html>'],
    ['no alert', JSON.stringify({ iccid: ICCID })],
    ['a list', '[]'],
    ['no SIM', utilisation({ iccid: null })],
    ['a SIM that is none', utilisation({ iccid: '0012' })],
    ['an ICCID that was rounded to a power', utilisation().replace(`"${ICCID}"`, '8.944e18')],
    ['no bundle', utilisation({ bundle: null })],
    ['a text for a quantity', utilisation({}, { remainingQuantity: '20%' })],
    ['a first use of nobody', JSON.stringify({ alertType: 'FirstUse' })],
  ])('with %s cannot be read', async (_what, body) => {
    await expect(receive(body)).rejects.toMatchObject({ code: 'notice_unreadable' });
  });
});

describe('the signature of a callback', () => {
  test.each(['base64', 'hex'] as const)('in %s is good under each key', async (encoding) => {
    const body = utilisation();
    const { receive } = receiver(KEYS);
    for (const key of KEYS) expect(await receive(request(body, sign(body, key, encoding)))).toHaveLength(1);
  });

  test('given a key that was added since, then the secret is read again, once', async () => {
    const body = utilisation();
    const { receive, reads } = receiver([KEYS[0]], KEYS);
    expect(await receive(request(body, sign(body, KEYS[1])))).toHaveLength(1);
    expect(reads).toEqual([false, true]);
  });

  test.each([
    ['none', ''],
    ['of another key', sign(utilisation(), 'key-of-somebody-else')],
    ['of another body', sign(`${utilisation()} `)],
    ['cut off', sign(utilisation()).slice(0, -4)],
    ['in other letters', sign(utilisation(), KEYS[0], 'hex').toUpperCase()],
    ['twice', `${sign(utilisation())}, ${sign(utilisation())}`],
  ])('given %s, then it is refused before anything is read', async (_what, signature) => {
    const { receive, reads } = receiver();
    await expect(receive(request(utilisation(), signature))).rejects.toMatchObject({ code: 'bad_signature' });
    expect(reads).toEqual([false, true]);
  });

  test('given a body that was changed by one byte, then it is refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (place, mask) => {
        const body = utilisation();
        const bytes = Buffer.from(body);
        const at = place % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ mask;
        const { receive } = receiver();
        await expect(receive({ ...request(body), body: bytes })).rejects.toMatchObject({ code: 'bad_signature' });
      }),
      { numRuns: 50 },
    );
  });
});
