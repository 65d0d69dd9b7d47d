import { html } from 'hono/html';
import { type TextPart, textParts } from '../../../shared/messaging/links.ts';
import { smsSegments } from '../../../shared/messaging/sms-segments.ts';
import { BEHAVIOUR_WORDS, BEHAVIOURS, type Behaviour } from './behaviour.ts';
import { languageOf } from './language.ts';
import { japanTime, layout, type Markup } from './layout.ts';
import type { Message } from './message.ts';

/** More would not be read, and the page comes again every few seconds. */
const MAX_SHOWN = 100;

/** One phone or mailbox as its owner sees it. */
export const inboxPage = (address: string, behaviour: Behaviour, newestFirst: readonly Message[]): Markup =>
  layout(
    address,
    html`<h1>${address}</h1>
      <p><a href="/">All phones and mailboxes</a> · newest first, times in Japan</p>
      ${behaviourForm(address, behaviour)} ${address.startsWith('+') ? answerForm(address) : ''}`,
    newestFirst.length === 0
      ? html`<p>No messages yet.</p>`
      : html`<ul>${newestFirst.slice(0, MAX_SHOWN).map(entry)}</ul>`,
  );

const behaviourForm = (address: string, now: Behaviour): Markup => html`<form
  method="post"
  action="/inbox/${encodeURIComponent(address)}/behaviour"
>
  <label>
    It
    <select name="behaviour">
      ${BEHAVIOURS.map((each) => html`<option value="${each}" ${each === now ? 'selected' : ''}>${BEHAVIOUR_WORDS[each]}</option>`)}
    </select>
  </label>
  <button>From now on</button>
</form>`;

/** As their owner would: the carrier hands it to the number that wrote last. */
const answerForm = (address: string): Markup => html`<form
  method="post"
  action="/inbox/${encodeURIComponent(address)}/answer"
>
  <button name="text" value="STOP">Answer STOP</button> <button name="text" value="START">Answer START</button>
</form>`;

const returnedNote = ({ returned }: Message): Markup | string =>
  returned === undefined ? '' : html`<p class="quiet">Came back: ${returned}</p>`;

const entry = (message: Message): Markup => {
  switch (message.channel) {
    case 'sms':
      return smsEntry(message);
    case 'email':
      return emailEntry(message);
  }
};

const smsEntry = (message: Message): Markup => {
  const { from, text, at, messageId } = message;
  return html`<li class="sms" id="${messageId}">
  <p class="quiet">${from}</p>
  <p class="text" lang="${languageOf(text)}">${textParts(text).map(part)}</p>
  <p class="quiet">${japanTime(at)} · ${size(text)}</p>
  ${returnedNote(message)}
</li>`;
};

const emailEntry = (message: Message): Markup => {
  const { from, subject = '', text, at, messageId, unsubscribeUrl } = message;
  return html`<li
  class="email"
  id="${messageId}"
>
  <h2 lang="${languageOf(subject)}">${subject}</h2>
  <p class="quiet">${from} · ${japanTime(at)}</p>
  <p class="text" lang="${languageOf(text)}">${textParts(text).map(part)}</p>
  ${returnedNote(message)}
  <form method="post">
    ${
      unsubscribeUrl === undefined
        ? ''
        : html`<button formaction="/message/${messageId}/unsubscribe">Unsubscribe</button>`
    }
    <button formaction="/message/${messageId}/complaint">Report as spam</button>
  </form>
</li>`;
};

const part = ({ kind, value }: TextPart): Markup => {
  switch (kind) {
    case 'link':
      return html`<a href="${value}">${value}</a>`;
    case 'text':
      return html`${value}`;
  }
};

const size = (text: string): string => {
  const { encoding, units, segments } = smsSegments(text);
  return `${segments} ${segments === 1 ? 'segment' : 'segments'} (${encoding}, ${units} units)`;
};
