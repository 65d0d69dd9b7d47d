import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { addLine, parseLineSpec } from '../../../local/seed/lines.ts';
import { ANNA, KENJI, MEI, STRANGER, UNBOUND, verified } from '../../../local/seed/people.ts';
import { PROMOTIONS } from '../../../local/seed/promotions.ts';
import { type Seeding, seed } from '../../../local/seed/seed.ts';
import type { Line } from '../../../shared/domain/line/line.ts';
import type { Promotion } from '../../../shared/domain/promotion/promotion.ts';
import { instant, parseInstant, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { type CarrierStandIn, serveCarrier } from './carrier-stand-in.ts';

const NOW = parseInstant('2026-11-24T09:03:05.678Z');

let carrier: CarrierStandIn;
let lines: Map<string, Line>;
let promotions: Promotion[];

beforeEach(async () => {
  carrier = await serveCarrier();
  lines = new Map();
  promotions = [];
});
afterEach(() => carrier.close());

const seeding = (now: number = NOW): Seeding => ({
  store: {
    line: async (lineId) => lines.get(lineId),
    async addLine(line) {
      if (lines.has(line.lineId)) return false;
      lines.set(line.lineId, line);
      return true;
    },
    async addPromotion(promotion) {
      promotions.push(promotion);
    },
  },
  carriers: {
    ...Object.fromEntries(['soracom', 'airalo', 'esimaccess', 'esimgo'].map((name) => [name, carrier.url])),
    manual: undefined,
  },
  now: () => now,
});

describe('seed', () => {
  test('given nothing, when seeding, then lines and their SIMs are there', async () => {
    await seed(seeding());
    expect(promotions).toEqual(PROMOTIONS);
    const seeded = [ANNA, KENJI, MEI].flatMap(({ lineId, otherLineIds }) => [lineId, ...otherLineIds]);
    expect([...lines.keys()].sort()).toEqual([...seeded, STRANGER.lineId, UNBOUND.lineId].sort());
    const expected = [...lines.values()]
      // Nobody keeps a record of what people carry out.
      .filter((line) => line.carrier !== 'manual')
      .map(({ carrierRef, iccid, endsAt }) => ({ id: carrierRef, body: { iccid, endsAt } }));
    expect(carrier.put).toHaveLength(expected.length);
    expect(carrier.put).toEqual(expect.arrayContaining(expected));
  });

  test('given a line that was renewed since, when seeding again, then line and SIM stay as they are', async () => {
    await seed(seeding());
    const mei = lines.get(MEI.lineId);
    if (!mei) throw new Error('not seeded');
    const renewed = { ...mei, endsAt: parseInstant('2026-12-24T15:00:00Z'), expiryVersion: 2 };
    lines.set(MEI.lineId, renewed);
    const putBefore = carrier.put.length;
    await seed(seeding(NOW + 3 * ROLLING_DAY_MS));
    expect(lines.get(MEI.lineId)).toEqual(renewed);
    expect(carrier.put).toHaveLength(putBefore);
  });

  test('given a carrier that fails, when seeding, then it says so; the next start makes up for it', async () => {
    carrier.answerWith(503);
    await expect(seed(seeding())).rejects.toThrow(/simulator of soracom did not take SIM \d+: 503/);
    expect(lines.size).toBe(0);
    carrier.answerWith(200);
    await seed(seeding());
    expect(lines.size).toBe(15);
  });
});

describe('addLine', () => {
  test('given an end relative to now, then a line with that end and a SIM of its own', async () => {
    const added = await addLine(seeding(), {
      owner: 'kenji',
      endsInMs: 90_061_001,
      phone: '+447700900123',
      email: 'fresh@example.com',
    });
    const line = lines.get(added.lineId);
    expect(line).toMatchObject({
      ownerId: 'kenji',
      family: 'jp-1gb',
      endsAt: NOW + 90_061_001,
      // Three days before the end has passed already, so that one is due at once; one day before it has not.
      nextReminder: { threshold: '3d', at: NOW },
      contacts: verified({ language: 'ja', phone: '+447700900123', email: 'fresh@example.com' }, instant(NOW)),
    });
    expect(added.endsAt).toBe('2026-11-25T10:04:06.679Z');
    expect(carrier.put).toEqual([{ id: line?.carrierRef, body: { iccid: added.iccid, endsAt: NOW + 90_061_001 } }]);
  });

  test('given a past end, another family, no phone, then a line like that', async () => {
    const { lineId } = await addLine(seeding(), {
      owner: 'anna',
      endsInMs: -1,
      family: 'jp-24h',
      language: 'zh-CN',
      phone: null,
    });
    const line = lines.get(lineId);
    expect(line).toMatchObject({ family: 'jp-24h', endsAt: NOW - 1 });
    expect(line?.contacts).toEqual(verified({ language: 'zh-CN', email: 'anna@example.com' }, instant(NOW)));
    // Its grace has just begun.
    expect(['end', 'grace']).toContain(line?.nextReminder?.threshold);
  });

  test.each([
    ['airalo-jp', 'airalo', 'the number'],
    ['esimaccess-jp', 'esimaccess', 'a name of its own'],
    ['esimgo-jp', 'esimgo', 'the number'],
    ['manual-jp', 'manual', 'the number'],
  ])('given the family %s, then its SIM is at %s, under %s', async (family, account, name) => {
    const { lineId, iccid } = await addLine(seeding(), { owner: 'mei', endsInMs: ROLLING_DAY_MS, family });
    const line = lines.get(lineId);
    expect(line).toMatchObject({ family, carrier: account, iccid });
    expect(line?.carrierRef === iccid).toBe(name === 'the number');
    const put = { id: line?.carrierRef, body: { iccid, endsAt: line?.endsAt } };
    expect(carrier.put).toEqual(account === 'manual' ? [] : [put]);
  });

  test('given many, then no two share an id or an ICCID', async () => {
    const added = await Promise.all(
      Array.from({ length: 20 }, () => addLine(seeding(), { owner: 'mei', endsInMs: ROLLING_DAY_MS })),
    );
    expect(new Set(added.map(({ lineId }) => lineId)).size).toBe(20);
    expect(new Set(added.map(({ iccid }) => iccid)).size).toBe(20);
  });

  test.each([
    [undefined, /expected object/],
    [{ owner: 'nobody', endsInMs: 1 }, /owner/],
    [{ owner: 'mei' }, /endsInMs/],
    [{ owner: 'mei', endsInMs: 1.5 }, /endsInMs/],
    [{ owner: 'mei', endsInMs: 1e15 }, /endsInMs/],
    [{ owner: 'mei', endsInMs: 1, family: 'xx' }, /family/],
    [{ owner: 'mei', endsInMs: 1, phone: '090-1234' }, /phone/],
    [{ owner: 'mei', endsInMs: 1, colour: 'red' }, /colour/],
  ])('refuses %j and names what does not fit', (spec, why) => {
    expect(() => parseLineSpec(spec)).toThrow(why);
  });

  test('takes what fits', () => {
    expect(parseLineSpec({ owner: 'mei', endsInMs: 5, email: null })).toMatchObject({ owner: 'mei', email: null });
  });
});
