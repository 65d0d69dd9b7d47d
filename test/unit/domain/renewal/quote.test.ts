import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { countedFrom } from '../../../../shared/domain/activation/grant.ts';
import { openRenewal } from '../../../../shared/domain/renewal/open.ts';
import { canTake, quote } from '../../../../shared/domain/renewal/quote.ts';
import { HOUR_MS, MINUTE_MS, parseInstant, plusMs } from '../../../../shared/domain/values/instant.ts';
import { anInstant, dayRule } from '../arbitraries.ts';
import { aLine, aPlan, END, later, NOW, PRICE, RENEWAL_ID } from '../given.ts';

const NUM_RUNS = 3_000;

describe('given a line, when a renewal is previewed', () => {
  test('then it shows both ends, the rule, the price and the data', () => {
    expect(quote(aLine(), aPlan(), NOW)).toEqual({
      ok: true,
      quote: {
        endBefore: END,
        startsAt: END,
        periodEndsAt: parseInstant('2026-10-07T00:00:00+09:00'),
        endAfter: parseInstant('2026-10-07T00:00:00+09:00'),
        queuedBefore: 0,
        isLossy: false,
        rule: 'extend_end',
        warnings: [],
        price: PRICE,
        allowanceBytes: 3_000_000_000,
      },
    });
  });

  test.each([['another family', aPlan({ family: 'japan-unlimited' })]])(
    'then a plan of %s is refused',
    (_what, plan) => {
      expect(canTake(aLine(), plan)).toBe(false);
      expect(quote(aLine(), plan, NOW)).toEqual({ ok: false, refusal: 'plan_not_for_line' });
    },
  );

  test('then it is renewable to the end, through the grace, and not a millisecond longer', () => {
    const line = aLine({ graceMs: HOUR_MS });
    const last = plusMs(END, HOUR_MS);
    expect(quote(line, aPlan(), plusMs(last, -1)).ok).toBe(true);
    expect(quote(line, aPlan(), last)).toEqual({ ok: false, refusal: 'line_not_renewable' });
    expect(quote(aLine(), aPlan(), END)).toEqual({ ok: false, refusal: 'line_not_renewable' });
  });
});

describe('given an order, when it is opened', () => {
  test('then it waits an hour for its first payment and keeps what was shown', () => {
    const quoted = quote(aLine(), aPlan(), NOW);
    if (!quoted.ok) throw new Error('this line takes this plan');
    const session = { sessionId: 'cs_1', url: 'https://pay.example/cs_1' };
    const order = {
      renewalId: RENEWAL_ID,
      line: aLine(),
      plan: aPlan(),
      account: 'stripe',
      method: 'card' as const,
      requestHash: 'hash',
      session,
      now: NOW,
    };
    expect(openRenewal({ ...order, quote: quoted.quote })).toMatchObject({
      status: 'awaiting_payment',
      payBy: later(HOUR_MS),
      plan: { planId: 'japan-3d', version: 1 },
      quote: { endBefore: END, endAfter: quoted.quote.endAfter },
      payments: [{ number: 1, status: 'created', amount: PRICE, ...session }],
      trail: [{ at: NOW, what: 'created' }],
    });
  });
});

describe('given what was previewed, when it is activated later', () => {
  test('then it gets at least that end, wherever the line ended meanwhile and however others moved it', () => {
    fc.assert(
      fc.property(
        anInstant,
        fc.integer({ min: -2 * HOUR_MS, max: 200 * HOUR_MS }),
        fc.integer({ min: 0, max: 400 * HOUR_MS }),
        fc.integer({ min: 0, max: 26 * 60 }),
        dayRule,
        fc.integer({ min: 1, max: 31 }),
        (end, aheadMs, movedMs, minutes, day, days) => {
          const plan = aPlan({ length: { unit: 'day', count: days, day } });
          const createdAt = plusMs(end, -aheadMs);
          const quoted = quote(aLine({ endsAt: end, graceMs: 3 * HOUR_MS }), plan, createdAt);
          if (!quoted.ok) throw new Error('renewable');
          const present = plusMs(end, movedMs);
          const shown = { endBefore: quoted.quote.endBefore, endAfter: quoted.quote.endAfter };
          const { targetEnd } = countedFrom(
            { renewalId: RENEWAL_ID, createdAt, quote: shown },
            aLine({ endsAt: present }),
            plan,
            plusMs(createdAt, minutes * MINUTE_MS),
          );
          expect(targetEnd).toBeGreaterThanOrEqual(quoted.quote.endAfter);
          expect(targetEnd).toBeGreaterThan(present);
        },
      ),
      { numRuns: NUM_RUNS },
    );
  });
});
