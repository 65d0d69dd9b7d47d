import { describe, expect, test } from '@jest/globals';
import type { HoldReason } from '../../../../shared/domain/payment/payment.ts';
import { decide } from '../../../../shared/domain/renewal/decide.ts';
import { effectsOf } from '../../../../shared/domain/renewal/effects.ts';
import type { RenewalEvent } from '../../../../shared/domain/renewal/event.ts';
import type { RecordDifference, Renewal } from '../../../../shared/domain/renewal/renewal.ts';
import { inReviewSince } from '../../../../shared/domain/renewal/resolve-review.ts';
import { HOUR_MS } from '../../../../shared/domain/values/instant.ts';
import { aCapture, aHeld, aRenewal, END, later, NOW, RENEWAL_ID } from '../given.ts';

const at = later(30 * HOUR_MS);
const nextDay = later(54 * HOUR_MS);
const differs = (code: RecordDifference, when = at): RenewalEvent => ({
  type: 'record_differs',
  code,
  checked: { at: when },
  at: when,
});
const served = (when = at): RenewalEvent => ({ type: 'found_served', at: when });
const close = (when: typeof at): RenewalEvent => ({
  type: 'review_resolved',
  exit: { kind: 'close' },
  by: 'sato',
  note: 'looked at it',
  at: when,
});

const following = (renewal: Renewal, ...events: readonly RenewalEvent[]): Renewal =>
  events.reduce((before, event) => {
    const decision = decide(before, event);
    if (!decision.ok) throw new Error(`${event.type}: ${decision.refusal}`);
    return decision.next;
  }, renewal);

const CODES: readonly RecordDifference[] = ['end', 'missing', 'twice', 'recycled', 'sim_absent'];

describe("given an active renewal that the carrier's record does not show as promised", () => {
  test.each(CODES)('when it is %s, then its money waits for a person, and the service runs on', (code) => {
    const before = aRenewal('active');
    const held = following(before, differs(code));
    expect(held).toMatchObject({
      status: 'active',
      payments: [{ verdict: 'review', held: { reason: 'carrier_record_differs', since: at } }],
    });
    expect(held.trail.at(-1)).toEqual({ at, what: `record.${code}` });
    expect(effectsOf(before, held)).toEqual([{ kind: 'show_held_money', renewalId: RENEWAL_ID, payment: 1 }]);
  });

  test.each(CODES)('when %s is found on every day, then a person is asked once', (code) => {
    const held = following(aRenewal('active'), differs(code));
    expect(decide(held, differs(code, nextDay))).toEqual({ ok: false, refusal: 'nothing_new' });
    const settled = following(held, close(nextDay));
    expect(settled.payments).toMatchObject([{ verdict: 'keep' }]);
    expect(decide(settled, differs(code, nextDay))).toEqual({ ok: false, refusal: 'nothing_new' });
  });

  test('when something else is found after a person has settled the first thing, then they are asked again', () => {
    const settled = following(aRenewal('active'), differs('end'), close(nextDay));
    expect(following(settled, differs('missing', nextDay)).payments).toMatchObject([{ verdict: 'review' }]);
  });

  test.each([
    ['end', 'check.differs', false],
    ['end', 'active.differs', false],
    ['missing', 'check.absent', false],
    ['missing', 'check.unreadable', true],
    ['missing', 'check.differs', true],
    ['end', 'check.absent', true],
  ] as const)(
    'when it is %s and the check after the activation had told %s, then it is news: %s',
    (code, told, isNews) => {
      const checked = aRenewal('active', { trail: [{ at: NOW, what: told }] });
      expect(decide(checked, differs(code)).ok).toBe(isNews);
    },
  );

  test.each([
    ['missing', false],
    ['end', false],
    ['twice', true],
    ['recycled', true],
    ['sim_absent', true],
  ] as const)('when a person had marked it active by hand and it is %s, then it is news: %s', (code, isNews) => {
    const resolutions = [{ at: NOW, by: 'sato', exit: 'mark_active', note: 'bought in the console' }] as const;
    expect(decide(aRenewal('active', { resolutions }), differs(code)).ok).toBe(isNews);
  });

  test.each<[string, Renewal['payments']]>([
    ['held already', [aHeld('opened_by_staff' satisfies HoldReason)]],
    ['on its way back', [aCapture({ verdict: 'send_back' })]],
  ])('when its money is %s, then nothing changes', (_what, payments) => {
    expect(decide(aRenewal('active', { payments }), differs('end'))).toEqual({ ok: false, refusal: 'nothing_new' });
  });

  test('when nobody had read the record before, then this was the reading, and the worker need not look again', () => {
    const { checked: _none, ...unread } = aRenewal('active', { baseline: '1' });
    const held = following(unread, { ...differs('end'), checked: { at, endsAt: END } } as RenewalEvent);
    expect(held).toMatchObject({ checked: { at, endsAt: END } });
    expect(held).not.toHaveProperty('baseline');
  });

  test('when it had been read before, then the receipt keeps what it says', () => {
    const before = aRenewal('active');
    expect(following(before, differs('end'))).toMatchObject({ checked: before.checked });
  });
});

describe('given a renewal that was given up, and is served', () => {
  const abandoned = { targetEnd: later(200 * HOUR_MS), endBefore: END, looks: 1, lookAt: later(40 * HOUR_MS) };

  test('when its attempt is still watched, then it is looked for at once', () => {
    const before = aRenewal('refunded', { abandoned });
    const next = following(before, served());
    expect(next).toMatchObject({ abandoned: { ...abandoned, lookAt: at }, status: 'refunded' });
    expect(next).not.toHaveProperty('servedForNothing');
    expect(effectsOf(before, next)).toEqual([{ kind: 'activate', renewalId: RENEWAL_ID, notBefore: at }]);
    expect(decide(next, served())).toEqual({ ok: false, refusal: 'nothing_new' });
  });

  test('when it was due to be looked for anyway, then nothing changes', () => {
    const due = aRenewal('refunded', { abandoned: { ...abandoned, lookAt: NOW } });
    expect(decide(due, served())).toEqual({ ok: false, refusal: 'nothing_new' });
  });

  test('when nothing watches it any more, then a person has to know, once', () => {
    const before = aRenewal('refunded');
    const next = following(before, served());
    expect(next).toMatchObject({ servedForNothing: { since: at }, trail: [{}, { what: 'record.served' }] });
    expect(inReviewSince(next)).toBe(at);
    expect(effectsOf(before, next)).toEqual([{ kind: 'show_served_for_nothing', renewalId: RENEWAL_ID }]);
    expect(decide(next, served(nextDay))).toEqual({ ok: false, refusal: 'nothing_new' });
    const settled = following(next, close(nextDay));
    expect([inReviewSince(settled), decide(settled, served(nextDay))]).toEqual([
      undefined,
      { ok: false, refusal: 'nothing_new' },
    ]);
  });

  test('when it could not be taken back before, then the person who has settled that is not asked again', () => {
    const stays = following(aRenewal('refunded', { abandoned }), { type: 'abandoned_looked_at', found: 'stays', at });
    const settled = following(stays, close(nextDay));
    expect(decide(settled, served(nextDay))).toEqual({ ok: false, refusal: 'nothing_new' });
  });
});
