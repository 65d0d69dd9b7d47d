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

  test('a day before the end one SMS and one e-mail arrive, however often the schedule fires', async () => {
    const person = await someone(await noonIn(5));
    await moveTo(Date.parse(person.line.endsAt) - DAY_MS);
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

  test('three days before the end an e-mail comes, a day before an SMS too, one more in grace, and none after that', async () => {
    const person = await someone(await noonIn(5));
    const end = Date.parse(person.line.endsAt);
    for (const [at, emails, texts] of [
      [end - 3 * DAY_MS, 1, 0],
      [end - DAY_MS, 2, 1],
      [end + DAY_MS, 3, 1],
      [end + 3 * DAY_MS, 3, 1],
    ] as const) {
      await moveTo(at);
      const counts = async () => {
        const { sms, email } = await arrived(person);
        return [email.length, sms.length];
      };
      await eventually(`${emails} and ${texts} have come`, WITHIN_MS, async () =>
        expect(await counts()).toEqual([emails, texts]),
      );
      await fireTwice();
      expect(await counts()).toEqual([emails, texts]);
    }
    const { email } = await arrived(person);
    expect(email.at(-1)).toMatch(/Your SIM ended .* You can still renew it until/);
  });

  test('a renewal makes the reminder of the old end void, and the new end gets its own', async () => {
    const person = await someone(await noonIn(4));
    const { promised, renewal } = await around.order(anna, person.line.lineId, PLAN);
    await around.pay(renewal);
    await around.until(anna, renewal.renewalId, 'active');
    await eventually('the renewal was told', WITHIN_MS, async () =>
      expect((await arrived(person)).email).toHaveLength(1),
    );

    await moveTo(Date.parse(person.line.endsAt) - 3 * DAY_MS);
    await fireTwice();
    expect((await arrived(person)).email).toHaveLength(1);

    // It ends at midnight: the evening before is when people are told.
    await moveTo(Date.parse(promised.endAfter) - 3 * DAY_MS - 3 * HOUR_MS);
    await eventually('the new one arrives', WITHIN_MS, async () =>
      expect((await arrived(person)).email).toHaveLength(2),
    );
  });

  describe('contacts', () => {
    const mailbox = (path: string, fields: Record<string, string> = {}) =>
      call(`${product().endpoints().mailbox}${path}`, { method: 'POST', body: new URLSearchParams(fields) });
    const stateOf = async (lineId: string, channel: string) => {
      const { body } = await anna.get(`/lines/${lineId}/contacts`);
      return body.contacts.find((contact: { channel: string }) => contact.channel === channel)?.state;
    };
    const send = (method: string, path: string, body: unknown) =>
      anna.request(method, path, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

    test('an address is bound with the code that came to it, and gets the next reminder', async () => {
      const { line, email } = await someone(await noonIn(5));
      const address = `${randomUUID()}@example.com`;
      const contacts = `/lines/${line.lineId}/contacts`;
      expect((await send('PUT', `${contacts}/email`, { address })).status).toBe(202);
      const code = await eventually('the code arrives', WITHIN_MS, async () => {
        const found = /\d{6}/.exec((await around.messages(address))[0]?.text ?? '')?.[0];
        if (found === undefined) throw new Error('there is none');
        return found;
      });
      const { wording } = (await anna.get(contacts)).body.consent;
      const wrong = await send('POST', `${contacts}/email/verification`, {
        code: code === '000000' ? '000001' : '000000',
        wording,
      });
      expect(wrong.body.code).toBe('code_wrong');
      expect((await send('POST', `${contacts}/email/verification`, { code, wording })).status).toBe(200);
      await moveTo(Date.parse(line.endsAt) - 3 * DAY_MS);
      await eventually('the reminder arrives', WITHIN_MS, async () =>
        expect(await around.messages(address)).toHaveLength(2),
      );
      expect(await around.messages(email)).toEqual([]);
    });

    test('given a mailbox that bounces, then it shows, and the next reminder comes by SMS', async () => {
      const person = await someone(await noonIn(5));
      const { line, email, phone } = person;
      await mailbox(`/inbox/${email}/behaviour`, { behaviour: 'refuses' });
      await moveTo(Date.parse(line.endsAt) - 3 * DAY_MS);
      await eventually('the bounce shows', WITHIN_MS, async () => {
        expect(await stateOf(line.lineId, 'email')).toBe('bounced');
        const { body } = await anna.get(`/lines/${line.lineId}`);
        expect(body.messages).toMatchObject([{ message: '3d', state: 'failed', reason: 'bounce_general' }]);
      });
      await moveTo(Date.parse(line.endsAt) - DAY_MS);
      await eventually('an SMS arrives', WITHIN_MS, async () => {
        expect(await around.messages(phone)).toHaveLength(1);
        const { body } = await anna.get(`/lines/${line.lineId}`);
        expect(body.messages).toContainEqual(expect.objectContaining({ channel: 'sms', state: 'delivered' }));
      });
      expect(await around.messages(email)).toHaveLength(1);

      await mailbox(`/inbox/${encodeURIComponent(phone)}/answer`, { text: 'STOP' });
      await eventually('STOP is heeded', WITHIN_MS, async () =>
        expect(await stateOf(line.lineId, 'sms')).toBe('stopped'),
      );
    });

    test('when "unsubscribe" is pressed in the mail program, then no further reminder comes', async () => {
      const person = await someone(await noonIn(5));
      const { line, email } = person;
      await moveTo(Date.parse(line.endsAt) - 3 * DAY_MS);
      const messageId = await eventually('it arrives', WITHIN_MS, async () => {
        const [message] = await around.messages(email);
        if (!message) throw new Error('there is none');
        return message.messageId;
      });
      expect((await mailbox(`/message/${messageId}/unsubscribe`)).status).toBe(303);
      expect(await stateOf(line.lineId, 'email')).toBe('unsubscribed');
      await moveTo(Date.parse(line.endsAt) - DAY_MS);
      await eventually('an SMS comes instead', WITHIN_MS, async () =>
        expect((await arrived(person)).sms).toHaveLength(1),
      );
      expect((await arrived(person)).email).toHaveLength(1);
    });
  });

  test('the link in a reminder renews the SIM without a login, until it is called back', async () => {
    const person = await someone(await noonIn(5));
    await moveTo(Date.parse(person.line.endsAt) - DAY_MS);
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
