import { describe, expect, test } from '@jest/globals';
import { activateRenewal } from '../../../shared/app/activation/activate-renewal.ts';
import { carrierGuard } from '../../../shared/app/carriers/guard.ts';
import { jobsToDo, takeJobAnswer } from '../../../shared/app/manual-jobs.ts';
import { manualCarrier } from '../../../shared/carriers/manual/manual-carrier.ts';
import type { JobAnswer } from '../../../shared/domain/activation/manual-job.ts';
import { effectsOf } from '../../../shared/domain/renewal/effects.ts';
import type { Renewal } from '../../../shared/domain/renewal/renewal.ts';
import { HOUR_MS, type Instant, MINUTE_MS, plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import { STAFF } from '../domain/activation/given-job.ts';
import { aLine, aPlan, aRenewal, END, later, RENEWAL_ID } from '../domain/given.ts';

const PROMISED = plusMs(END, 3 * ROLLING_DAY_MS);
const DONE: JobAnswer = { outcome: 'done', carrierReference: 'OP-77', endsAt: PROMISED };
const paid = aRenewal('activating');
const BEFORE_DEADLINE = plusMs(paid.deadline, -MINUTE_MS);
const AFTER_DEADLINE = plusMs(paid.deadline, MINUTE_MS);

/** A paid renewal at a carrier without an API: the real worker, the real carrier, the real console of staff. */
const world = async () => {
  const store = memoryStore();
  const state: { now: Instant } = { now: later(2 * MINUTE_MS) };
  const clock = (): Instant => state.now;
  await store.addPlan(aPlan({ carrier: 'kyoto-sim', product: '日本3日間' }));
  await store.addLine(aLine({ carrier: 'kyoto-sim' }));
  await store.createRenewal(paid, undefined);
  const carrier = manualCarrier({ jobs: store, account: 'kyoto-sim', clock });
  const work = activateRenewal({
    store,
    carriers: { of: (account) => (account === 'kyoto-sim' ? carrier : undefined) },
    guard: carrierGuard(store, clock),
    clock,
    random: () => 0.5,
  });
  const renewal = async (): Promise<Renewal> => {
    const stored = await store.renewal(RENEWAL_ID);
    if (!stored) throw new Error('there is no renewal');
    return stored.renewal;
  };
  return {
    store,
    renewal,
    /** The worker at that time, as a message would wake it. */
    async work(at: Instant = state.now): Promise<Renewal> {
      state.now = at;
      await work(RENEWAL_ID);
      return renewal();
    },
    /** A person's answer, and the worker whom its effects wake. */
    async answer(given: JobAnswer, at: Instant = state.now): Promise<Renewal> {
      state.now = at;
      const before = await renewal();
      await takeJobAnswer({ store, clock })(STAFF, RENEWAL_ID, given);
      for (const effect of effectsOf(before, await renewal()))
        if (effect.kind === 'activate' && (effect.notBefore ?? 0) <= state.now) await work(RENEWAL_ID);
      return renewal();
    },
    toDo: async () => (await jobsToDo({ store, clock })('kyoto-sim')).jobs,
    line: () => store.line(aLine().lineId),
  };
};

describe('given a paid renewal at a carrier without an API', () => {
  test('when the worker takes it on, then a person has it to do until the deadline', async () => {
    const { work, toDo } = await world();
    expect(await work()).toMatchObject({ status: 'activating', accepted: RENEWAL_ID });
    expect(await toDo()).toMatchObject([
      { job: { reference: RENEWAL_ID, targetEnd: PROMISED, days: 3, product: '日本3日間' }, deadline: paid.deadline },
    ]);
  });

  test('when a person has done it, then it is active at once, by the proof they gave, and checked', async () => {
    const { work, answer, line, toDo } = await world();
    await work();
    expect(await answer(DONE, later(5 * MINUTE_MS))).toMatchObject({
      status: 'active',
      carrierReference: 'OP-77',
      period: { endsAt: PROMISED },
      checked: { endsAt: PROMISED },
    });
    expect(await line()).toMatchObject({ endsAt: PROMISED });
    expect(await toDo()).toEqual([]);
  });

  test('when a person refuses it, then the money goes back at once, and the line is free', async () => {
    const { work, answer, line } = await world();
    await work();
    expect(await answer({ outcome: 'refused', note: 'they do not know the SIM' })).toMatchObject({
      status: 'refunding',
      reason: 'carrier_refused',
    });
    expect([(await line())?.endsAt, (await line())?.fence]).toEqual([END, undefined]);
  });

  test('when nobody has done it by the deadline, then the job is called back and the money goes back', async () => {
    const { work, toDo, answer, renewal } = await world();
    await work();
    expect(await work(BEFORE_DEADLINE)).toMatchObject({ status: 'activating' });
    expect(await work(AFTER_DEADLINE)).toMatchObject({ status: 'refunding', reason: 'deadline_passed' });
    expect(await toDo()).toEqual([]);
    await expect(answer(DONE)).rejects.toMatchObject({ code: 'job_closed' });
    expect((await renewal()).status).toBe('refunding');
  });

  test('when it was done just before it would be called back, then it is active, and no money goes', async () => {
    const { work, answer, store } = await world();
    await work();
    const { saveRenewal } = store;
    // The answer is written, and its message is late: the worker comes for the deadline first.
    store.saveRenewal = async () => false;
    await expect(answer(DONE, AFTER_DEADLINE)).rejects.toMatchObject({ code: 'busy' });
    store.saveRenewal = saveRenewal;
    expect(await work(AFTER_DEADLINE)).toMatchObject({ status: 'active', carrierReference: 'OP-77' });
  });

  test('when the message of an answer is lost, then the next look finds it', async () => {
    const { work, answer, store } = await world();
    await work();
    const { saveRenewal } = store;
    store.saveRenewal = async () => false;
    await expect(answer(DONE)).rejects.toMatchObject({ code: 'busy' });
    store.saveRenewal = saveRenewal;
    expect(await work(later(20 * MINUTE_MS))).toMatchObject({ status: 'active' });
  });

  test('when the worker comes again and again, then there is one job', async () => {
    const { work, toDo } = await world();
    for (let minutes = 2; minutes < 50; minutes += 5) await work(later(minutes * MINUTE_MS));
    expect(await toDo()).toHaveLength(1);
  });

  test('when another end shows at the carrier than was promised, then the renewal is active and somebody looks at it', async () => {
    const { work, answer } = await world();
    await work();
    const active = await answer({ ...DONE, endsAt: plusMs(PROMISED, -24 * HOUR_MS) });
    expect(active).toMatchObject({
      status: 'active',
      payments: [{ verdict: 'review', held: { reason: 'carrier_record_differs' } }],
    });
  });
});
