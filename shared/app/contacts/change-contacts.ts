import type { Contacts } from '../../domain/contact/contact.ts';
import type { Line } from '../../domain/line/line.ts';
import type { LineId } from '../../domain/values/ids.ts';
import { Refusal } from '../../errors.ts';
import type { Store } from '../../table/store.ts';

export type ContactsStore = Pick<Store, 'line' | 'saveContacts'>;

/** Others change the same contacts at most this often in a row, then it is `busy`. */
const MAX_TRIES = 4;

/**
 * Reads a line, decides, and saves while its contacts are as they were read; where somebody was faster, from the start.
 * `decide` answers the same object for "nothing to change", and nothing is written.
 *
 * @returns the line as it is now; `undefined` where there is none
 * @throws Refusal `busy`, and whatever `decide` throws
 */
export const changeContacts = async (
  store: ContactsStore,
  lineId: LineId,
  decide: (line: Line) => Contacts,
): Promise<Line | undefined> => {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const line = await store.line(lineId);
    if (!line) return undefined;
    const contacts = decide(line);
    if (contacts === line.contacts) return line;
    const next = { ...contacts, rev: (line.contacts.rev ?? 0) + 1 };
    if (await store.saveContacts(line, next)) return { ...line, contacts: next };
  }
  throw new Refusal('busy');
};
