import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type SampleWorld, sampleWorld } from './sample-carrier.ts';

let world: SampleWorld;
beforeEach(async () => {
  world = await sampleWorld();
});
afterEach(() => world.close());

const GOOD = '{"topups":1,"readyInMs":0}';

test.each([
  { rule: { fault: 'refuse' }, status: 422, text: /"no_such_package"/, carriedOut: false },
  { rule: { fault: 'refuse', status: 200, code: 'x1' }, status: 200, text: /"x1"/, carriedOut: false },
  { rule: { fault: 'status', status: 503 }, status: 503, text: /"oops"/, carriedOut: false },
  { rule: { fault: 'error_after_success' }, status: 500, text: /"oops"/, carriedOut: true },
  { rule: { fault: 'malformed' }, status: 200, text: /unexpected/, carriedOut: true },
  { rule: { fault: 'malformed', shape: 'cut' }, status: 200, text: /^\{"topups":1,"$/, carriedOut: true },
  { rule: { fault: 'malformed', carriedOut: false }, status: 200, text: /unexpected/, carriedOut: false },
  { rule: { fault: 'insufficient_float' }, status: 402, text: /"float"/, carriedOut: false },
  { rule: { fault: 'processing', ms: 90 }, status: 200, text: /"readyInMs":90/, carriedOut: true },
])('given $rule, then the answer and the journal say so, in the words of the carrier', async (row) => {
  await world.faults({ ...row.rule, times: 1 });
  expect(await world.topUp()).toMatchObject({ status: row.status, text: expect.stringMatching(row.text) });
  expect(await world.calls()).toMatchObject([
    {
      path: '/topups/sim-1',
      endpoint: 'topup',
      carrierRef: 'sim-1',
      fault: row.rule.fault,
      carriedOut: row.carriedOut,
      status: row.status,
    },
  ]);
  // What was not carried out has left nothing behind.
  expect((await world.topUp()).text).toBe(row.carriedOut ? GOOD.replace('1', '2') : GOOD);
});

test('given a rule that is none, then it is refused, and says why', async () => {
  const answer = await world.faults({ fault: 'down', path: 'nowhere' });
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('topup')]);
});

describe('rules of several SIMs', () => {
  const OURS = { fault: 'down', iccid: 'iccid-1' };
  const THEIRS = { fault: 'refuse', iccid: 'iccid-2', times: 3 };

  test('given rules for one SIM, when those of another are added and taken away, then they stay', async () => {
    await world.faults(OURS);
    await world.ask('POST', '/_sim/faults', [THEIRS]);
    expect(await world.look('/_sim/faults')).toMatchObject([OURS, THEIRS]);
    await world.ask('DELETE', '/_sim/faults/iccid-2');
    expect(await world.look('/_sim/faults')).toMatchObject([OURS]);
  });

  test('given more than there may be, or none that is a rule, then nothing is added', async () => {
    await world.faults(OURS);
    const tooMany = await world.ask(
      'POST',
      '/_sim/faults',
      Array.from({ length: 1_000 }, () => THEIRS),
    );
    const unknown = await world.ask('POST', '/_sim/faults', [{ fault: 'unheard_of' }]);
    expect([tooMany.status, unknown.status]).toEqual([400, 400]);
    expect(await world.look('/_sim/faults')).toMatchObject([OURS]);
  });
});
