import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ManualJob } from '../../shared/domain/activation/manual-job.ts';
import { type RenewalId, renewalIdFrom } from '../../shared/domain/values/ids.ts';
import { plusMs, ROLLING_DAY_MS } from '../../shared/domain/values/instant.ts';
import { JOB_PAGE_SIZE, type Store } from '../../shared/table/store.ts';
import { aJob, anAnsweredJob, aWithdrawnJob } from '../unit/domain/activation/given-job.ts';
import { aLine, aRenewal, END, LINE_ID, later, NOW, RENEWAL_ID } from '../unit/domain/given.ts';

const numbered = (number: number): RenewalId =>
  renewalIdFrom(
    LINE_ID,
    Uint8Array.from({ length: 10 }, (_, index) => (index === 9 ? number : 0)),
  );
const DONE = anAnsweredJob();

/** What every store does with jobs: run against the one in memory and against the table on the real engine. */
export const manualJobContract = (name: string, makeStore: () => Promise<Store>): void =>
  describe(`${name}: jobs that people carry out`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await makeStore();
    });

    test('given none, then there is none, and nothing can be saved', async () => {
      expect(await store.manualJob(RENEWAL_ID)).toBeUndefined();
      expect(await store.openManualJobs('kyoto-sim')).toEqual({ ids: [] });
      expect(await store.saveManualJob(aJob(), DONE)).toBe(false);
      expect(await store.manualJob(RENEWAL_ID)).toBeUndefined();
    });

    test.each<[string, ManualJob]>([
      ['done', DONE],
      [
        'done, with all that may be said of it',
        anAnsweredJob({ outcome: 'done', carrierReference: 'x', endsAt: END, note: '電話で確認済み' }),
      ],
      ['refused', anAnsweredJob({ outcome: 'refused', note: 'unknown to them' })],
      ['withdrawn', aWithdrawnJob()],
      ['open, for a later end', aJob({ targetEnd: plusMs(END, 30 * ROLLING_DAY_MS) })],
    ])('given an open job, when it is saved as %s, then it comes back as that', async (_name, next) => {
      expect(await store.createManualJob(aJob())).toBeUndefined();
      expect(await store.manualJob(RENEWAL_ID)).toEqual(aJob());
      expect(await store.saveManualJob(aJob(), next)).toBe(true);
      expect(await store.manualJob(RENEWAL_ID)).toEqual(next);
    });

    test('given a job, when it is put again, then what is there is told and stays, whatever became of it', async () => {
      await store.createManualJob(aJob());
      expect(await store.createManualJob(aJob({ days: 30 }))).toEqual(aJob());
      await store.saveManualJob(aJob(), DONE);
      expect(await store.createManualJob(aJob())).toEqual(DONE);
      expect(await store.manualJob(RENEWAL_ID)).toEqual(DONE);
    });

    test('given a job that is closed, then nothing closes or opens it again', async () => {
      await store.createManualJob(aJob());
      const withdrawn = aWithdrawnJob();
      await store.saveManualJob(aJob(), withdrawn);
      for (const next of [DONE, aJob(), withdrawn]) expect(await store.saveManualJob(aJob(), next)).toBe(false);
      expect(await store.manualJob(RENEWAL_ID)).toEqual(withdrawn);
    });

    test('given a job that asks for another end by now, then whoever saw the former one loses', async () => {
      await store.createManualJob(aJob());
      const raised = aJob({ targetEnd: plusMs(aJob().targetEnd, 1) });
      await store.saveManualJob(aJob(), raised);
      expect(await store.saveManualJob(aJob(), DONE)).toBe(false);
      expect(await store.saveManualJob(raised, { ...DONE, targetEnd: raised.targetEnd })).toBe(true);
    });

    test('given ten who create or close it at once, then one does', async () => {
      const ten = Array.from({ length: 10 });
      const existing = await Promise.all(ten.map(() => store.createManualJob(aJob())));
      expect(existing.filter((job) => job === undefined)).toHaveLength(1);
      const saved = await Promise.all(
        ten.map((_, index) => store.saveManualJob(aJob(), index % 2 === 0 ? DONE : aWithdrawnJob())),
      );
      expect(saved.filter(Boolean)).toHaveLength(1);
    });

    test('given jobs of several accounts, then the open ones of an account are listed oldest first, and no reviews', async () => {
      const jobs = [
        aJob({ reference: numbered(1), createdAt: later(3) }),
        aJob({ reference: numbered(2), createdAt: later(1) }),
        aJob({ reference: numbered(3), createdAt: later(2), account: 'kyoto-sim2' }),
        aJob({ reference: numbered(4), createdAt: NOW }),
      ];
      for (const job of jobs) await store.createManualJob(job);
      await store.createRenewal(aRenewal('needs_review'), undefined);
      await store.saveManualJob(aJob({ reference: numbered(4) }), { ...DONE, reference: numbered(4) });
      expect(await store.openManualJobs('kyoto-sim')).toEqual({ ids: [numbered(2), numbered(1)] });
      expect(await store.openManualJobs('kyoto-sim2')).toEqual({ ids: [numbered(3)] });
      expect((await store.reviews()).ids).toEqual([RENEWAL_ID]);
    });

    test('given more than a page, then all are listed, each once, also when those that were seen are closed in between', async () => {
      const count = JOB_PAGE_SIZE * 2 + 3;
      const jobs = Array.from({ length: count }, (_, number) =>
        aJob({ reference: numbered(number), createdAt: later(number) }),
      );
      for (const job of jobs) await store.createManualJob(job);
      const found: RenewalId[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.openManualJobs('kyoto-sim', cursor);
        expect(page.ids.length).toBeLessThanOrEqual(JOB_PAGE_SIZE);
        for (const id of page.ids) await store.saveManualJob(aJob(), aWithdrawnJob({ reference: id }));
        found.push(...page.ids);
        cursor = page.cursor;
      } while (cursor !== undefined);
      expect(found).toEqual(jobs.map(({ reference }) => reference));
      expect(await store.openManualJobs('kyoto-sim')).toEqual({ ids: [] });
    });

    test('a job lies beside its line and its renewal and is neither', async () => {
      await store.addLine(aLine());
      await store.createRenewal(aRenewal('activating'), undefined);
      await store.createManualJob(aJob());
      const context = await store.activationContext(RENEWAL_ID);
      expect([context?.line, context?.stored.renewal]).toEqual([aLine(), aRenewal('activating')]);
      expect(await store.manualJob(RENEWAL_ID)).toEqual(aJob());
    });
  });
