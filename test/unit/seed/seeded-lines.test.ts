import { describe, expect, test } from '@jest/globals';
import { CATALOGUE } from '../../../local/seed/catalogue.ts';
import { ANNA, KENJI, MEI, PEOPLE, STRANGER } from '../../../local/seed/people.ts';
import { seededLines } from '../../../local/seed/seeded-lines.ts';
import { isRenewable, type Line } from '../../../shared/domain/line/line.ts';
import { canTake } from '../../../shared/domain/renewal/quote.ts';
import { passesLuhn } from '../../../shared/domain/values/iccid.ts';
import { formatInZone, MINUTE_MS, parseInstant, ROLLING_DAY_MS } from '../../../shared/domain/values/instant.ts';
import { lineFromItem, lineToItem } from '../../../shared/table/line-item.ts';

const TOKYO = 'Asia/Tokyo';

/** Around midnight in Japan, in the middle of the day, and on a day that is another one in UTC. */
const MOMENTS = [
  '2026-11-24T09:03:05Z',
  '2026-11-24T14:59:59.999Z',
  '2026-11-24T15:00:00Z',
  '2026-12-31T23:30:00Z',
  '2028-02-28T15:00:00.001Z',
].map(parseInstant);

const lineOf = (lines: readonly Line[], lineId: string): Line => {
  const found = lines.find((line) => line.lineId === lineId);
  if (!found) throw new Error(`no line ${lineId}`);
  return found;
};

describe.each(MOMENTS)('lines seeded at %d', (now) => {
  const lines = seededLines(now);

  test("Mei's ends with the fifth day, at midnight in Japan, and is reminded on the evening that is three days before", () => {
    const { endsAt, nextReminder, contacts } = lineOf(lines, MEI.lineId);
    expect(formatInZone(endsAt, TOKYO)).toMatch(/T00:00:00\+09:00$/);
    expect(endsAt - now).toBeGreaterThan(4 * ROLLING_DAY_MS);
    expect(endsAt - now).toBeLessThanOrEqual(5 * ROLLING_DAY_MS);
    expect(nextReminder?.threshold).toBe('3d');
    expect(nextReminder?.at).toBe(endsAt - 3 * ROLLING_DAY_MS - 181 * MINUTE_MS);
    expect(contacts.language).toBe('zh-CN');
  });

  test("Mei's can take the plans of 3, 5 and 7 days and no other", () => {
    const mei = lineOf(lines, MEI.lineId);
    expect(CATALOGUE.filter((plan) => canTake(mei, plan)).map(({ length }) => length.count)).toEqual([3, 5, 7]);
    expect(CATALOGUE.length).toBeGreaterThan(3);
  });

  test("Kenji's ends at an uneven moment that is not midnight", () => {
    const { endsAt, family } = lineOf(lines, KENJI.lineId);
    expect(endsAt).toBeGreaterThan(now);
    expect((endsAt - now) % ROLLING_DAY_MS).not.toBe(0);
    expect(family).toBe('jp-24h');
  });

  test("Anna's has ended, can still be renewed, and is told so once", () => {
    const anna = lineOf(lines, ANNA.lineId);
    expect(anna.endsAt).toBeLessThanOrEqual(now);
    expect(isRenewable(anna, now)).toBe(true);
    expect(['end', 'grace']).toContain(anna.nextReminder?.threshold);
  });

  test("the stranger's belongs to nobody who can log in", () => {
    const { ownerId } = lineOf(lines, STRANGER.lineId);
    expect(PEOPLE.map(({ sub }) => sub)).not.toContain(ownerId);
  });

  test.each(lines.map((line) => [line.lineId, line] as const))('%s is a whole line', (_id, line) => {
    expect(lineFromItem(JSON.parse(JSON.stringify(lineToItem(line))))).toEqual(line);
    expect(line.iccid).toMatch(/^8981\d{15}$/);
    expect(passesLuhn(line.iccid)).toBe(true);
    expect(line.initial.startsAt).toBeLessThan(line.initial.endsAt);
    expect(line.endsAt).toBe(line.initial.endsAt);
    expect(line.usage.remainingBytes).toBeLessThanOrEqual(line.usage.totalBytes);
  });

  test('every ICCID is there once', () => {
    expect(new Set(lines.map(({ iccid }) => iccid)).size).toBe(lines.length);
  });
});

describe('people', () => {
  test('can be reached by nobody by accident', () => {
    for (const { contacts } of [...PEOPLE, STRANGER]) expect(contacts.email).toMatch(/@example\.com$/);
    expect(MEI.contacts.phone).toMatch(/^\+447700900\d{3}$/);
    expect(KENJI.contacts.phone).toMatch(/^\+81900\d{7}$/);
    expect(ANNA.contacts.phone).toMatch(/^\+447700900\d{3}$/);
  });
});
