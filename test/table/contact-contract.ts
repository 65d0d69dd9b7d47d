import { beforeEach, describe, expect, test } from '@jest/globals';
import { bindContact, noteTrouble, unsubscribe } from '../../shared/domain/contact/change.ts';
import { type Contacts, contactVersion } from '../../shared/domain/contact/contact.ts';
import { askToVerify, MAX_CODE_TRIES } from '../../shared/domain/contact/verification.ts';
import type { Count } from '../../shared/domain/spend/sms-policy.ts';
import { lineId } from '../../shared/domain/values/ids.ts';
import type { ContactStore } from '../../shared/table/contact-store.ts';
import type { Store } from '../../shared/table/store.ts';
import { aLine, aRenewal, bound, LINE_ID, later, NOW, RENEWAL_ID } from '../unit/domain/given.ts';

const OTHER_LINE = lineId('FAB000000000');
const PHONE = '+819000000002';
const asked = (requestId = 'request-1') =>
  askToVerify({ lineId: LINE_ID, channel: 'email', address: 'new@example.com', requestId }, NOW);
const count = (add: number, max = 5, more: Count['figures'] = {}): Count => ({
  name: 'tests#1',
  figures: { all: { add, max }, ...more },
  endsAt: later(1_000),
});

interface Stores {
  readonly store: Store;
  readonly contacts: ContactStore;
}

