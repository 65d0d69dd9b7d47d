import { CODE_LIFETIME_MS, maySendCode } from '../../domain/contact/verification.ts';
import { lineId as toLineId } from '../../domain/values/ids.ts';
import { MINUTE_MS } from '../../domain/values/instant.ts';
import { codeText } from '../../messaging/code-text.ts';
import type { MessageRef } from '../../messaging/message-ref.ts';
import type { Channel, Messenger, OutgoingMessage } from '../../messaging/messenger.ts';
import type { Content } from '../../messaging/texts.ts';
import type { CodeMessage } from '../../outbox/topic-message.ts';
import { addressName } from '../../runtime/address-name.ts';
import type { Clock, Log } from '../../runtime/deps.ts';
import type { ContactStore } from '../../table/contact-store.ts';
import type { Store } from '../../table/store.ts';
import { codesCount } from './bind-contact.ts';
import type { CodeHashes } from './code-hash.ts';
import type { Admission } from './sms-guard.ts';

type Outgoing<C extends Channel> = Extract<OutgoingMessage, { channel: C }>;

interface Deps<C extends Channel> {
  readonly store: Pick<Store, 'line'>;
  readonly contacts: ContactStore;
  readonly channel: C;
  readonly messenger: Messenger<C>;
  readonly compose: (to: string, content: Content, about: MessageRef) => Outgoing<C>;
  readonly admit: (message: Outgoing<C>) => Promise<Admission>;
  readonly hashes: CodeHashes;
  /** Decimal digits from a cryptographic source. */
  readonly newCode: () => string;
  readonly clock: Clock;
  readonly log: Log;
}

type Sending = 'sent' | 'failed' | 'unknown' | 'suppressed';

/**
 * Makes the code of a request and sends it, once: the write that keeps its hash is the claim. It is nowhere but here and
 * in the message. Whatever goes wrong after that, its owner asks for another one.
 */
export const sendCode =
  <C extends Channel>(deps: Deps<C>) =>
  async (message: CodeMessage): Promise<Sending> => {
    const result = await send(deps, message);
    deps.log.info('message handled', { kind: message.kind, channel: message.channel, result });
    return result;
  };

const send = async <C extends Channel>(deps: Deps<C>, message: CodeMessage): Promise<Sending> => {
  const { store, contacts, channel, clock, log } = deps;
  const lineId = toLineId(message.lineId);
  const [line, known] = await Promise.all([store.line(lineId), contacts.verification(lineId, channel)]);
  const now = clock();
  if (!line || !maySendCode(known, message.requestId, now)) return 'suppressed';
  const code = deps.newCode();
  if (!(await contacts.keepCode(known, await deps.hashes.of(known, code)))) return 'suppressed';
  const count = await contacts.take(codesCount(addressName(channel, known.address), now));
  if (count.kind === 'full') {
    // Told to nobody: that an address has had many codes says that somebody uses it.
    log.warn('code held back', { channel, reason: 'address_limit' });
    return 'suppressed';
  }
  const content = codeText(line.contacts.language, code, CODE_LIFETIME_MS / MINUTE_MS);
  const outgoing = deps.compose(known.address, content, { kind: 'code', lineId });
  if ((await deps.admit(outgoing)).kind === 'refused') return 'suppressed';
  const outcome = await deps.messenger.send(outgoing);
  if (outcome.kind === 'accepted') return 'sent';
  log.warn('code not accepted', { channel, code: outcome.code });
  return outcome.kind === 'unknown' ? 'unknown' : 'failed';
};
