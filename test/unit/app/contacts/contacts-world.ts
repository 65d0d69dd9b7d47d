import { askForCode, removeAddress, verifyContact, type Where } from '../../../../shared/app/contacts/bind-contact.ts';
import { codeHashes } from '../../../../shared/app/contacts/code-hash.ts';
import { sendCode } from '../../../../shared/app/contacts/send-code.ts';
import type { Admission } from '../../../../shared/app/contacts/sms-guard.ts';
import type { Contacts } from '../../../../shared/domain/contact/contact.ts';
import type { Instant } from '../../../../shared/domain/values/instant.ts';
import { composeEmail } from '../../../../shared/messaging/compose.ts';
import type { OutgoingMessage, SendOutcome } from '../../../../shared/messaging/messenger.ts';
import type { CodeMessage } from '../../../../shared/outbox/topic-message.ts';
import { memoryContacts } from '../../../fakes/memory-contacts.ts';
import { memoryStore } from '../../../fakes/memory-store.ts';
import { aLine, LINE_ID, NOW, OWNER } from '../../domain/given.ts';
import { memoryLog } from '../../http/http-event.ts';

export const NEW_ADDRESS = 'new@example.com';
export const WORDING = '2026-11';
export const KEYS = { keys: [{ id: '1', key: Buffer.alloc(32, 7).toString('base64') }] } as const;
export const WHERE: Where = { owner: OWNER, lineId: LINE_ID, channel: 'email' };

/** Owners who bind addresses, and the sender of codes, with stores in memory. */
export const contactsWorld = async (contacts: Contacts = aLine().contacts) => {
  const store = memoryStore();
  await store.addLine(aLine({ contacts }));
  const kept = memoryContacts();
  const state: { now: Instant; admission: Admission; outcome: SendOutcome; code: number } = {
    now: NOW,
    admission: { kind: 'admitted' },
    outcome: { kind: 'accepted', messageId: 'm' },
    code: 0,
  };
  const clock = () => state.now;
  const log = memoryLog();
  const published: CodeMessage[] = [];
  const sent: OutgoingMessage[] = [];
  const hashes = codeHashes(async () => ({ keys: [...KEYS.keys] }));
  let requests = 0;
  const deps = { store, contacts: kept, clock };
  return {
    ...{ store, kept, state, log, published, sent, hashes },
    ask: askForCode({
      ...deps,
      newId: () => {
        requests += 1;
        return `request-${requests}`;
      },
      topic: {
        async publish(messages) {
          for (const { id: _id, ...message } of messages) if (message.kind === 'contact_code') published.push(message);
          return [];
        },
      },
    }),
    send: sendCode<'email'>({
      ...{ store, contacts: kept, channel: 'email', hashes, clock, log },
      messenger: {
        async send(message) {
          sent.push(message);
          return state.outcome;
        },
      },
      compose: composeEmail,
      admit: async () => state.admission,
      newCode: () => {
        state.code += 1;
        return String(state.code).padStart(6, '0');
      },
    }),
    verify: verifyContact({ ...deps, hashes }),
    remove: removeAddress(deps),
    contacts: async () => (await store.line(LINE_ID))?.contacts,
  };
};
