import { describe, expect, test } from '@jest/globals';
import { unsubscribe } from '../../../../shared/domain/contact/change.ts';
import {
  CODE_LIFETIME_MS,
  CODE_WINDOW_MS,
  MAX_CODE_TRIES,
  MAX_CODES_PER_HOUR,
  RESEND_AFTER_MS,
} from '../../../../shared/domain/contact/verification.ts';
import { lineId, personId } from '../../../../shared/domain/values/ids.ts';
import { aLine, bound, LINE_ID, later, NOW } from '../../domain/given.ts';
import { contactsWorld, NEW_ADDRESS, WHERE, WORDING } from './contacts-world.ts';

const must = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('it is missing');
  return value;
};

/** Asks, and has the code sent. */
const codeSent = async (world: Awaited<ReturnType<typeof contactsWorld>>, address = NEW_ADDRESS, where = WHERE) => {
  await world.ask(where, address);
  await world.send(must(world.published.at(-1)));
};

describe('binding an address', () => {
  test('given the code that went there, then it is bound with the consent of that moment, and not before', async () => {
    const world = await contactsWorld();
    await codeSent(world);
    expect(world.sent).toMatchObject([{ to: NEW_ADDRESS, about: { kind: 'code', lineId: LINE_ID } }]);
    expect(must(world.sent[0]).text).toContain('000001');
    expect((await world.contacts())?.email?.address).toBe('mei@example.com');

    world.state.now = later(90_000);
    const line = await world.verify(WHERE, '000001', WORDING);
    expect(line.contacts.email).toEqual({
      address: NEW_ADDRESS,
      verifiedAt: later(90_000),
      consent: { at: later(90_000), wording: WORDING },
    });
    expect(await world.contacts()).toEqual(line.contacts);
  });

  test('the code stands nowhere but in the message', async () => {
    const world = await contactsWorld();
    await codeSent(world);
    const kept = JSON.stringify([await world.kept.verification(LINE_ID, 'email'), world.published, world.log.entries]);
    expect(kept).not.toContain('000001');
    expect(kept).not.toContain(Buffer.from('000001').toString('base64'));
  });

  test('given the same request again, then nothing changes, whatever was done with the contact since', async () => {
    const world = await contactsWorld();
    await codeSent(world);
    const { contacts } = await world.verify(WHERE, '000001', WORDING);
    await world.store.saveContacts(aLine({ contacts }), { ...unsubscribe(contacts, 'email', NOW), rev: 2 });
    world.state.now = later(60_000);
    const line = await world.verify(WHERE, '000001', WORDING);
    expect(line.contacts.email).toMatchObject({ verifiedAt: NOW, unsubscribedAt: NOW });
  });

  test('given a wrong code, then it is refused, and after five tries the right one too', async () => {
    const world = await contactsWorld();
    await codeSent(world);
    for (let tries = 0; tries < MAX_CODE_TRIES; tries += 1)
      await expect(world.verify(WHERE, '999999', WORDING)).rejects.toMatchObject({ code: 'code_wrong' });
    await expect(world.verify(WHERE, '000001', WORDING)).rejects.toMatchObject({ code: 'code_wrong' });
    expect((await world.contacts())?.email?.address).toBe('mei@example.com');
  });

  test('given five wrong ones at once beside the right one, then at most five are looked at', async () => {
    const world = await contactsWorld();
    await codeSent(world);
    const wrong = Array.from({ length: 8 }, () => world.verify(WHERE, '999999', WORDING));
    const results = await Promise.allSettled([...wrong, world.verify(WHERE, '000001', WORDING)]);
    expect(results.map(({ status }) => status)).not.toContain('fulfilled');
  });

  test('given an old code, one of a request that was replaced, or none, then it is refused', async () => {
    const world = await contactsWorld();
    await expect(world.verify(WHERE, '000001', WORDING)).rejects.toMatchObject({ code: 'code_wrong' });
    await codeSent(world);
    world.state.now = later(RESEND_AFTER_MS);
    await codeSent(world, 'other@example.com');
    await expect(world.verify(WHERE, '000001', WORDING)).rejects.toMatchObject({ code: 'code_wrong' });
    world.state.now = later(RESEND_AFTER_MS + CODE_LIFETIME_MS);
    await expect(world.verify(WHERE, '000002', WORDING)).rejects.toMatchObject({ code: 'code_wrong' });
  });

  test("given somebody else's line, or none, then there is no such line", async () => {
    const world = await contactsWorld();
    const theirs = { ...WHERE, owner: personId('kenji') };
    const none = { ...WHERE, lineId: lineId('FAB000000000') };
    for (const where of [theirs, none]) {
      const refused = { code: 'line_not_found' };
      await expect(world.ask(where, NEW_ADDRESS)).rejects.toMatchObject(refused);
      await expect(world.verify(where, '000001', WORDING)).rejects.toMatchObject(refused);
      await expect(world.remove(where)).rejects.toMatchObject(refused);
    }
    expect(world.published).toEqual([]);
  });

  test('given that others change the contacts at the same time, then both changes are kept', async () => {
    const world = await contactsWorld();
    await codeSent(world);
    world.store.beforeWrite = async () => {
      world.store.beforeWrite = () => {};
      const line = must(await world.store.line(LINE_ID));
      await world.store.saveContacts(line, { ...line.contacts, language: 'ko', rev: 1 });
    };
    await world.verify(WHERE, '000001', WORDING);
    expect(await world.contacts()).toMatchObject({ language: 'ko', email: { address: NEW_ADDRESS }, rev: 2 });
  });

  test('given a number, then it leads to its line, and an earlier one and a forgotten one do not', async () => {
    const world = await contactsWorld(bound({ language: 'en', phone: '+819000000001' }));
    const sms = { ...WHERE, channel: 'sms' } as const;
    await world.kept.nameNumber('+819000000001', LINE_ID);
    await world.ask(sms, '+819000000002');
    const waiting = must(await world.kept.verification(LINE_ID, 'sms'));
    await world.kept.keepCode(waiting, await world.hashes.of(waiting, '123456'));
    await world.verify(sms, '123456', WORDING);
    expect(await world.kept.linesOfNumber('+819000000001')).toEqual([]);
    expect(await world.kept.linesOfNumber('+819000000002')).toEqual([LINE_ID]);
    expect((await world.remove(sms)).contacts.sms).toBeUndefined();
    expect(await world.kept.linesOfNumber('+819000000002')).toEqual([]);
    await expect(world.verify(sms, '123456', WORDING)).rejects.toMatchObject({ code: 'code_wrong' });
  });
});

