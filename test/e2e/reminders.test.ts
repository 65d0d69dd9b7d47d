import { randomInt, randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { eventually } from '../../local/eventually.ts';
import { productForTests } from './instance.ts';
import { call, WITHIN_MS } from './world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PLAN = 'jp-1gb-3d';

describe('reminders', () => {
  const { product, around } = productForTests();
  const anna = around.as('anna');

  /** So many days from now, at noon in Japan: an hour at which nobody sleeps. */
  const noonIn = async (days: number): Promise<number> => {
    const now = Date.parse((await around.control('/clock')).now);
    const noon = Math.floor(now / DAY_MS) * DAY_MS + 3 * HOUR_MS;
    return noon + (noon > now ? days : days + 1) * DAY_MS - now;
  };
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
    const person = await someone(await noonIn(5));
    await moveTo(Date.parse(person.line.endsAt) - 3 * DAY_MS);
    await eventually('both arrive', WITHIN_MS, async () => {
      const { sms, email } = await arrived(person);
      expect([sms.length, email.length]).toEqual([1, 1]);
    });
    await fireTwice();
    const { sms, email } = await arrived(person);
    expect([sms.length, email.length]).toEqual([1, 1]);
    const [token = ''] = /(?<=\/r#)[\w-]+/.exec(sms[0] ?? '') ?? [];
    expect(email[0]).toContain(`/r#${token}`);
    expect(sms[0]).toMatch(/^Your SIM ends \d+ \w+ 12:00 \(Japan time\)\. Renew for 3 days, \u00a51,180: http/);

    const inbox = await call(`${product().endpoints().mailbox}/inbox/${encodeURIComponent(person.phone)}`);
    expect([inbox.status, inbox.body]).toEqual([200, expect.stringContaining(token)]);
  });

  test('a day before the end the next one comes, once more in grace, and none after that', async () => {
    const person = await someone(await noonIn(5));
    const end = Date.parse(person.line.endsAt);
    for (const [at, count] of [
      [end - 3 * DAY_MS, 1],
      [end - DAY_MS, 2],
      [end + DAY_MS, 3],
      [end + 3 * DAY_MS, 3],
    ] as const) {
      await moveTo(at);
      await eventually(`${count} have come`, WITHIN_MS, async () =>
        expect((await arrived(person)).sms).toHaveLength(count),
      );
      await fireTwice();
    }
    const { sms, email } = await arrived(person);
    expect(email).toHaveLength(3);
    expect(sms.at(-1)).toMatch(/^Your SIM ended .* You can still renew it until/);
  });

  test('a renewal makes the reminder of the old end void, and the new end gets its own', async () => {
    const person = await someone(await noonIn(4));
    const { promised, renewal } = await around.order(anna, person.line.lineId, PLAN);
    await around.pay(renewal);
    await around.until(anna, renewal.renewalId, 'active');
    await eventually('the renewal was told', WITHIN_MS, async () =>
      expect((await arrived(person)).sms).toHaveLength(1),
    );

    await moveTo(Date.parse(person.line.endsAt) - 3 * DAY_MS);
    await fireTwice();
    expect((await arrived(person)).sms).toHaveLength(1);

    // It ends at midnight: the evening before is when people are told.
    await moveTo(Date.parse(promised.endAfter) - 3 * DAY_MS - 3 * HOUR_MS);
    await eventually('the new one arrives', WITHIN_MS, async () => expect((await arrived(person)).sms).toHaveLength(2));
  });

  test('the link in a reminder renews the SIM without a login, until it is called back', async () => {
    const person = await someone(await noonIn(5));
    await moveTo(Date.parse(person.line.endsAt) - 3 * DAY_MS);
    const [text = ''] = await eventually('it arrives', WITHIN_MS, async () => {
      const { sms } = await arrived(person);
      expect(sms).toHaveLength(1);
      return sms;
    });
    const [token] = /(?<=\/r#)[\w-]+/.exec(text) ?? [];
    const byLink = (path: string, init: RequestInit = {}) =>
      call(`${product().endpoints().api}/v1/link${path}`, {
        ...init,
        headers: { authorization: `Link ${token}`, ...init.headers },
      });
    const preview = await byLink(`/preview?planId=${PLAN}`);
    const ordered = await byLink('/renewals', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify(preview.body.order),
    });
    expect([preview.status, ordered.status]).toEqual([200, 201]);
    await around.pay(ordered.body);
    await eventually('it is active', WITHIN_MS, async () =>
      expect((await byLink(`/renewals/${ordered.body.renewalId}`)).body.status).toBe('active'),
    );
    const receipt = await byLink(`/renewals/${ordered.body.renewalId}/receipt`);
    expect(receipt.body.iccid).toBe(`…${person.line.iccid.slice(-4)}`);
    expect((await byLink('')).body).toMatchObject({ endsAt: preview.body.endAfter });

    const revoked = await anna.request('POST', `/lines/${person.line.lineId}/links/revocation`);
    expect([revoked.status, (await byLink('')).status]).toEqual([200, 410]);
  });

  test('data that runs low is told in the next tick, and the page of the SIM shows it', async () => {
    const phone = `+4477009${String(randomInt(100_000)).padStart(5, '0')}`;
    const line = await around.addLine({
      owner: 'anna',
      endsInMs: await noonIn(9),
      family: 'esimgo-jp',
      phone,
      email: null,
    });
    await moveTo(Date.parse(line.endsAt) - 5 * DAY_MS);
    await around.carrier('esimgo').happens(line.iccid, 'usage', { bytes: 850_000_000 });
    await eventually('it is written', WITHIN_MS, async () =>
      expect((await anna.get(`/lines/${line.lineId}`)).body.usage.remainingBytes).toBe(150_000_000),
    );
    await fireTwice();
    await eventually('it arrives', WITHIN_MS, async () => {
      const sms = (await around.messages(phone)).map(({ text }) => text);
      expect(sms).toEqual([expect.stringMatching(/^You have used 80% of your SIM's data\..*\u00a5880/)]);
    });
    await eventually('it is shown', WITHIN_MS, async () =>
      expect((await anna.get(`/lines/${line.lineId}`)).body.messages).toMatchObject([
        { message: 'd80', channel: 'sms', state: 'sent' },
      ]),
    );
  });
});
