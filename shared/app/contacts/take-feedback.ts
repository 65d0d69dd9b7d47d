import { noteTrouble, takeUpAgain } from '../../domain/contact/change.ts';
import { contactVersion } from '../../domain/contact/contact.ts';
import { type LineId, lineOf } from '../../domain/values/ids.ts';
import type { Feedback, ReadFeedback } from '../../messaging/feedback/feedback.ts';
import type { MessageRef } from '../../messaging/message-ref.ts';
import type { Clock, Log } from '../../runtime/deps.ts';
import type { ContactStore } from '../../table/contact-store.ts';
import type { Store } from '../../table/store.ts';
import { severalAtOnce } from '../several-at-once.ts';
import { changeContacts } from './change-contacts.ts';

interface Deps {
  readonly store: Pick<Store, 'line' | 'saveContacts' | 'reportReminder' | 'reportNotice'>;
  readonly contacts: Pick<ContactStore, 'linesOfNumber'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Lines of one number that are changed at the same time. */
const AT_ONCE = 5;

/**
 * Notes what is reported of a message on its claim, and what follows from it on the contact. Every step may be repeated,
 * and reports come in any order.
 */
export const takeFeedback =
  (deps: Deps) =>
  async (feedback: ReadFeedback): Promise<void> => {
    switch (feedback.kind) {
      case 'ignored':
        return;
      case 'outcome':
        return takeOutcome(deps, feedback);
      case 'answer':
        return takeAnswer(deps, feedback);
    }
  };

const takeOutcome = async (
  { store, log }: Deps,
  { about, channel, at, outcome, code, trouble }: Extract<Feedback, { kind: 'outcome' }>,
): Promise<void> => {
  if (about.kind === 'code') return log.info('code reported', { channel, outcome, code });
  if (outcome !== undefined) {
    const claim = { state: outcome, at, ...(outcome === 'failed' && { reason: code }) };
    await (about.kind === 'reminder'
      ? store.reportReminder(about.lineId, about.expiryVersion, about.claimId, claim)
      : store.reportNotice(about.renewalId, about.claimId, claim));
  }
  if (trouble !== undefined)
    await changeContacts(store, lineIdOf(about), ({ contacts }) =>
      noteTrouble(contacts, channel, about.contact, { kind: trouble, at, code }),
    );
  log.info('message reported', { channel, outcome, code, trouble });
};

const lineIdOf = (about: Exclude<MessageRef, { kind: 'code' }>): LineId =>
  about.kind === 'reminder' ? about.lineId : lineOf(about.renewalId);

/** A number may be that of several SIMs of a family: its owner speaks for all of them. */
const takeAnswer = async (
  { store, contacts: numbers, clock, log }: Deps,
  { from, wish }: Extract<Feedback, { kind: 'answer' }>,
): Promise<void> => {
  const lines = await numbers.linesOfNumber(from);
  const at = clock();
  await severalAtOnce(lines, AT_ONCE, (lineId) =>
    changeContacts(store, lineId, ({ contacts }) => {
      const contact = contacts.sms;
      // The name may be older than the contact.
      if (contact?.address !== from) return contacts;
      return wish === 'stop'
        ? noteTrouble(contacts, 'sms', contactVersion(contact), { kind: 'stopped', at, code: 'keyword' })
        : takeUpAgain(contacts, 'sms');
    }),
  );
  log.info('number answered', { wish, lines: lines.length });
};
