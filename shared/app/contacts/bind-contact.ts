import { bindContact, removeContact } from '../../domain/contact/change.ts';
import type { ContactChannel } from '../../domain/contact/contact.ts';
import {
  askToVerify,
  CODE_WINDOW_MS,
  hasBound,
  isOpen,
  isUnderWay,
  MAX_CODES_PER_HOUR,
  type Verification,
} from '../../domain/contact/verification.ts';
import type { Line } from '../../domain/line/line.ts';
import type { Count } from '../../domain/spend/sms-policy.ts';
import type { LineId, PersonId } from '../../domain/values/ids.ts';
import { type Instant, plusMs } from '../../domain/values/instant.ts';
import { Refusal } from '../../errors.ts';
import type { Topic } from '../../outbox/outbox.ts';
import type { Clock } from '../../runtime/deps.ts';
import type { ContactStore } from '../../table/contact-store.ts';
import { ownLine } from '../read-lines.ts';
import { type ContactsStore, changeContacts } from './change-contacts.ts';
import type { CodeHashes } from './code-hash.ts';

interface Deps {
  readonly store: ContactsStore;
  readonly contacts: ContactStore;
  readonly clock: Clock;
}

/** Whose channel of which line. */
export interface Where {
  readonly owner: PersonId;
  readonly lineId: LineId;
  readonly channel: ContactChannel;
}

/**
 * Has a code sent to an address. What the answer says, and how long it takes, depends on nothing but the caller's own
 * line: the code is made and sent elsewhere, so nobody learns whether the address is known here or can be reached.
 *
 * @throws Refusal `line_not_found`, `too_many_codes`
 */
export const askForCode =
  ({ store, contacts, topic, newId, clock }: Deps & { readonly topic: Topic; readonly newId: () => string }) =>
  async ({ owner, lineId, channel }: Where, address: string): Promise<Verification> => {
    await ownLine(store, owner, lineId);
    const now = clock();
    const known = await contacts.verification(lineId, channel);
    if (known && isUnderWay(known, address, now)) return known;
    if ((await contacts.take(codesCount(`LINE#${lineId}`, now))).kind === 'full') throw new Refusal('too_many_codes');
    const verification = askToVerify({ lineId, channel, address, requestId: newId() }, now);
    await contacts.askVerification(verification);
    const { requestId } = verification;
    const failed = await topic.publish([{ id: requestId, kind: 'contact_code', channel, lineId, requestId }]);
    if (failed.length > 0) throw new Error('the request for a code was not taken');
    return verification;
  };

/** Codes of one line, or to one address, within an hour of the epoch. */
export const codesCount = (of: string, now: Instant): Count => ({
  name: `CODES#${of}#${Math.floor(now / CODE_WINDOW_MS)}`,
  figures: { codes: { add: 1, max: MAX_CODES_PER_HOUR } },
  endsAt: plusMs(now, 2 * CODE_WINDOW_MS),
});

/**
 * Binds the address if the code is the one that went there. A wrong, an old and a used up code are refused alike.
 *
 * @throws Refusal `line_not_found`, `code_wrong`, `busy`
 */
export const verifyContact =
  ({ store, contacts, hashes, clock }: Deps & { readonly hashes: CodeHashes }) =>
  async ({ owner, lineId, channel }: Where, code: string, wording: string): Promise<Line> => {
    const line = await ownLine(store, owner, lineId);
    const now = clock();
    const known = await contacts.verification(lineId, channel);
    // Counted first: whoever asks many times at once gets no more tries than one after the other.
    if (!isOpen(known, now) || !(await contacts.takeTry(known))) throw new Refusal('code_wrong');
    if (!(await hashes.fits(known.codeHash, known, code))) throw new Refusal('code_wrong');
    const before = line.contacts[channel];
    if (channel === 'sms') await contacts.nameNumber(known.address, lineId);
    const changed = await changeContacts(store, lineId, (current) =>
      // The same request again, as its answer was lost: whatever was done with the contact since then stays done.
      hasBound(known, current.contacts)
        ? current.contacts
        : bindContact(current.contacts, channel, known.address, { at: now, wording }),
    );
    if (channel === 'sms' && before && before.address !== known.address)
      await contacts.unnameNumber(before.address, lineId);
    return changed ?? line;
  };

/** Forgets an address, and one that waits to be verified. @throws Refusal `line_not_found`, `busy` */
export const removeAddress =
  ({ store, contacts }: Deps) =>
  async ({ owner, lineId, channel }: Where): Promise<Line> => {
    const line = await ownLine(store, owner, lineId);
    const before = line.contacts[channel];
    await contacts.dropVerification(lineId, channel);
    const changed = await changeContacts(store, lineId, (current) => removeContact(current.contacts, channel));
    if (channel === 'sms' && before) await contacts.unnameNumber(before.address, lineId);
    return changed ?? line;
  };
