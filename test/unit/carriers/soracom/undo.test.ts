import { describe, expect, test } from '@jest/globals';
import type { UndoOutcome } from '../../../../shared/carriers/carrier.ts';
import { instant, MINUTE_MS } from '../../../../shared/domain/values/instant.ts';
import {
  END,
  found,
  json,
  NOW,
  networkError,
  ORDER,
  onNetwork,
  profiles,
  type Step,
  sim,
  TARGET,
  token,
} from './soracom-replies.ts';

const OTHER_CARD = profiles('8942310000000000017');

const undo = async (...steps: readonly Step[]) => {
  const { carrier, sent } = onNetwork(token(), ...steps);
  return { outcome: await carrier.undo?.(ORDER, END), sent: sent.slice(1) };
};

describe('taking back the end that was set', () => {
  test('given a SIM that ends when the order said, then the end before it is set', async () => {
    const { outcome, sent } = await undo(sim(), found());
    expect(outcome).toEqual({ kind: 'undone', reference: `${ORDER.carrierRef}@${END}/${NOW}` });
    expect(sent).toMatchObject([
      { method: 'GET' },
      {
        method: 'POST',
        url: expect.stringMatching(/\/set_expiry_time$/),
        body: { expiryTime: END, expiryAction: 'deleteSession' },
      },
    ]);
  });

  test('given an end before it that has passed, then one that is about to come is set', async () => {
    const soon = instant(NOW + MINUTE_MS);
    const { carrier, sent } = onNetwork(token(), sim(), found({ expiryTime: soon }));
    expect(await carrier.undo?.(ORDER, instant(NOW - 1))).toMatchObject({ kind: 'undone' });
    expect(sent[2]?.body).toMatchObject({ expiryTime: soon });
  });

  test.each<[string, Step, UndoOutcome['kind'], object?]>([
    ['the end before it', found(), 'undone'],
    ['an end in between', found({ expiryTime: TARGET - 1 }), 'undone'],
    ['no end', found({ expiryTime: null }), 'undone'],
    ['that it was given up', sim({ status: 'terminated' }), 'undone'],
    ['a later end', sim({ expiryTime: TARGET + 1 }), 'stays', { code: 'later_end' }],
    ['another card', sim(OTHER_CARD), 'stays', { code: 'recycled' }],
    ['that there is no such SIM', json({ code: 'SEM0001' }, 404), 'stays', { code: 'sem0001' }],
    ['nothing', networkError('ECONNRESET'), 'unavailable', { code: 'conn_lost', trouble: 'unreachable' }],
    ['nothing yet', json({}, 429, { 'retry-after': '7' }), 'unavailable', { code: 'http_429', retryAfterMs: 7_000 }],
  ])('given a SIM that shows %s, then nothing is set', async (_what, step, kind, facts = {}) => {
    const { outcome, sent } = await undo(step);
    expect(outcome).toMatchObject({ kind, ...facts });
    expect(sent).toHaveLength(1);
  });

  test.each<[string, Step, UndoOutcome]>([
    ['refused', json({ code: 'SEM0009' }, 400), { kind: 'stays', code: 'sem0009' }],
    [
      'throttled',
      json({}, 429, { 'retry-after': '7' }),
      { kind: 'unavailable', code: 'http_429', retryAfterMs: 7_000 },
    ],
    ['unclear', json({}, 500), { kind: 'unavailable', code: 'http_500', trouble: 'unreachable' }],
    ['answered with the end as it was', sim(), { kind: 'unavailable', code: 'other_end' }],
  ])('given a call that is %s, then that is not told as undone', async (_what, step, outcome) => {
    expect((await undo(sim(), step)).outcome).toEqual(outcome);
  });
});

describe('stopping service', () => {
  const suspend = async (...steps: readonly Step[]) => {
    const { carrier, sent } = onNetwork(token(), ...steps);
    return { outcome: await carrier.suspend?.(ORDER), sent: sent.slice(1) };
  };

  test('given a SIM that works, then it is made inactive, which costs no fee', async () => {
    const { outcome, sent } = await suspend(sim(), sim({ status: 'inactive' }));
    expect(outcome).toEqual({ kind: 'undone', reference: `${ORDER.carrierRef}@${TARGET}/${NOW}` });
    expect(sent[1]).toMatchObject({ method: 'POST', url: expect.stringMatching(/\/deactivate$/) });
  });

  test.each(['inactive', 'suspended', 'terminated'])(
    'given one that is %s already, then nothing is called',
    async (status) => {
      const { outcome, sent } = await suspend(sim({ status }));
      expect(outcome).toMatchObject({ kind: 'undone' });
      expect(sent).toHaveLength(1);
    },
  );

  test.each<[string, readonly Step[], UndoOutcome]>([
    ['another card', [sim(OTHER_CARD)], { kind: 'stays', code: 'recycled' }],
    ['no such SIM', [json({}, 404)], { kind: 'stays', code: 'http_404' }],
    ['no answer', [networkError('ECONNRESET')], { kind: 'unavailable', code: 'conn_lost', trouble: 'unreachable' }],
    ['a refusal', [sim(), json({ code: 'SEM0009' }, 400)], { kind: 'stays', code: 'sem0009' }],
    ['a SIM that works on', [sim(), sim()], { kind: 'unavailable', code: 'still_working' }],
  ])('given %s, then it is not told as stopped', async (_what, steps, outcome) => {
    expect((await suspend(...steps)).outcome).toEqual(outcome);
  });
});

test('what Soracom cannot tell is no ability', () => {
  const { carrier } = onNetwork();
  for (const ability of ['readUsage', 'readFloat', 'quote', 'offers', 'baseline'])
    expect(carrier).not.toHaveProperty(ability);
});
