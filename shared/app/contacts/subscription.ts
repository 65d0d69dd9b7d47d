import {
  speak,
  subscribeAgain,
  type UnsubscribeOrder,
  unsubscribe,
  unsubscribeByLink,
} from '../../domain/contact/change.ts';
import type { Contacts } from '../../domain/contact/contact.ts';
import type { Line } from '../../domain/line/line.ts';
import type { Language } from '../../domain/plan/plan.ts';
import type { LineId, PersonId } from '../../domain/values/ids.ts';
import { Refusal } from '../../errors.ts';
import type { Clock } from '../../runtime/deps.ts';
import { ownLine } from '../read-lines.ts';
import type { Where } from './bind-contact.ts';
import { type ContactsStore, changeContacts } from './change-contacts.ts';

interface Deps {
  readonly store: ContactsStore;
  readonly clock: Clock;
}

/** What the owner wants of a channel from now on. */
export type Wish = { readonly subscribed: false } | { readonly subscribed: true; readonly wording: string };

/** @throws Refusal `line_not_found`, `contact_not_found`, `contact_in_trouble`, `busy` */
export const setSubscription =
  ({ store, clock }: Deps) =>
  async ({ owner, lineId, channel }: Where, wish: Wish): Promise<Line> => {
    const line = await ownLine(store, owner, lineId);
    if (!line.contacts[channel]) throw new Refusal('contact_not_found');
    const at = clock();
    const changed = await changeContacts(store, lineId, ({ contacts }) => {
      if (!wish.subscribed) return unsubscribe(contacts, channel, at);
      const result = subscribeAgain(contacts, channel, { at, wording: wish.wording });
      switch (result.kind) {
        case 'subscribed':
          return result.contacts;
        case 'nothing_bound':
          throw new Refusal('contact_not_found');
        case 'in_trouble':
          throw new Refusal('contact_in_trouble', { state: result.trouble });
      }
    });
    return changed ?? line;
  };

/** @throws Refusal `line_not_found`, `busy` */
export const setLanguage =
  ({ store }: Pick<Deps, 'store'>) =>
  async (owner: PersonId, lineId: LineId, language: Language): Promise<Line> => {
    const line = await ownLine(store, owner, lineId);
    return (await changeContacts(store, lineId, ({ contacts }) => speak(contacts, language))) ?? line;
  };

/**
 * What a link in a message asks for. It is done where the channel still has the contact that the link went to; where it
 * has another one, or none, there is nothing left to call off.
 *
 * @returns the line's contacts as they are now; `undefined` where there is no such line
 * @throws Refusal `busy`
 */
export const followUnsubscribe =
  ({ store, clock }: Deps) =>
  async (order: UnsubscribeOrder): Promise<Contacts | undefined> => {
    const line = await changeContacts(store, order.lineId, ({ contacts }) =>
      unsubscribeByLink(contacts, order, clock()),
    );
    return line?.contacts;
  };
