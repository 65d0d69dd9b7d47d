import { describe, expect, test } from '@jest/globals';
import { type CarrierTerms, nextStep, type Step } from '../../../../shared/domain/activation/next-step.ts';
import type { Fence } from '../../../../shared/domain/line/line.ts';
import { REVIEW_AFTER_DEADLINE_MS, type RenewalStatus } from '../../../../shared/domain/renewal/renewal.ts';
import { parseInstant, plusMs } from '../../../../shared/domain/values/instant.ts';
import { aCapture, aLine, aPlan, aRenewal, EXAMPLES, later, OTHER_RENEWAL_ID, PRICE, RENEWAL_ID } from '../given.ts';

const CARRIER: CarrierTerms = { class: 'A', settlingMs: 30_000, canUndo: false, canWithdraw: false };
const TARGET = parseInstant('2026-10-07T00:00:00+09:00');

const aFence = (change: Partial<Fence> = {}): Fence => ({
  renewalId: RENEWAL_ID,
  attempt: 1,
  grantedAt: later(0),
  targetEnd: TARGET,
  submittedAt: later(60_000),
  emptyLookUps: 0,
  ...change,
});
const mine = aLine({ fence: aFence(), fenceRev: 1 });
const others = aLine({ fence: aFence({ renewalId: OTHER_RENEWAL_ID }), fenceRev: 1 });
const paid = aRenewal('activating');
const step = (renewal: Parameters<typeof nextStep>[0], line = aLine(), now = later(120_000)): Step =>
  nextStep(renewal, line, aPlan(), CARRIER, now);

/** With nobody's, its own and another renewal's fence on the line: a new status does not compile without its row. */
const BY_STATUS: { readonly [S in RenewalStatus]: readonly [Step['do'], Step['do'], Step['do']] } = {
  awaiting_payment: ['nothing', 'release_fence', 'nothing'],
  activating: ['submit', 'look_up', 'yield_to'],
  active: ['nothing', 'settle_line', 'nothing'],
  expired: ['nothing', 'release_fence', 'nothing'],
  cancelled: ['nothing', 'release_fence', 'nothing'],
  refund_needs_details: ['nothing', 'release_fence', 'nothing'],
  closed: ['nothing', 'release_fence', 'nothing'],
  refunding: ['nothing', 'release_fence', 'nothing'],
  refunded: ['nothing', 'release_fence', 'nothing'],
  needs_review: ['nothing', 'nothing', 'nothing'],
};

describe('given a renewal and the fence of its line', () => {
  test.each(Object.values(EXAMPLES))('when it is $status, then the step follows from both', (renewal) => {
    expect([aLine(), mine, others].map((line) => step(renewal, line).do)).toEqual(BY_STATUS[renewal.status]);
  });

  test.each(['amount_mismatch', 'refund_failed'] as const)(
    'when a person looks at it because of %s, then no outcome is open and its fence goes',
    (reason) => {
      expect(step(aRenewal('needs_review', { reason }), mine)).toEqual({ do: 'release_fence' });
    },
  );
});

describe('given a paid renewal and a free line', () => {
  test('when its time has come, then it is submitted with the end that was previewed', () => {
    expect(step(paid)).toEqual({
      do: 'submit',
      fence: aFence({ grantedAt: later(120_000), submittedAt: later(120_000) }),
    });
  });

  test('when it was put off, then it waits, but not for a message that comes a second early', () => {
    const waiting = aRenewal('activating', { postponed: 1, retryAt: later(125_000) });
    expect(step(waiting)).toEqual({ do: 'wait', until: later(125_000), code: 'early' });
    expect(step(waiting, aLine(), later(124_000)).do).toBe('submit');
  });

  test('when what it waits for lies past the deadline, then no other message has it looked at sooner', () => {
    const late = plusMs(paid.deadline, 60_000);
    const waiting = aRenewal('activating', { ...paid, postponed: 9, retryAt: plusMs(late, 300_000) });
    expect(step(waiting, aLine({ fence: aFence() }), late)).toMatchObject({ do: 'wait', code: 'early' });
  });

  test('when its deadline has passed, then the money goes back', () => {
    expect(step(paid, aLine(), paid.deadline)).toEqual({ do: 'give_back', reason: 'deadline_passed' });
    expect(step(paid, aLine(), plusMs(paid.deadline, -1)).do).toBe('submit');
  });

  test('when somebody has sent its money back already, then nothing is activated for it', () => {
    const returned = aRenewal('activating', { payments: [aCapture({ refundedMinor: PRICE.amountMinor })] });
    expect(step(returned)).toEqual({ do: 'give_back', reason: 'payment_returned' });
  });

  test('when the line has ended between preview and activation, then it gets the end that was previewed', () => {
    // Given a line that ended at ten in the morning, after rolling days: until then a renewal was rounded up.
    const endsAt = parseInstant('2026-10-01T12:00:30+09:00');
    const submitted = step(paid, aLine({ endsAt }), later(60_000));
    expect(submitted).toMatchObject({
      do: 'submit',
      fence: { grantedAt: later(0), targetEnd: parseInstant('2026-10-05T00:00:00+09:00') },
    });
  });
});

