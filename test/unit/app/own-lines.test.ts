import { describe, expect, test } from '@jest/globals';
import { bindLine, nameLine, possessionHash, unbindLine } from '../../../shared/app/own-lines.ts';
import type { Line } from '../../../shared/domain/line/line.ts';
import { iccid } from '../../../shared/domain/values/iccid.ts';
import { personId } from '../../../shared/domain/values/ids.ts';
import { HOUR_MS, plusMs } from '../../../shared/domain/values/instant.ts';
import { memoryStore } from '../../fakes/memory-store.ts';
import { aLine, END, LINE_ID, NOW, OWNER } from '../domain/given.ts';

const KENJI = personId('kenji');
const CODE = 'K7RT-9XWP-2M';
const ICCID = aLine().iccid;

const world = async (change: Partial<Line> = {}) => {
  let now = NOW;
  const store = memoryStore();
  const { ownerId: _nobody, ...unowned } = aLine({ possession: possessionHash({ iccid: ICCID, code: CODE }) });
  await store.addLine({ ...unowned, ...change });
  const bind = bindLine({ store, accounts: ['airalo', 'soracom'], clock: () => now });
  return {
    store,
    bind: (code = CODE, person = OWNER, number = ICCID) => bind(person, { iccid: number, code }, 'ja'),
    later: (ms: number) => {
      now = plusMs(now, ms);
    },
    line: async () => {
      const line = await store.line(LINE_ID);
      if (!line) throw new Error('no line');
      return line;
    },
  };
};

describe('binding a SIM', () => {
  test('given its number and its code, then it is theirs, in their language, and the next reminder is planned', async () => {
    const { bind, line } = await world();
    expect(await bind()).toMatchObject({ isNew: true });
    expect(await line()).toMatchObject({
      ownerId: OWNER,
      contacts: { language: 'ja' },
      nextReminder: { threshold: '3d', at: NOW },
    });
    expect(await bind()).toMatchObject({ isNew: false, line: { ownerId: OWNER } });
  });

  test.each(['k7rt9xwp2m', ' K7RT 9XWP 2M ', 'K7RT9XWP-2M'])('given the code as %j, then it fits', async (code) => {
    const { bind } = await world();
    expect((await bind(code)).line.lineId).toBe(LINE_ID);
  });

  test.each([
    ['a wrong code', {}, 'K7RT-9XWP-2N', ICCID],
    ['no code', {}, '', ICCID],
    ['a SIM that nobody can bind', { possession: '' }, CODE, ICCID],
    ['a number that stands for nothing', {}, CODE, iccid('8981100005819480018')],
  ])('given %s, then all are refused alike', async (_what, change, code, number) => {
    const { bind, line } = await world(change);
    await expect(bind(code, OWNER, number)).rejects.toMatchObject({ code: 'proof_not_accepted', details: {} });
    expect((await line()).ownerId).toBeUndefined();
  });

  test('given somebody else has it, then only whoever knows the code is told', async () => {
    const { bind, line } = await world({ ownerId: KENJI });
    await expect(bind('wrong')).rejects.toMatchObject({ code: 'proof_not_accepted' });
    await expect(bind()).rejects.toMatchObject({ code: 'line_bound' });
    expect((await line()).ownerId).toBe(KENJI);
  });

  test('given a number that another SIM has now, then it is refused', async () => {
    const { bind } = await world({ recycledAt: NOW });
    await expect(bind()).rejects.toMatchObject({ code: 'line_recycled' });
  });

  test('given ten tries of one person within an hour, then not even the right code is looked at', async () => {
    const { bind, later } = await world();
    for (let count = 0; count < 10; count += 1)
      await expect(bind('wrong', OWNER, iccid(`89811000058194800${10 + count}`))).rejects.toMatchObject({
        code: 'proof_not_accepted',
      });
    await expect(bind()).rejects.toMatchObject({
      code: 'too_many_tries',
      details: { until: '2026-10-01T04:00:00Z', retryAfterSeconds: 3_600 },
    });
    later(HOUR_MS);
    expect((await bind()).isNew).toBe(true);
  });

  test('given ten tries of many people for one SIM, then nobody can try on', async () => {
    const { bind } = await world();
    for (let count = 0; count < 10; count += 1)
      await expect(bind('wrong', personId(`thief-${count}`))).rejects.toMatchObject({ code: 'proof_not_accepted' });
    await expect(bind()).rejects.toMatchObject({ code: 'too_many_tries' });
  });

  test('given two people with the code at once, then one of them has it', async () => {
    const { bind, line } = await world();
    const results = await Promise.allSettled([bind(CODE, OWNER), bind(CODE, KENJI)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect([OWNER, KENJI]).toContain((await line()).ownerId);
  });
});

describe('a SIM of somebody', () => {
  test('is unbound by its owner alone, and can be bound again', async () => {
    const { store, bind, line } = await world();
    await bind();
    await expect(unbindLine(store)(KENJI, LINE_ID)).rejects.toMatchObject({ code: 'line_not_found' });
    await unbindLine(store)(OWNER, LINE_ID);
    expect(await line()).toMatchObject({ endsAt: END, contacts: { language: 'ja' } });
    expect((await line()).nextReminder).toBeUndefined();
    await expect(unbindLine(store)(OWNER, LINE_ID)).rejects.toMatchObject({ code: 'line_not_found' });
    expect((await bind(CODE, KENJI)).line.ownerId).toBe(KENJI);
  });

  test('is named by its owner alone', async () => {
    const { store, bind } = await world();
    await bind();
    expect((await nameLine(store)(OWNER, LINE_ID, '東京')).name).toBe('東京');
    expect((await nameLine(store)(OWNER, LINE_ID, undefined)).name).toBeUndefined();
    await expect(nameLine(store)(KENJI, LINE_ID, 'mine')).rejects.toMatchObject({ code: 'line_not_found' });
  });
});
