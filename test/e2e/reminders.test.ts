import { randomInt, randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { eventually } from '../../local/eventually.ts';
import { productForTests } from './instance.ts';
import { call, WITHIN_MS } from './world.ts';

const DAY_MS = 86_400_000;
const PLAN = 'jp-1gb-3d';

describe('reminders', () => {
  const { product, around } = productForTests();
  const anna = around.as('anna');

  const someone = async (endsInMs: number) => {
    const phone = `+4477009${String(randomInt(100_000)).padStart(5, '0')}`;
    const email = `${randomUUID()}@example.com`;
    const line = await around.addLine({ owner: 'anna', endsInMs, phone, email, language: 'en' });
    return { phone, email, line };
  };
  const arrived = async ({ phone, email }: { phone: string; email: string }) => ({
    sms: (await around.messages(phone)).map(({ text }) => text),
    email: (await around.messages(email)).map(({ text }) => text),
  });
  const fireTwice = async () => {
    await Promise.all([around.fire('expiry-reminders'), around.fire('expiry-reminders')]);
    await around.idle();
  };
  const moveTo = (at: number) => around.control('/clock', 'POST', { to: new Date(at).toISOString() });

  test('three days before the end one SMS and one e-mail arrive, however often the schedule fires', async () => {
    const person = await someone(5 * DAY_MS);
    await moveTo(Date.parse(person.line.endsAt) - 3 * DAY_MS);
    await eventually('both arrive', WITHIN_MS, async () => {
      const { sms, email } = await arrived(person);
      expect([sms.length, email.length]).toEqual([1, 1]);
    });
    await fireTwice();
    const { sms, email } = await arrived(person);
    expect([sms.length, email.length]).toEqual([1, 1]);
    expect(sms[0]).toContain(`?line=${person.line.lineId}`);

    const inbox = await call(`${product().endpoints().mailbox}/inbox/${encodeURIComponent(person.phone)}`);
    expect([inbox.status, inbox.body]).toEqual([200, expect.stringContaining(person.line.lineId)]);
  });

  test('a day before the end the next one comes, and after the end none', async () => {
    const person = await someone(5 * DAY_MS);
    const end = Date.parse(person.line.endsAt);
    for (const [at, count] of [
      [end - 3 * DAY_MS, 1],
      [end - DAY_MS, 2],
      [end + DAY_MS, 2],
    ] as const) {
      await moveTo(at);
      await eventually(`${count} have come`, WITHIN_MS, async () =>
        expect((await arrived(person)).sms).toHaveLength(count),
      );
      await fireTwice();
    }
    expect((await arrived(person)).email).toHaveLength(2);
  });

  test('a renewal makes the reminder of the old end void, and the new end gets its own', async () => {
    const person = await someone(4 * DAY_MS);
    const { promised, renewal } = await around.order(anna, person.line.lineId, PLAN);
    await around.pay(renewal);
    await around.until(anna, renewal.renewalId, 'active');
    await eventually('the renewal was told', WITHIN_MS, async () =>
      expect((await arrived(person)).sms).toHaveLength(1),
    );

    await moveTo(Date.parse(person.line.endsAt) - 3 * DAY_MS);
    await fireTwice();
    expect((await arrived(person)).sms).toHaveLength(1);

    await moveTo(Date.parse(promised.endAfter) - 3 * DAY_MS);
    await eventually('the new one arrives', WITHIN_MS, async () => expect((await arrived(person)).sms).toHaveLength(2));
  });
});