describe('given another renewal that holds the fence', () => {
  test('when there is time left, then that one is helped first', () => {
    expect(step(paid, others)).toMatchObject({ do: 'yield_to', fence: { renewalId: OTHER_RENEWAL_ID } });
  });

  test('when the deadline has passed, then the money of the one that waits goes back', () => {
    expect(step(paid, others, paid.deadline)).toEqual({ do: 'give_back', reason: 'deadline_passed' });
  });
});

describe('given an attempt whose outcome nobody wrote down', () => {
  const submittedAt = later(60_000);
  const settled = plusMs(submittedAt, CARRIER.settlingMs);
  const seen = (emptyLookUps: number) => aLine({ fence: aFence({ submittedAt, emptyLookUps }), fenceRev: 1 });

  test.each([
    ['before the settling time', 2, plusMs(settled, -1)],
    ['after no look-up', 0, settled],
    ['after one empty look-up', 1, settled],
    ['even past the deadline', 1, paid.deadline],
  ])('when it is %s, then it is looked up and never sent again', (_when, emptyLookUps, now) => {
    expect(step(paid, seen(emptyLookUps), now)).toMatchObject({ do: 'look_up', ifOpen: 'wait' });
  });

  test('when two look-ups after the settling time were empty, then it is sent again with the same end', () => {
    expect(step(paid, seen(2), settled)).toEqual({
      do: 'submit',
      fence: aFence({ attempt: 2, submittedAt: settled, emptyLookUps: 0, unseen: 1 }),
    });
  });

  test.each([
    ['B', 1, 'submit'],
    ['B', 2, 'give_back'],
    ['A', 50, 'submit'],
  ] as const)(
    'at a carrier of class %s after %i that were not seen either, then the next step is: %s',
    (kind, unseen, next) => {
      const line = aLine({ fence: aFence({ submittedAt, emptyLookUps: 2, unseen }), fenceRev: 1 });
      expect(nextStep(paid, line, aPlan(), { ...CARRIER, class: kind }, settled).do).toBe(next);
    },
  );

  test('when they were and the deadline has passed, then the money goes back', () => {
    expect(step(paid, seen(2), paid.deadline)).toEqual({ do: 'give_back', reason: 'deadline_passed' });
  });

  test('when they were and the line has ended long before, then no paid day is counted from the first try', () => {
    // Given a line that had ended, and a first try ten minutes before midnight for the rest of that day.
    const first = parseInstant('2026-10-05T23:50:00+09:00');
    const fence = aFence({
      grantedAt: first,
      targetEnd: parseInstant('2026-10-06T00:00:00+09:00'),
      submittedAt: first,
      emptyLookUps: 2,
    });
    const renewal = aRenewal('activating', { createdAt: first, deadline: plusMs(first, 3_600_000) });
    const again = nextStep(
      renewal,
      aLine({ fence, fenceRev: 1 }),
      aPlan({ length: { unit: 'day', count: 1, day: { kind: 'calendar', zone: 'Asia/Tokyo' } } }),
      CARRIER,
      parseInstant('2026-10-06T00:10:00+09:00'),
    );
    expect(again).toMatchObject({ do: 'submit', fence: { targetEnd: parseInstant('2026-10-07T00:00:00+09:00') } });
  });

  test('when the carrier cannot be asked for a day past the deadline, then one last look decides before a person', () => {
    const end = plusMs(paid.deadline, REVIEW_AFTER_DEADLINE_MS);
    expect(step(paid, seen(0), end)).toMatchObject({ do: 'look_up', ifOpen: 'review' });
    expect(step(paid, seen(0), plusMs(end, -1))).toMatchObject({ do: 'look_up', ifOpen: 'wait' });
  });
});

describe('given a number that the carrier has given to another SIM', () => {
  const recycled = { recycledAt: later(90_000) };
  const submitted = aFence({ submittedAt: later(0), emptyLookUps: 2 });

  test.each([
    ['nothing was attempted', aLine(recycled)],
    ['another renewal holds the line', { ...others, ...recycled }],
    ['nothing was seen of an attempt', aLine({ ...recycled, fence: submitted, fenceRev: 1 })],
  ])('when %s, then nothing is bought for whoever has it now: the money goes back', (_when, line) => {
    expect(step(paid, line)).toEqual({ do: 'give_back', reason: 'carrier_refused' });
  });

  test('when an attempt may be out, then it is looked for first', () => {
    expect(step(paid, { ...mine, ...recycled }).do).toBe('look_up');
  });

  test('when somebody still has it in hand, then it is called back', () => {
    const accepted = aRenewal('activating', { accepted: 'job-7' });
    const terms = { ...CARRIER, class: 'B', canWithdraw: true } as const;
    expect(nextStep(accepted, { ...mine, ...recycled }, aPlan(), terms, later(120_000))).toMatchObject({
      do: 'withdraw',
      reason: 'carrier_refused',
    });
  });
});
