import { describe, expect, test } from '@jest/globals';
import { carrierGuard } from '../../../../shared/app/carriers/guard.ts';
import { FAILURES_TO_OPEN } from '../../../../shared/domain/carrier/health.ts';
import { instant, SECOND_MS } from '../../../../shared/domain/values/instant.ts';
import { memoryStore } from '../../../fakes/memory-store.ts';
import { NOW } from '../../domain/given.ts';

const FAILED = { kind: 'unknown', trouble: 'unreachable' } as const;

const world = () => {
  const store = memoryStore();
  const state: { now: number } = { now: NOW };
  const clock = () => instant(state.now);
  /** Workers in processes of their own: each keeps what it read for some seconds. */
  const worker = () => carrierGuard(store, clock);
  return { store, state, worker };
};

describe('given several workers of one carrier account', () => {
  test('when each meets one failure, then together they open the circuit for all of them', async () => {
    const { worker, state } = world();
    const workers = Array.from({ length: FAILURES_TO_OPEN }, worker);
    await Promise.all(workers.map((each) => each.note('esimgo', FAILED)));
    expect(await worker().permit('esimgo', 'buy')).toMatchObject({ ok: false, code: 'circuit_open' });
    expect(await worker().permit('another', 'buy')).toEqual({ ok: true });
    state.now += 6 * SECOND_MS;
    for (const each of workers) expect((await each.permit('esimgo', 'buy')).ok).toBe(false);
  });

  test('when the pause is over, then exactly one of them tries', async () => {
    const { worker, state } = world();
    for (let count = 0; count < FAILURES_TO_OPEN; count += 1) await worker().note('esimgo', FAILED);
    state.now += 31 * SECOND_MS;
    const permits = await Promise.all(Array.from({ length: 8 }, () => worker().permit('esimgo', 'buy')));
    expect(permits.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test('when the trial is answered, then all of them call again', async () => {
    const { worker, state } = world();
    for (let count = 0; count < FAILURES_TO_OPEN; count += 1) await worker().note('esimgo', FAILED);
    state.now += 31 * SECOND_MS;
    const trying = worker();
    await trying.permit('esimgo', 'buy');
    await trying.note('esimgo', { kind: 'confirmed' });
    expect(await worker().permit('esimgo', 'buy')).toEqual({ ok: true });
  });
});

describe('given a carrier that answers', () => {
  test('then it is read about once in five seconds, and nothing is written', async () => {
    const { store, state, worker } = world();
    const writes: string[] = [];
    store.afterWrite = (write) => void writes.push(write);
    let reads = 0;
    const counted = carrierGuard(
      {
        ...store,
        carrierHealth: (account) => {
          reads += 1;
          return store.carrierHealth(account);
        },
      },
      () => instant(state.now),
    );
    for (let count = 0; count < 10; count += 1) {
      await counted.permit('soracom', 'buy');
      await counted.note('soracom', { kind: 'confirmed' });
      state.now += SECOND_MS;
    }
    expect([reads, writes]).toEqual([2, []]);
    await worker().note('soracom', { kind: 'not_sent' });
    expect(writes).toEqual([]);
  });
});