/** What every store does with contacts: run against the one in memory and against the table on the real engine. */
export const contactContract = (name: string, makeStores: () => Promise<Stores>): void =>
  describe(`${name}: contacts`, () => {
    let store: Store;
    let contacts: ContactStore;
    beforeEach(async () => {
      ({ store, contacts } = await makeStores());
    });
    const lineNow = async () => {
      const line = await store.line(LINE_ID);
      if (!line) throw new Error('no line');
      return line;
    };

    describe('on the line', () => {
      const both = bound({ language: 'ja', email: 'mei@example.com', phone: PHONE });
      const version = both.email ? contactVersion(both.email) : '';
      const trouble = { kind: 'bounced', at: later(3), code: 'bounce_general' } as const;
      test.each<[string, Contacts]>([
        ['with both', both],
        ['with none', { language: 'ko' }],
        ['unsubscribed', unsubscribe(both, 'email', later(2))],
        ['bounced', noteTrouble(both, 'email', version, trouble)],
        ['unsubscribed and bounced', noteTrouble(unsubscribe(both, 'email', later(2)), 'email', version, trouble)],
        ['with another address', bindContact(both, 'sms', '+82101234567', { at: later(1), wording: '2026-12' })],
      ])(
        'given a line, when its contacts are saved %s, then they come back, and the rest is as it was',
        async (_is, to) => {
          await store.addLine(aLine({ contacts: both }));
          const next = { ...to, rev: 1 };
          expect(await store.saveContacts(await lineNow(), next)).toBe(true);
          expect(await lineNow()).toEqual(aLine({ contacts: next }));
        },
      );

      test('given two who have read the same, then one of them wins, also the second time', async () => {
        await store.addLine(aLine());
        for (const rev of [1, 2]) {
          const seen = await lineNow();
          const results = await Promise.all(
            ['en', 'ja'].map((language) =>
              store.saveContacts(seen, { ...seen.contacts, language: language as 'en', rev }),
            ),
          );
          expect(results.filter(Boolean)).toHaveLength(1);
        }
        expect((await lineNow()).contacts.rev).toBe(2);
      });

      test('given no line, then nothing is written', async () => {
        expect(await store.saveContacts(aLine(), { language: 'en', rev: 1 })).toBe(false);
        expect(await store.line(LINE_ID)).toBeUndefined();
      });
    });

    describe('what is reported of an attempt', () => {
      const claim = async () => {
        await store.addLine(aLine());
        await store.createRenewal(aRenewal('active'), undefined);
        await store.claimReminder(LINE_ID, 1, '3d.email', NOW);
        await store.claimNotice(RENEWAL_ID, 'active', 'renewal_active.email', NOW);
      };
      const sent = { state: 'sent', at: later(1) } as const;
      const delivered = { state: 'delivered', at: later(2) } as const;
      const failed = { state: 'failed', at: later(3), reason: 'bounce_general' } as const;
      const stateNow = async () => [
        (await lineNow()).claims['3d.email'],
        (await store.renewal(RENEWAL_ID))?.renewal.claims['renewal_active.email'],
      ];
      const report = (outcome: typeof delivered | typeof failed) =>
        Promise.all([
          store.reportReminder(LINE_ID, 1, '3d.email', outcome),
          store.reportNotice(RENEWAL_ID, 'renewal_active.email', outcome),
        ]);
      const record = () =>
        Promise.all([
          store.recordReminder(LINE_ID, 1, '3d.email', sent),
          store.recordNotice(RENEWAL_ID, 'renewal_active.email', sent),
        ]);

      test('given a report that comes before the sender has noted its outcome, then the report stays', async () => {
        await claim();
        expect(await report(delivered)).toEqual([true, true]);
        expect(await record()).toEqual([false, false]);
        expect(await stateNow()).toEqual([delivered, delivered]);
      });

      test('given a failure, then no report of a delivery takes it back, and it is noted once', async () => {
        await claim();
        await record();
        expect(await report(failed)).toEqual([true, true]);
        expect(await report(failed)).toEqual([false, false]);
        expect(await report(delivered)).toEqual([false, false]);
        expect(await stateNow()).toEqual([failed, failed]);
      });

      test('given a delivery, then a mail that bounces all the same has failed', async () => {
        await claim();
        await record();
        expect(await report(delivered)).toEqual([true, true]);
        expect(await report(delivered)).toEqual([false, false]);
        expect(await report(failed)).toEqual([true, true]);
      });

      test('given no such attempt, or another end, then nothing is noted', async () => {
        await claim();
        expect(await store.reportReminder(LINE_ID, 2, '3d.email', delivered)).toBe(false);
        expect(await store.reportReminder(LINE_ID, 1, '1d.email', failed)).toBe(false);
        expect(await store.reportReminder(OTHER_LINE, 1, '3d.email', failed)).toBe(false);
        expect(await store.reportNotice(RENEWAL_ID, 'renewal_closed.sms', delivered)).toBe(false);
        expect(await store.line(OTHER_LINE)).toBeUndefined();
      });
    });

    describe('an address that is to be verified', () => {
      test('comes back as it was, and a new request replaces it', async () => {
        expect(await contacts.verification(LINE_ID, 'email')).toBeUndefined();
        await contacts.askVerification(asked());
        expect(await contacts.verification(LINE_ID, 'email')).toEqual(asked());
        expect(await contacts.verification(LINE_ID, 'sms')).toBeUndefined();
        await contacts.askVerification(asked('request-2'));
        expect(await contacts.verification(LINE_ID, 'email')).toEqual(asked('request-2'));
        await contacts.dropVerification(LINE_ID, 'email');
        await contacts.dropVerification(LINE_ID, 'email');
        expect(await contacts.verification(LINE_ID, 'email')).toBeUndefined();
      });

      test('given several senders, then one of them keeps its code', async () => {
        await contacts.askVerification(asked());
        const kept = await Promise.all(['a', 'b', 'c'].map((hash) => contacts.keepCode(asked(), hash)));
        expect(kept.filter(Boolean)).toHaveLength(1);
        expect((await contacts.verification(LINE_ID, 'email'))?.codeHash).toMatch(/^[abc]$/);
      });

      test('given a sender or a guess for one that was replaced, then nothing happens', async () => {
        await contacts.askVerification(asked('request-2'));
        expect(await contacts.keepCode(asked(), 'a')).toBe(false);
        expect(await contacts.takeTry(asked())).toBe(false);
        expect(await contacts.verification(LINE_ID, 'email')).toEqual(asked('request-2'));
      });

      test('given more guesses at once than there are tries, then only as many are let in', async () => {
        await contacts.askVerification(asked());
        const taken = await Promise.all(Array.from({ length: 9 }, () => contacts.takeTry(asked())));
        expect(taken.filter(Boolean)).toHaveLength(MAX_CODE_TRIES);
        expect((await contacts.verification(LINE_ID, 'email'))?.tries).toBe(MAX_CODE_TRIES);
      });
    });

    test('a number leads to each of its lines, until it does not any more', async () => {
      await store.addLine(aLine());
      expect(await contacts.linesOfNumber(PHONE)).toEqual([]);
      for (const line of [OTHER_LINE, LINE_ID, LINE_ID]) await contacts.nameNumber(PHONE, line);
      expect(await contacts.linesOfNumber(PHONE)).toEqual([LINE_ID, OTHER_LINE]);
      await contacts.unnameNumber(PHONE, LINE_ID);
      await contacts.unnameNumber(PHONE, LINE_ID);
      expect(await contacts.linesOfNumber(PHONE)).toEqual([OTHER_LINE]);
    });

    describe('a counter', () => {
      test('adds up to its limit and not beyond, however many count at once', async () => {
        const taken = await Promise.all(Array.from({ length: 8 }, () => contacts.take(count(1))));
        expect(taken.filter(({ kind }) => kind === 'counted')).toHaveLength(5);
        expect(await contacts.take(count(1))).toEqual({ kind: 'full', full: 'all' });
        expect(await contacts.take({ ...count(1), name: 'tests#2' })).toEqual({ kind: 'counted', figures: { all: 1 } });
      });

      test('takes what fits exactly, and never more than its limit at once', async () => {
        expect(await contacts.take(count(6))).toEqual({ kind: 'full', full: 'all' });
        expect(await contacts.take(count(3))).toEqual({ kind: 'counted', figures: { all: 3 } });
        expect(await contacts.take(count(3))).toEqual({ kind: 'full', full: 'all' });
        expect(await contacts.take(count(2))).toEqual({ kind: 'counted', figures: { all: 5 } });
      });

      test('of two figures adds both or none, and says which one is full', async () => {
        const both = count(1, 5, { cost: { add: 40, max: 100 } });
        expect(await contacts.take(both)).toEqual({ kind: 'counted', figures: { all: 1, cost: 40 } });
        expect(await contacts.take(both)).toEqual({ kind: 'counted', figures: { all: 2, cost: 80 } });
        expect(await contacts.take(both)).toEqual({ kind: 'full', full: 'cost' });
        expect(await contacts.take(count(1, 5, { cost: { add: 20, max: 100 } }))).toEqual({
          kind: 'counted',
          figures: { all: 3, cost: 100 },
        });
      });
    });
  });
