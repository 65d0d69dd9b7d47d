import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  afterAnswer,
  afterTrouble,
  type CarrierHealth,
  FAILURES_TO_OPEN,
  isFloatLow,
  mayCall,
  maySell,
  type Trouble,
  WELL,
  withFloat,
} from '../../../../shared/domain/carrier/health.ts';
import { HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from '../../../../shared/domain/values/instant.ts';
import { later, NOW } from '../given.ts';

const usd = (amountE4: number) => ({ amountE4, currency: 'USD' });
const failing = (times: number, at: Instant = NOW, from: CarrierHealth = WELL): CarrierHealth =>
  Array.from({ length: times }).reduce<CarrierHealth>((health) => afterTrouble(health, 'unreachable', at), from);
const OPEN = failing(FAILURES_TO_OPEN);

describe('given a carrier that cannot be reached', () => {
  test('when it fails less often in a row than is needed, then it is called as before', () => {
    expect(mayCall(failing(FAILURES_TO_OPEN - 1), 'buy', NOW)).toEqual({ may: 'call' });
  });

  test('when an answer comes in between, then the count begins anew', () => {
    const health = failing(1, NOW, afterAnswer(failing(FAILURES_TO_OPEN - 1)));
    expect(mayCall(health, 'buy', NOW)).toEqual({ may: 'call' });
  });

  test('when it has failed often enough, then nobody calls for half a minute, not even to read', () => {
    for (const purpose of ['buy', 'read'] as const)
      expect(mayCall(OPEN, purpose, later(29 * SECOND_MS))).toEqual({
        may: 'wait',
        until: later(30 * SECOND_MS),
        code: 'circuit_open',
      });
  });

  test('when the pause is over, then one may try, and everybody else waits for its outcome', () => {
    const answer = mayCall(OPEN, 'buy', later(30 * SECOND_MS));
    expect(answer.may).toBe('try');
    if (answer.may !== 'try') return;
    expect(mayCall(answer.trial, 'buy', later(31 * SECOND_MS)).may).toBe('wait');
    expect(mayCall(afterAnswer(answer.trial), 'buy', later(31 * SECOND_MS))).toEqual({ may: 'call' });
  });

  test('when the trial fails, then the next pause is twice as long, up to five minutes', () => {
    const pauses: number[] = [];
    let health = OPEN;
    let now: Instant = NOW;
    for (let round = 0; round < 7; round += 1) {
      const answer = mayCall(health, 'buy', now);
      expect(answer.may).toBe('wait');
      if (answer.may !== 'wait') return;
      pauses.push(answer.until - now);
      now = answer.until;
      const trial = mayCall(health, 'buy', now);
      if (trial.may !== 'try') throw new Error('nobody may try');
      health = afterTrouble(trial.trial, 'unreachable', now);
    }
    expect(pauses.map((ms) => ms / SECOND_MS)).toEqual([30, 60, 120, 240, 300, 300, 300]);
  });

  test('when calls that were under way at the opening fail as well, then the pause stays as it is', () => {
    expect(failing(10, later(5 * SECOND_MS), OPEN).circuit).toEqual(OPEN.circuit);
  });

  test('when a worker that tried dies, then another one may try later', () => {
    const answer = mayCall(OPEN, 'buy', later(30 * SECOND_MS));
    if (answer.may !== 'try') throw new Error('nobody may try');
    expect(mayCall(answer.trial, 'buy', later(61 * SECOND_MS)).may).toBe('try');
  });
});

describe('given a carrier that answers', () => {
  test('then nothing is written down about it', () => {
    expect(afterAnswer(WELL)).toBe(WELL);
    const withCredit = withFloat(WELL, usd(9), undefined, NOW);
    expect(afterAnswer(withCredit)).toBe(withCredit);
  });
});

describe('given maintenance', () => {
  const window = { from: later(HOUR_MS), until: later(2 * HOUR_MS) };
  const announced: CarrierHealth = { ...WELL, maintenance: [window] };

  test.each([
    ['before', later(HOUR_MS - 1), { may: 'call' }],
    ['at its beginning', window.from, { may: 'wait', until: window.until, code: 'maintenance' }],
    ['a millisecond before its end', later(2 * HOUR_MS - 1), { may: 'wait', until: window.until, code: 'maintenance' }],
    ['at its end', window.until, { may: 'call' }],
  ] as const)('when it is %s, then calls follow the window', (_when, now, answer) => {
    expect(mayCall(announced, 'read', now)).toEqual(answer);
  });

  test('when the end is near, then it is sold with the promise of a later activation, else not', () => {
    const deadlineMs = 70 * MINUTE_MS;
    expect(maySell(announced, undefined, deadlineMs, later(HOUR_MS))).toEqual({
      ok: false,
      refusal: 'carrier_maintenance',
      until: window.until,
    });
    expect(maySell(announced, undefined, deadlineMs, later(90 * MINUTE_MS))).toEqual({
      ok: true,
      notBefore: window.until,
    });
  });

  test.each([
    ['one begins as the other ends', 20, 20],
    ['one begins before the other ends', 20, 10],
    ['one lies within the other', 20, 5],
  ])('when it is announced in two windows and %s, then it is over when the last one is', (_name, endMin, beginMin) => {
    const maintenance = [
      { from: NOW, until: later(endMin * MINUTE_MS) },
      { from: later(beginMin * MINUTE_MS), until: later(3 * HOUR_MS) },
      { from: later(beginMin * MINUTE_MS), until: later(30 * MINUTE_MS) },
    ];
    const health = { ...WELL, maintenance };
    const until = later(3 * HOUR_MS);
    expect(maySell(health, undefined, HOUR_MS, NOW)).toEqual({ ok: false, refusal: 'carrier_maintenance', until });
    expect(mayCall(health, 'buy', NOW)).toMatchObject({ may: 'wait', until });
  });

  test('when the carrier announces it with an answer, then nobody calls and nothing is sold', () => {
    const told = afterTrouble(WELL, 'maintenance', NOW);
    expect(mayCall(told, 'buy', later(1))).toMatchObject({ may: 'wait', code: 'maintenance' });
    expect(maySell(told, undefined, HOUR_MS, later(1))).toMatchObject({ refusal: 'carrier_maintenance' });
  });
});

describe("given the brand's credit", () => {
  const floor = usd(500_000);

  test.each([
    ['above the floor', usd(500_000), false],
    ['below it', usd(499_999), true],
    ['in another currency, which cannot be compared', { amountE4: 1, currency: 'JPY' }, false],
  ])('when it is %s, then selling follows', (_what, float, low) => {
    const health = withFloat(WELL, float, floor, NOW);
    expect([isFloatLow(health, floor), maySell(health, floor, HOUR_MS, NOW).ok]).toEqual([low, !low]);
    // What is paid for already is carried out with what is left.
    expect(mayCall(health, 'buy', NOW)).toEqual({ may: 'call' });
  });

  test('when the carrier refuses for want of it, then nothing is bought for a while; reading goes on', () => {
    const refused = afterTrouble(WELL, 'float_low', NOW);
    expect(mayCall(refused, 'buy', later(1))).toMatchObject({ may: 'wait', code: 'float_low' });
    expect(mayCall(refused, 'read', later(1))).toEqual({ may: 'call' });
    expect(mayCall(refused, 'buy', later(5 * MINUTE_MS))).toEqual({ may: 'call' });
    expect(maySell(refused, undefined, HOUR_MS, later(HOUR_MS))).toMatchObject({ refusal: 'carrier_float_low' });
  });

  test('when a reading shows enough again, then all is as before; one that shows too little changes nothing', () => {
    const refused = afterTrouble(WELL, 'float_low', NOW);
    expect(isFloatLow(withFloat(refused, usd(600_000), floor, later(1)), floor)).toBe(false);
    expect(withFloat(refused, usd(1), floor, later(1)).creditRefusedAt).toBe(NOW);
    expect(withFloat(refused, usd(0), undefined, later(1)).creditRefusedAt).toBe(NOW);
  });
});

describe('given any history', () => {
  const happening = fc.oneof(fc.constantFrom<Trouble | 'answer'>('unreachable', 'maintenance', 'float_low', 'answer'));
  test('then every wait ends within five minutes, and an answer ends every pause', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(happening, fc.nat(10 * MINUTE_MS)), { maxLength: 60 }), (history) => {
        let now: Instant = NOW;
        let health = WELL;
        for (const [what, ms] of history) {
          now = later(now - NOW + ms);
          const answer = mayCall(health, 'buy', now);
          if (answer.may === 'wait') expect(answer.until - now).toBeLessThanOrEqual(5 * MINUTE_MS);
          if (answer.may === 'try') health = answer.trial;
          health = what === 'answer' ? afterAnswer(health) : afterTrouble(health, what, now);
          if (what === 'answer') expect(health.circuit).toBeUndefined();
        }
      }),
    );
  });
});
