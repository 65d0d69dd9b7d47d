import { describe, expect, test } from '@jest/globals';
import { smsGuard } from '../../../../shared/app/contacts/sms-guard.ts';
import type { SmsPolicy } from '../../../../shared/domain/spend/sms-policy.ts';
import { HOUR_MS, type Instant, ROLLING_DAY_MS } from '../../../../shared/domain/values/instant.ts';
import { smsSegments } from '../../../../shared/messaging/sms-segments.ts';
import { memoryContacts } from '../../../fakes/memory-contacts.ts';
import { later, NOW } from '../../domain/given.ts';
import { memoryLog } from '../../http/http-event.ts';

const POLICY: SmsPolicy = {
  countries: [{ callingCode: '+81', segmentPriceE4: 1_000 }],
  dailySegments: 10,
  dailyUsdCents: 80,
  perPrefixAndHour: 3,
};

const world = (policy: Partial<SmsPolicy> = {}) => {
  const state: { now: Instant } = { now: NOW };
  const log = memoryLog();
  const guard = smsGuard({
    counters: memoryContacts(),
    policy: { ...POLICY, ...policy },
    segmentsOf: (text) => smsSegments(text).segments,
    clock: () => state.now,
    log,
  });
  let block = 0;
  return {
    state,
    log,
    /** To a number of a block of its own, unless one is given. */
    admit: (text = 'short', to?: string) => {
      block += 1;
      return guard({ to: to ?? `+8190${String(block).padStart(4, '0')}0000`, text });
    },
  };
};
const refused = (reason: string) => ({ kind: 'refused', reason });
const ADMITTED = { kind: 'admitted' };

describe('an SMS that is about to be sent', () => {
  test('given another country, then it is held back and not counted', async () => {
    const { admit, log } = world();
    expect(await admit('short', '+12025550123')).toEqual(refused('country_not_allowed'));
    expect(log.entries.filter(({ message }) => message === 'sms spend')).toEqual([]);
  });

  test('given a pump that walks through a block of numbers, then it gets three an hour, and others their own', async () => {
    const { admit, state } = world();
    const pump = (number: number) => admit('short', `+819012340${String(number).padStart(3, '0')}`);
    const results = [];
    for (let number = 0; number < 5; number += 1) results.push(await pump(number));
    expect(results).toEqual([ADMITTED, ADMITTED, ADMITTED, refused('prefix_velocity'), refused('prefix_velocity')]);
    expect(await admit()).toEqual(ADMITTED);
    state.now = later(HOUR_MS);
    expect(await pump(9)).toEqual(ADMITTED);
  });

  test('given what a day may cost, then the SMS beyond it waits for the next day', async () => {
    const { admit, state } = world();
    for (let sent = 0; sent < 8; sent += 1) expect(await admit()).toEqual(ADMITTED);
    expect(await admit()).toEqual(refused('daily_spend'));
    state.now = later(ROLLING_DAY_MS);
    expect(await admit()).toEqual(ADMITTED);
  });

  test('given a text of several segments, then each of them counts', async () => {
    const { admit } = world({ dailyUsdCents: 10_000 });
    const threeSegments = '期'.repeat(150);
    for (let sent = 0; sent < 3; sent += 1) expect(await admit(threeSegments)).toEqual(ADMITTED);
    expect(await admit(threeSegments)).toEqual(refused('daily_segments'));
    expect(await admit()).toEqual(ADMITTED);
  });

  test('the alarms see how much is used, and that nothing is left', async () => {
    const { admit, log } = world();
    for (let sent = 0; sent < 9; sent += 1) await admit();
    const used = log.entries.filter(({ message }) => message === 'sms spend').map(({ facts }) => facts);
    expect(used).toEqual([12, 25, 37, 50, 62, 75, 87, 100, 100].map((usedPercent) => ({ usedPercent })));
  });
});
