import { describe, expect, test } from '@jest/globals';
import { productForTests } from './instance.ts';
import { WITHIN_MS } from './world.ts';

const DAY_MS = 86_400_000;
/** eSIM Go shows what was bought only after a while. */
const SLOWLY_MS = 2 * WITHIN_MS;

describe('one renewal at each carrier', () => {
  const { around } = productForTests();
  const mei = around.as('mei');

  test.each(['airalo', 'esimaccess', 'esimgo'] as const)(
    'given a SIM of %s, when its renewal is paid, then it is bought once, and ends when it was promised',
    async (account) => {
      const line = await around.addLine({ owner: 'mei', endsInMs: 3 * DAY_MS, family: `${account}-jp` });
      const { promised, renewal } = await around.order(mei, line.lineId, `${account}-jp-7d`);
      await around.pay(renewal);
      const active = await around.until(mei, renewal.renewalId, 'active', SLOWLY_MS);
      expect(active.endsAt).toBe(promised.endAfter);
      const { changes, endsAt } = await around.carrier(account).sim(line.iccid);
      // eSIM Go's simulator lists them, the others count them.
      expect(Array.isArray(changes) ? changes.length : changes).toBe(1);
      expect(new Date(endsAt).toISOString()).toBe(new Date(promised.endAfter).toISOString());
    },
    SLOWLY_MS * 2,
  );

  test('given a SIM that people renew, when it is paid, then they are asked, and the traveller is not told otherwise', async () => {
    const line = await around.addLine({ owner: 'mei', endsInMs: 3 * DAY_MS, family: 'manual-jp' });
    const { renewal } = await around.order(mei, line.lineId, 'manual-jp-7d');
    await around.pay(renewal);
    await around.until(mei, renewal.renewalId, 'activating');
    await around.idle();
    const { body } = await around.as('support').get('/activation-jobs?account=manual');
    expect(JSON.stringify(body)).toContain(renewal.renewalId);
  });
});
