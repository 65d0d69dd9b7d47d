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

  const support = around.as('support');
  const renewed = async (account: string, family: string, planId: string) => {
    const line = await around.addLine({ owner: 'mei', endsInMs: 3 * DAY_MS, family });
    const { renewal } = await around.order(mei, line.lineId, planId);
    await around.pay(renewal);
    await around.until(mei, renewal.renewalId, 'active', SLOWLY_MS);
    return { account, ...line, renewalId: String(renewal.renewalId) };
  };
  type Report = { kind: string; account: string; theirs: number; ours: number; open: number; ranAt: string };
  type Difference = { kind: string; reference: string; code?: string };
  /** The newest report of each carrier account. */
  const compared = async (): Promise<Map<string, Report & { differences: Difference[] }>> => {
    await around.fire('carrier-reconciler');
    const { body } = await support.get('/reconciliations');
    const reports = body.reports.filter(({ kind }: Report) => kind === 'carrier');
    return new Map(reports.toReversed().map((report: Report) => [report.account, report]));
  };

  test(
    'given what was renewed, when it is compared with the carriers, then what a carrier has changed waits for a person, once',
    async () => {
      const soracom = await renewed('soracom', 'jp-1gb', 'jp-1gb-3d');
      const esimaccess = await renewed('esimaccess', 'esimaccess-jp', 'esimaccess-jp-7d');
      // Beyond every carrier's settling time.
      await around.advance(3_600_000);
      const agreed = await compared();
      expect([...agreed.keys()].sort()).toEqual(['airalo', 'esimaccess', 'esimgo', 'manual', 'soracom']);
      for (const [account, { open, theirs, ours, differences }] of agreed)
        expect([account, open, theirs, differences]).toEqual([account, 0, account === 'manual' ? 0 : ours, []]);
      expect(agreed.get('soracom')?.ours).toBe(1);

      await around.carrier('soracom').happens(soracom.iccid, 'recycle', { iccid: '8981300000999999999' });
      await around.carrier('esimaccess').happens(esimaccess.iccid, 'take-away', { takenAway: 'REVOKE' });
      const changed = await compared();
      const differs = (reference: string, code: string) =>
        expect.objectContaining({ kind: 'record_differs', reference, code });
      const setAside = expect.objectContaining({ kind: 'repaired', reference: soracom.lineId, what: ['recycled'] });
      expect(changed.get('soracom')?.differences).toEqual([differs(soracom.renewalId, 'recycled'), setAside]);
      expect(changed.get('esimaccess')?.differences).toEqual([differs(esimaccess.renewalId, 'missing')]);
      for (const { renewalId } of [soracom, esimaccess]) {
        const { body: review } = await support.get(`/reviews/${renewalId}`);
        expect(review).toMatchObject({ status: 'active', reasons: [{ reason: 'carrier_record_differs' }] });
        const headers = { 'content-type': 'application/json' };
        const init = { headers, body: JSON.stringify({ exit: 'close', note: 'another SIM was sent' }) };
        expect((await support.request('POST', `/reviews/${renewalId}/resolution`, init)).status).toBe(200);
      }

      const settled = await compared();
      expect(settled.get('soracom')).toMatchObject({
        open: 0,
        differences: [],
        skipped: [{ why: 'recycled', lines: 1 }],
      });
      expect(settled.get('esimaccess')).toMatchObject({
        open: 0,
        differences: [{ kind: 'settled', reference: esimaccess.renewalId, code: 'missing' }],
      });
      const page = await support.get('/reconciliations', { accept: 'text/html' });
      expect(page.body).toContain('Reconciliation of carriers');
      expect(page.body).toContain(esimaccess.renewalId);
    },
    SLOWLY_MS * 3,
  );
});
