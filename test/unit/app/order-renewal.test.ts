import { describe, expect, test } from '@jest/globals';
import { personId } from '../../../shared/domain/values/ids.ts';
import { plusMs, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { money } from '../../../shared/domain/values/money.ts';
import { END, later } from '../domain/given.ts';
import { renewingWorld } from './renewing-world.ts';

describe('ordering a renewal', () => {
  test('opens one payment with a key of its own and stores both in one write', async () => {
    const world = await renewingWorld();
    const { renewal, replayed } = await world.order('key-0001');
    expect([renewal.status, replayed]).toEqual(['awaiting_payment', false]);
    expect(world.payments.opened).toHaveLength(1);
    expect(world.payments.opened[0]).toMatchObject({
      reference: `${renewal.renewalId}01`,
      amount: money(1_980, 'JPY'),
      returnUrl: `https://sim.example.com/?renewal=${renewal.renewalId}`,
    });
  });

  test('the same key with the same order answers the same renewal; another person may use the same key', async () => {
    const world = await renewingWorld();
    const first = await world.order('key-0001');
    const again = await world.order('key-0001');
    expect([again.replayed, again.renewal]).toEqual([true, first.renewal]);
    expect(world.payments.opened).toHaveLength(1);
  });

  test('the same key with another order is refused', async () => {
    const world = await renewingWorld();
    await world.order('key-0001');
    await expect(world.order('key-0001', { newEnd: later(1) })).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
  });

  test('of ten at once one is created, and all answer it', async () => {
    const world = await renewingWorld();
    const answers = await Promise.all(Array.from({ length: 10 }, () => world.order('key-0001')));
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(new Set(answers.map(({ renewal }) => JSON.stringify(renewal))).size).toBe(1);
  });

  test.each([
    ['an unknown plan', { planId: 'nothing' }, 'plan_not_found'],
    ['another version', { planVersion: 2 }, 'preview_outdated'],
    ['another price', { price: money(1, 'JPY') }, 'preview_outdated'],
    ['another currency', { price: money(1_980, 'CNY') }, 'currency_not_offered'],
    ['an end that is no longer reached', { newEnd: plusMs(END, 3 * ROLLING_DAY_MS + 1) }, 'preview_outdated'],
  ])('%s is refused, and no payment is opened', async (_name, change, code) => {
    const world = await renewingWorld();
    await expect(world.order('key-0001', change)).rejects.toMatchObject({ code });
    expect(world.payments.opened).toEqual([]);
  });

  test("another person's line is answered like one that does not exist", async () => {
    const world = await renewingWorld();
    await expect(world.order('key-0001', {}, personId('kenji'))).rejects.toMatchObject({ code: 'line_not_found' });
  });

  test('a line that has ended for good is refused', async () => {
    const world = await renewingWorld();
    world.state.now = END;
    await expect(world.order('key-0001')).rejects.toMatchObject({ code: 'line_not_renewable' });
  });

  test('a line whose last attempt waits for a person is refused before anybody pays', async () => {
    const world = await renewingWorld();
    world.carrier.script({ outcome: { kind: 'unknown', code: 'timeout' } });
    const id = await world.paid('key-0001');
    await world.activate(id);
    world.carrier.unreachable(100_000);
    for (let hour = 0; hour < 30; hour += 1) {
      world.state.now += 3_600_000;
      await world.activate(id);
    }
    expect((await world.stored(id)).status).toBe('needs_review');
    await expect(world.order('key-0002')).rejects.toMatchObject({ code: 'line_in_review' });
  });

  test('a provider that fails leaves nothing behind, and the same key works later', async () => {
    const world = await renewingWorld();
    world.payments.unreachable(1);
    await expect(world.order('key-0001')).rejects.toMatchObject({ code: 'payment_provider_unavailable' });
    expect((await world.order('key-0001')).replayed).toBe(false);
  });

  test('a crash between provider and store costs nothing: the same key opens the same payment', async () => {
    const world = await renewingWorld();
    world.failWrite(1, 'before');
    await expect(world.order('key-0001')).rejects.toThrow('outage');
    const { renewal } = await world.order('key-0001');
    expect(new Set(world.payments.opened.map(({ reference }) => reference))).toEqual(
      new Set([`${renewal.renewalId}01`]),
    );
  });
});