describe('how many codes go out', () => {
  test('given the same asked twice in a moment, then one code is sent', async () => {
    const world = await contactsWorld();
    await Promise.all([codeSent(world), world.ask(WHERE, NEW_ADDRESS)]);
    expect(await world.ask(WHERE, NEW_ADDRESS)).toMatchObject({ address: NEW_ADDRESS });
    for (const message of world.published) await world.send(message);
    expect(world.sent).toHaveLength(1);
  });

  test('given a request that is handed over again, then no second code goes out', async () => {
    const world = await contactsWorld();
    await codeSent(world);
    const results = await Promise.all(Array.from({ length: 3 }, () => world.send(must(world.published[0]))));
    expect(results).toEqual(['suppressed', 'suppressed', 'suppressed']);
    expect(world.sent).toHaveLength(1);
  });

  test('given several senders at once, then one code goes out, and it is the one that binds', async () => {
    const world = await contactsWorld();
    await world.ask(WHERE, NEW_ADDRESS);
    await Promise.all(Array.from({ length: 4 }, () => world.send(must(world.published[0]))));
    expect(world.sent).toHaveLength(1);
    const code = /\d{6}/.exec(must(world.sent[0]).text)?.[0] ?? '';
    expect((await world.verify(WHERE, code, WORDING)).contacts.email?.address).toBe(NEW_ADDRESS);
  });

  test('a hash fits its code, its request and its address, under the key that made it', async () => {
    const { hashes } = await contactsWorld();
    const asked = { lineId: LINE_ID, channel: 'email', address: NEW_ADDRESS, requestId: 'r1' } as const;
    const hash = await hashes.of(asked, '123456');
    expect(await hashes.fits(hash, asked, '123456')).toBe(true);
    expect(await hashes.fits(hash, asked, '123457')).toBe(false);
    for (const other of [{ requestId: 'r2' }, { address: 'x@example.com' }, { channel: 'sms' as const }])
      expect(await hashes.fits(hash, { ...asked, ...other }, '123456')).toBe(false);
    for (const changed of [`2${hash.slice(1)}`, hash.slice(0, -1), ''])
      expect(await hashes.fits(changed, asked, '123456')).toBe(false);
  });

  test('given more than five an hour for one line, then its owner is told to wait', async () => {
    const world = await contactsWorld();
    for (let asked = 0; asked < MAX_CODES_PER_HOUR; asked += 1) await world.ask(WHERE, `a${asked}@example.com`);
    await expect(world.ask(WHERE, 'b@example.com')).rejects.toMatchObject({ code: 'too_many_codes' });
    world.state.now = later(CODE_WINDOW_MS);
    await world.ask(WHERE, 'b@example.com');
    expect(world.published).toHaveLength(MAX_CODES_PER_HOUR + 1);
  });

  test('given more than five an hour to one address from several lines, then nothing goes there, and nobody is told', async () => {
    const world = await contactsWorld();
    const results: string[] = [];
    for (let number = 0; number <= MAX_CODES_PER_HOUR; number += 1) {
      const line = lineId(`00000000000${number}`);
      await world.store.addLine(aLine({ lineId: line }));
      expect(await world.ask({ ...WHERE, lineId: line }, 'Victim@example.com')).toMatchObject({ tries: 0 });
      results.push(await world.send(must(world.published.at(-1))));
    }
    expect(results).toEqual([...Array.from({ length: MAX_CODES_PER_HOUR }, () => 'sent'), 'suppressed']);
  });

  test('given an SMS that the guard holds back, or a send that fails, then no code went out', async () => {
    const world = await contactsWorld();
    world.state.admission = { kind: 'refused', reason: 'daily_spend' };
    await world.ask(WHERE, NEW_ADDRESS);
    expect(await world.send(must(world.published[0]))).toBe('suppressed');
    expect(world.sent).toEqual([]);
    world.state.admission = { kind: 'admitted' };
    world.state.outcome = { kind: 'rejected', code: 'invalid' };
    await world.ask(WHERE, 'other@example.com');
    expect(await world.send(must(world.published[1]))).toBe('failed');
  });
});
