import { describe, expect, test } from '@jest/globals';
import { nextFiring } from '../../../local/cloud/schedule-expression.ts';
import { scheduler } from '../../../local/cloud/scheduler.ts';
import { openRecords } from '../../../local/simulators/records.ts';

const at = (text: string): number => Date.parse(text);

describe('schedule expressions', () => {
  test.each([
    ['rate(5 minutes)', '2026-11-24T08:00:30Z', '2026-11-24T08:05:30.000Z'],
    ['rate(1 hour)', '2026-11-24T08:00:00Z', '2026-11-24T09:00:00.000Z'],
    ['cron(0 8 * * ? *)', '2026-11-24T08:00:00Z', '2026-11-25T08:00:00.000Z'],
    ['cron(15 10 ? * 6L *)', '2026-11-24T00:00:00Z', '2026-11-27T10:15:00.000Z'],
    ['at(2026-12-01T09:30:00)', '2026-11-24T00:00:00Z', '2026-12-01T09:30:00.000Z'],
  ])('%s after %s is %s', (expression, after, expected) => {
    const next = nextFiring(expression)(at(after));
    expect(next === undefined ? undefined : new Date(next).toISOString()).toBe(expected);
  });

  test('a zone moves a cron expression, and a passed instant never fires', () => {
    expect(nextFiring('cron(0 8 * * ? *)', 'Asia/Tokyo')(at('2026-11-24T00:00:00Z'))).toBe(at('2026-11-24T23:00:00Z'));
    expect(nextFiring('at(2026-12-01T09:30:00)')(at('2027-01-01T00:00:00Z'))).toBeUndefined();
  });

  test.each(['rate(0 minutes)', 'rate(5 fortnights)', 'every day', 'cron()'])('%s is refused', (expression) => {
    expect(() => nextFiring(expression)).toThrow();
  });
});

describe('the scheduler', () => {
  const setUp = (records = openRecords(':memory:')) => {
    const state = { now: at('2026-11-24T08:00:00Z') };
    const fired: number[] = [];
    const schedules = scheduler(
      () => state.now,
      records,
      () => {},
    );
    const fire = async (scheduledAt: number) => void fired.push(scheduledAt);
    schedules.add({ name: 'sweep', expression: 'rate(5 minutes)', next: nextFiring('rate(5 minutes)'), fire });
    return { state, fired, schedules, records };
  };

  test('given a jump over many firings, when it ticks, then it fires once', async () => {
    const { state, fired, schedules } = setUp();
    expect(schedules.list()[0]?.nextAt).toBe(at('2026-11-24T08:05:00Z'));
    state.now = at('2026-11-27T08:00:00Z');
    schedules.start();
    while (fired.length === 0) await new Promise(setImmediate);
    await schedules.stop();
    expect(fired).toEqual([at('2026-11-24T08:05:00Z')]);
    expect(schedules.list()[0]?.nextAt).toBe(at('2026-11-27T08:05:00Z'));
  });

  test('given a restart, then the next firing is the one that was planned before', () => {
    const first = setUp();
    first.schedules.list();
    first.state.now = at('2026-11-24T08:03:00Z');
    const second = setUp(first.records);
    second.state.now = at('2026-11-24T08:03:00Z');
    expect(second.schedules.list()[0]?.nextAt).toBe(at('2026-11-24T08:05:00Z'));
  });

  test('one that is fired by hand runs to its end; an unknown name is refused', async () => {
    const { fired, schedules } = setUp();
    await schedules.fire('sweep');
    expect(fired).toHaveLength(1);
    await expect(schedules.fire('nothing')).rejects.toThrow(RangeError);
  });
});
